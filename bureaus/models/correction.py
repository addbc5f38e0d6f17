"""What visitors say is wrong with an entry, and what staff made of it."""

import secrets
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from bureaus.models.bureau import Bureau

FIELDS = (  # what anybody may propose another value for
    *("name_en", "name_zh_hans", "name_zh_hant", "kind"),
    *("phone", "fax", "email", "website", "hours", "languages"),
    *("address_en", "address_zh_hans", "address_zh_hant", "postal_code"),
)


def as_text(bureau: Bureau, field: str) -> str:
    """Write one of ``FIELDS`` as it is compared and kept: languages as "en ja"."""
    value = Bureau._meta.get_field(field).get_prep_value(getattr(bureau, field))  # type: ignore[union-attr]
    return value.strip()


def token_digest(token: str) -> str:
    """Hash a secret of ours; it is random and long, so nothing slower is needed."""
    return sha256(token.encode()).hexdigest()


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def open(self) -> "CorrectionQuerySet":
        return self.filter(settlement=None)

    def of_token(self, token: str) -> "CorrectionQuerySet":
        return self.filter(token_digest=token_digest(token))


class Correction(models.Model):
    """Another value for one or more fields of a bureau, with a source.

    Whoever has its token sees its status; only the token's digest is kept. ``sender`` is a keyed
    digest of the sender's network address and of the day, for nothing but a limit.
    """

    raises_edition = False  # only its settlement is counted in public

    bureau = models.ForeignKey(
        Bureau, models.CASCADE, verbose_name=_("bureau"), related_name="corrections"
    )
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    sender = models.CharField(max_length=32, editable=False)
    source = models.CharField(
        _("source"),
        max_length=500,
        help_text=_("How you know: the address of a web page, or in words."),
    )
    remark = models.TextField(
        _("remark"),
        max_length=1000,
        blank=True,
        help_text=_("Anything else, for example that the office has moved or was closed."),
    )
    reply_to = models.EmailField(
        _("your email"),
        blank=True,
        help_text=_("If you want to be told; deleted once you have been."),
    )
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default="en")
    by_bureau = models.BooleanField(_("from the bureau itself"), default=False)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now, editable=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["sender"], name="correction_sender")]

    def __str__(self) -> str:
        return f"{self.bureau} ({timezone.localtime(self.sent_at):%Y-%m-%d %H:%M})"

    @staticmethod
    def new_token() -> str:
        return secrets.token_urlsafe(24)

    @property
    def is_settled(self) -> bool:
        return hasattr(self, "settlement")

    @property
    def web_source(self) -> str:
        """Give the source if it is a web page that can stand as evidence, else ""."""
        is_address = self.source.startswith("https://") and " " not in self.source
        return self.source if is_address else ""


class ProposedValueQuerySet(models.QuerySet["ProposedValue"]):
    def open(self) -> "ProposedValueQuerySet":
        return self.filter(decision=ProposedValue.Decision.OPEN)


class ProposedValue(models.Model):
    """What a correction wants one field to say; all values are texts, see ``as_text``."""

    raises_edition = False

    class Decision(models.TextChoices):
        OPEN = "open", _("Not decided yet")
        ACCEPTED = "accepted", _("Accepted")
        REJECTED = "rejected", _("Rejected")

    correction = models.ForeignKey(
        Correction, models.CASCADE, verbose_name=_("correction"), related_name="values"
    )
    field = models.CharField(_("field"), max_length=30)
    old = models.TextField(_("when proposed"), blank=True)
    new = models.TextField(_("proposed"), blank=True)
    decision = models.CharField(
        _("decision"), max_length=10, choices=Decision, default=Decision.OPEN
    )
    written = models.TextField(_("as accepted"), blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ProposedValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed value")
        verbose_name_plural = _("proposed values")
        ordering = ["correction_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["correction", "field"], name="one_value_for_a_field"),
            models.CheckConstraint(
                condition=~models.Q(new=models.F("old")), name="proposed_value_differs"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.new}"

    @property
    def label(self) -> str:
        return capfirst(str(Bureau._meta.get_field(self.field).verbose_name))  # type: ignore[union-attr]

    @property
    def is_open(self) -> bool:
        return self.decision == self.Decision.OPEN

    @property
    def was_edited(self) -> bool:
        return self.decision == self.Decision.ACCEPTED and self.written != self.new

    def written_out(self, text: str) -> str:
        """Write a value for reading: languages and kinds by their names."""
        field: Any = Bureau._meta.get_field(self.field)
        bureau = Bureau(**{self.field: field.to_python(text)})
        if self.field == "languages":
            return bureau.spoken_languages
        return bureau.get_kind_display() if self.field == "kind" else text

    @property
    def old_written(self) -> str:
        return self.written_out(self.old)

    @property
    def new_written(self) -> str:
        return self.written_out(self.new)

    @property
    def accepted_written(self) -> str:
        return self.written_out(self.written)


class Settlement(models.Model):
    """A correction was decided in every point; how many were, and how fast, is public."""

    correction = models.OneToOneField(
        Correction, models.CASCADE, verbose_name=_("correction"), related_name="settlement"
    )
    settled_at = models.DateTimeField(_("settled"), default=timezone.now)
    took = models.DurationField(_("took"))
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("settlement")
        verbose_name_plural = _("settlements")
        ordering = ["-settled_at"]

    def __str__(self) -> str:
        return str(self.correction)
