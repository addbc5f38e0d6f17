"""What visitors say is wrong with an entry, and what staff made of it."""

import json
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bureaus.models.bureau import Bureau
from bureaus.models.region import Region

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


@dataclass(frozen=True)
class ProposedValue:
    """What a correction wants one field to say; ``written`` is what the entry said when settled.

    All values are texts, see ``as_text``; ``written`` is None as long as nothing is decided.
    """

    field: str
    old: str
    new: str
    written: str | None = None

    @property
    def label(self) -> str:
        return capfirst(str(Bureau._meta.get_field(self.field).verbose_name))  # type: ignore[union-attr]

    @property
    def is_accepted(self) -> bool:
        return self.written == self.new

    @property
    def was_edited(self) -> bool:
        return self.written not in (None, self.old, self.new)

    @property
    def decision(self) -> str:
        if self.written is None:
            return gettext("Not decided yet")
        if self.was_edited:
            return gettext("Changed, but otherwise")
        return gettext("Accepted") if self.is_accepted else gettext("Rejected")

    @property
    def old_written(self) -> str:
        return written_out(self.field, self.old)

    @property
    def new_written(self) -> str:
        return written_out(self.field, self.new)

    @property
    def entry_written(self) -> str:
        return written_out(self.field, self.written or "")

    def written_now(self, bureau: Bureau | None) -> str:
        """Write what the entry says by now; "" as long as there is none."""
        return "" if bureau is None else written_out(self.field, as_text(bureau, self.field))


def from_text(field: str, text: str) -> Any:
    """Read what ``as_text`` writes."""
    return Bureau._meta.get_field(field).to_python(text)  # type: ignore[union-attr]


def written_out(field: str, text: str) -> str:
    """Write a value for reading: languages and kinds by their names."""
    bureau = Bureau(**{field: from_text(field, text)})
    if field == "languages":
        return bureau.spoken_languages
    return bureau.get_kind_display() if field == "kind" else text


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def open(self) -> "CorrectionQuerySet":
        return self.filter(settled_at=None)

    def missing(self) -> "CorrectionQuerySet":
        """Keep what proposes a bureau that is not listed."""
        return self.exclude(region=None)

    def inside(self) -> "CorrectionQuerySet":
        """Keep what those sent who say to work there."""
        return self.filter(from_inside=True)

    def claims(self) -> "CorrectionQuerySet":
        """Keep what only asks for the letter to the office, and proposes nothing."""
        return self.filter(from_inside=True, proposed={})

    def of_entries(self) -> "CorrectionQuerySet":
        """Keep what visitors say is wrong with an entry."""
        return self.filter(region=None, from_inside=False)

    def of_token(self, token: str) -> "CorrectionQuerySet":
        return self.filter(token_digest=token_digest(token))


class Correction(models.Model):
    """Other values for fields of a bureau, with a source, and what staff decided.

    One with a ``region`` proposes a bureau that is missing there; its ``bureau`` is the one that
    staff made of it, or found to be the same. One ``from_inside`` was sent by somebody who says
    to work there, which nobody believes before the office has answered our letter: then what it
    sends through the letter is ``by_bureau``.

    ``proposed`` maps each field to its value then and the proposed one, ``written`` to what the
    entry said once the correction was settled, all as texts. Whoever has its token sees its status;
    only the token's digest is kept. ``sender`` is a keyed digest of the sender's network address
    and of the day, for nothing but a limit.
    """

    raises_edition = ("update", "delete")  # how many were settled is public, but not what was sent

    bureau = models.ForeignKey(
        Bureau,
        models.CASCADE,
        verbose_name=_("bureau"),
        null=True,
        blank=True,
        related_name="corrections",
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        verbose_name=_("region"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Where a bureau is missing."),
    )
    proposed = models.JSONField(_("proposed"), default=dict)
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
    from_inside = models.BooleanField(_("says to work there"), default=False)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now, editable=False)
    written = models.JSONField(default=dict)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["sender"], name="correction_sender")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(bureau=None, region=None), name="correction_has_a_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({timezone.localtime(self.sent_at):%Y-%m-%d %H:%M})"

    @staticmethod
    def new_token() -> str:
        return secrets.token_urlsafe(24)

    @property
    def subject(self) -> str:
        """Name what it is about: the bureau, or one that is missing as its sender calls it."""
        names = [value.new for value in self.values if value.field.startswith("name_")]
        return " ".join(names) if self.region_id else str(self.bureau)

    @property
    def served(self) -> Region:
        """Give the region that the bureau serves; one of both is there, see the constraint."""
        region: Any = self.bureau.region if self.bureau else self.region
        return region

    def rivals(self) -> "CorrectionQuerySet":
        """Give the other open ones about the same bureau, or the same place if it is missing."""
        others = Correction.objects.open().exclude(pk=self.pk).select_related("bureau", "region")
        return others.filter(bureau=self.bureau_id, region=self.region_id)

    @property
    def is_settled(self) -> bool:
        return self.settled_at is not None

    @property
    def decision_digest(self) -> str:
        """Tell one decision from another; empty as long as nothing is decided."""
        decided = [self.answer, self.written, self.settled_by_id]
        return token_digest(json.dumps(decided)) if self.is_settled else ""

    @property
    def values(self) -> list[ProposedValue]:
        # In the order of the form: PostgreSQL orders keys by their length
        return [
            ProposedValue(field, pair[0], pair[1], self.written.get(field))
            for field in FIELDS
            if (pair := self.proposed.get(field))
        ]

    @property
    def web_source(self) -> str:
        """Give the source if it is a web page that can stand as evidence, else ""."""
        is_address = self.source.startswith("https://") and " " not in self.source
        return self.source if is_address else ""
