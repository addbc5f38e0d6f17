"""What happens to corrections: sending one, deciding about it, telling who sent it."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bureaus.changes.batch import together
from bureaus.models import Bureau, Check, Correction
from bureaus.models.correction import as_text, token_digest
from bureaus.telling import outbox
from bureaus.upkeep import check_requests

Changes = Mapping[str, tuple[str, str]]  # field to (old, new)


class TooManyError(Exception):
    """One address has sent as many corrections today as it may."""


def propose(bureau: Bureau | None, changes: Changes, **about: Any) -> str:
    """Keep a correction with its proposed values and give the token of its status page.

    ``about`` are fields of ``Correction``, among them the region where there is no bureau yet.
    Raises TooManyError.
    """
    token = Correction.new_token()
    with transaction.atomic():
        sent = Correction.objects.filter(sender=about["sender"]).count()
        if sent >= settings.CORRECTIONS_PER_DAY:
            raise TooManyError
        Correction.objects.create(
            bureau=bureau,
            proposed=changes,
            token_digest=token_digest(token),
            language=translation.get_language() or "en",
            **about,
        )
    return token


def claim(bureau: Bureau, email: str, source: str, **about: Any) -> str:
    """Write to an office because somebody says to work there, and give the token of the status.

    The letter goes to the address of the entry alone. Another one is proposed to staff; once they
    have taken it over, the letter goes there. Raises TooManyError.
    """
    changes = {"email": (bureau.email, email)} if email and email != bureau.email else {}
    with transaction.atomic():
        token = propose(bureau, changes, source=source, from_inside=True, **about)
        if not changes:
            check_requests.ask(bureau, is_wished=True)
    return token


def settle(
    correction: Correction,
    user: User,
    bureau: Bureau | None,
    *,
    answer: str = "",
    method: str = "",
    evidence: str = "",
) -> None:
    """Note what the entry says now, and tell who sent the correction; it may be settled again.

    Where a proposed value was accepted and its contacts were confirmed by a ``method`` of
    ``Check``, that is a check. A missing bureau that is not taken up has no entry.
    """
    with together():
        bureau = Bureau.objects.get(pk=bureau.pk) if bureau else None
        correction.bureau = bureau
        correction.written = {
            field: as_text(bureau, field) if bureau else "" for field in correction.proposed
        }
        correction.answer, correction.settled_by = answer, user
        correction.settled_at = correction.settled_at or timezone.now()  # how fast is public
        _tell(correction)
        decided = ["bureau", "written", "answer", "settled_by", "settled_at", "reply_to"]
        correction.save(update_fields=decided)
        if bureau and any(value.is_accepted for value in correction.values):
            _follow_up(correction, bureau, user, method, evidence)


def _follow_up(
    correction: Correction, bureau: Bureau, user: User, method: str, evidence: str
) -> None:
    """Note the check, and write to an address that somebody gave who says to work there."""
    if method:
        Check.objects.create(
            bureau=bureau,
            method=method,
            outcome=Check.Outcome.MENDED,
            evidence_url=evidence,
            checked_by=user,
            note=_("Correction %(number)s") % {"number": correction.pk},
        )
    if correction.from_inside:
        check_requests.ask(bureau, is_wished=True)


def _tell(correction: Correction) -> None:
    """Write to who sent a settled correction, if an address was left; it forgets the address."""
    if not correction.reply_to:
        return
    context = {"correction": correction}
    with translation.override(correction.language):
        outbox.put("corrections/settled.txt", context, correction.reply_to)
    correction.reply_to = ""


def acknowledge(subject: object, status_url: str, to: str) -> None:
    if to:
        outbox.put("corrections/received.txt", {"subject": subject, "status_url": status_url}, to)
