"""Confirmations that a bureau's contacts are right, and the letters that ask for them."""

import calendar
import secrets
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bureaus.changes.history import History
from bureaus.changes.tracked import Recorded, RecordedQuerySet
from bureaus.models.bureau import Bureau


class CheckQuerySet(RecordedQuerySet["Check"]):
    def good(self) -> "CheckQuerySet":
        """Keep those after which the entry was right."""
        return self.filter(outcome__in=[Check.Outcome.CONFIRMED, Check.Outcome.MENDED])

    def newest_first(self) -> "CheckQuerySet":
        return self.order_by("-date", "-pk")


class Check(Recorded):
    """Somebody looked whether the contacts of a bureau are right.

    Saving or deleting one sets ``checked_on`` of the bureau to the date of the newest good check
    and ``next_check_on`` to ``settings.CHECK_VALID_MONTHS`` later.
    """

    class Method(models.TextChoices):
        PHONE = "phone", _("Phone")
        WEBSITE = "website", _("Official website")
        LETTER = "letter", _("Letter or email")
        VISIT = "visit", _("Visit")
        BUREAU = "bureau", _("The bureau itself")

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed")
        MENDED = "mended", _("Was wrong and is mended")
        UNREACHABLE = "unreachable", _("Nobody reached")
        WRONG = "wrong", _("Is wrong, not mended yet")

    bureau = models.ForeignKey(
        Bureau, models.CASCADE, verbose_name=_("bureau"), related_name="checks"
    )
    date = models.DateField(
        _("date"), default=timezone.localdate, help_text=_("Day of the check, China time.")
    )
    method = models.CharField(
        _("method"), max_length=10, choices=Method, help_text=_("How it was checked.")
    )
    outcome = models.CharField(
        _("outcome"), max_length=12, choices=Outcome, help_text=_("What came of it.")
    )
    evidence_url = models.URLField(
        _("evidence"),
        max_length=500,
        blank=True,
        help_text=_("Web page that shows the same contacts, if there is one."),
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("checked by"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Filled in with your name when left empty."),
    )
    note = models.CharField(
        _("note"),
        max_length=300,
        blank=True,
        help_text=_("For colleagues: who answered, what was said."),
    )

    objects = CheckQuerySet.as_manager()
    history = History(owner="bureau")

    bureau_before: int | None = None

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["bureau", "-date"], name="check_newest")]

    def __str__(self) -> str:
        return f"{self.date} {self.get_method_display()}: {self.get_outcome_display()}"

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> "Check":
        """Remember whose check it was, in case it moves to another bureau."""
        check = super().from_db(*args, **kwargs)
        check.bureau_before = check.bureau_id
        return check

    def clean(self) -> None:
        if self.date and self.date > timezone.localdate():
            raise ValidationError({"date": _("This day has not come yet.")})


@receiver([post_save, post_delete], sender=Check)
def set_checked(instance: Check, **kwargs: Any) -> None:
    """Carry the newest good check over to the bureau, also to one that lost it."""
    concerned = {instance.bureau_id, instance.bureau_before} if not kwargs.get("raw") else set()
    for bureau in Bureau.objects.select_related("region").filter(pk__in=concerned):
        newest = bureau.checks.good().newest_first().first()
        on = newest.date if newest else None
        bureau.set_checked(on, months_after(on, settings.CHECK_VALID_MONTHS) if on else None)
    instance.bureau_before = instance.bureau_id


def months_after(day: date, months: int) -> date:
    """Give the same day some months later, or that month's last day if it has none."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


class CheckRequest(models.Model):
    """A letter whose link can be used once; only a digest of the link's nonce is kept.

    ``email`` is where it went: when the bureau's address changes, the link is void.
    """

    raises_edition = False

    class Answer(models.TextChoices):
        YES = "yes", _("All is right")
        NO = "no", _("A correction was sent")

    bureau = models.ForeignKey(
        Bureau, models.CASCADE, verbose_name=_("bureau"), related_name="check_requests"
    )
    nonce_digest = models.CharField(max_length=64, editable=False)
    email = models.EmailField(_("email"))
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=3, choices=Answer, blank=True)

    class Meta:
        verbose_name = _("check request")
        verbose_name_plural = _("check requests")
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["bureau", "-sent_at"], name="check_request_newest")]

    def __str__(self) -> str:
        return f"{self.bureau} ({timezone.localtime(self.sent_at):%Y-%m-%d})"

    @staticmethod
    def new_nonce() -> str:
        return secrets.token_urlsafe(16)

    def use(self, answer: str) -> bool:
        """Take the answer; False when there was one already. Call it in a transaction."""
        unused: Any = CheckRequest.objects.filter(pk=self.pk, answered_at=None)
        return unused.update(answered_at=timezone.now(), answer=answer) == 1
