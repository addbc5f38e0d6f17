"""Confirmations that a bureau's contacts are right, and the letters that ask for them."""

import calendar
import secrets
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bureaus.changes.history import History
from bureaus.changes.tracked import Recorded, RecordedQuerySet
from bureaus.models.bureau import Bureau
from bureaus.models.contacts import ADDRESSES


class CheckQuerySet(RecordedQuerySet["Check"]):
    def good(self) -> "CheckQuerySet":
        """Keep those after which the entry was right."""
        return self.filter(outcome__in=[Check.Outcome.CONFIRMED, Check.Outcome.MENDED])

    def newest_first(self) -> "CheckQuerySet":
        return self.order_by("-date", "-pk")


class Check(Recorded):
    """Somebody looked whether the contacts of a bureau are right.

    What follows from it for the bureau is written by ``upkeep.seals``: ``checked_on``, and
    ``next_check_on`` that is ``settings.CHECK_VALID_MONTHS`` later.
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

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["bureau", "-date"], name="check_newest")]

    def __str__(self) -> str:
        return f"{self.date} {self.get_method_display()}: {self.get_outcome_display()}"

    def clean(self) -> None:
        if self.date and self.date > timezone.localdate():
            raise ValidationError({"date": _("This day has not come yet.")})
        if self._has_bureau and not self._is_noted and (problem := self._problem):
            raise ValidationError({"method": problem})

    @property
    def _has_bureau(self) -> bool:
        """Tell whether it is known whose check it is; a new bureau has no key yet."""
        return bool(self.bureau_id) or "bureau" in self._state.fields_cache

    @property
    def _is_noted(self) -> bool:
        """Tell whether it was possible once: what it asked may be gone since."""
        same = Check.objects.filter(pk=self.pk, bureau=self.bureau_id, method=self.method)
        return self.pk is not None and same.exists()

    @property
    def _problem(self) -> Any:
        """Say why nobody can have checked the bureau so; nothing if it has what that takes."""
        desks = list(self.bureau.contact_points.all()) if self.bureau.pk else []
        names, problem = NEEDED.get(self.method, (("pk",), ""))
        rows = (self, self.bureau, *desks)
        return "" if any(getattr(row, name, "") for row in rows for name in names) else problem


NEEDED: dict[str, tuple[tuple[str, ...], Any]] = {  # any of these contacts, by method
    Check.Method.PHONE: (("phone",), _("Without a phone a bureau cannot be checked by phone.")),
    Check.Method.WEBSITE: (
        ("website", "evidence_url"),
        _("The bureau has no website here: name the page that shows its contacts as evidence."),
    ),
    Check.Method.LETTER: (
        ("email", *ADDRESSES),
        _("Without an email or an address a bureau cannot be checked by letter."),
    ),
    Check.Method.VISIT: (ADDRESSES, _("Without an address a bureau cannot be visited.")),
    Check.Method.BUREAU: (
        ("phone", "fax", "email", "website", *ADDRESSES),
        _("Without any contact a bureau has nothing to be checked."),
    ),
}


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
