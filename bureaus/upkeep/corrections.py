"""What happens to corrections: sending one, deciding about it, telling who sent it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bureaus.changes.batch import lock, together
from bureaus.models import Bureau, Check, Correction, ProposedValue, Settlement
from bureaus.models.correction import as_text, token_digest
from bureaus.upkeep.mail import send

Changes = Mapping[str, tuple[str, str]]  # field to (old, new)
ACCEPTED, REJECTED = ProposedValue.Decision.ACCEPTED, ProposedValue.Decision.REJECTED


class TooManyError(Exception):
    """One address has sent as many corrections today as it may."""


@dataclass(frozen=True)
class Decided:
    """What staff decided about one value; ``shown`` is what the entry said on their page."""

    value: ProposedValue
    decision: str
    written: Any = ""
    shown: str = ""
    reason: str = ""


def propose(bureau: Bureau, changes: Changes, **about: Any) -> str:
    """Keep a correction with its proposed values and give the token of its status page.

    ``about`` are fields of ``Correction``. Raises TooManyError.
    """
    token = Correction.new_token()
    with transaction.atomic():
        if (
            Correction.objects.filter(sender=about["sender"]).count()
            >= settings.CORRECTIONS_PER_DAY
        ):
            raise TooManyError
        correction = Correction.objects.create(
            bureau=bureau,
            token_digest=token_digest(token),
            language=translation.get_language() or "en",
            **about,
        )
        ProposedValue.objects.bulk_create(
            ProposedValue(correction=correction, field=field, old=old, new=new)
            for field, (old, new) in changes.items()
        )
    return token


def decide(
    correction: Correction,
    decisions: Sequence[Decided],
    user: User,
    *,
    evidence: str = "",
    answer: str = "",
) -> bool:
    """Take decisions, all or none, and settle the correction if nothing is open any more.

    What is accepted is written into the entry. Settling after anything was accepted is a check if
    there is ``evidence``, a web page, or if the bureau itself sent the correction. Gives whether
    it is settled now. Raises ValidationError by field, also for what changed in the meantime.
    """
    with together(reason=_("Correction of a visitor: %(source)s") % {"source": correction.source}):
        lock()  # before reading, so that nobody else writes what is read
        correction = Correction.objects.get(pk=correction.pk)
        bureau = Bureau.objects.get(pk=correction.bureau_id)
        refuse_what_is_past(correction, bureau, decisions)
        accepted = [decided for decided in decisions if decided.decision == ACCEPTED]
        if accepted:
            for decided in accepted:
                setattr(bureau, decided.value.field, decided.written)
            bureau.full_clean()
            bureau.save()
        for decided in decisions:
            _note_decision(decided, bureau, user)
        if correction.values.open().exists():
            return False
        if not correction.values.exists() and not answer:
            raise ValidationError({"answer": _("A remark alone is settled by an answer.")})
        _settle(correction, bureau, user, evidence, answer)
    return True


def refuse_what_is_past(
    correction: Correction, bureau: Bureau, decisions: Sequence[Decided]
) -> None:
    """Raise ValidationError where somebody else decided, or wrote the entry, in the meantime."""
    if correction.is_settled:
        raise ValidationError(_("Somebody else has settled this correction meanwhile."))
    still_open = set(correction.values.open().values_list("pk", flat=True))
    faults = {}
    for decided in decisions:
        field = decided.value.field
        if decided.value.pk not in still_open:
            faults[field] = _("Somebody else has decided this meanwhile.")
        elif decided.decision == ACCEPTED and as_text(bureau, field) != decided.shown:
            faults[field] = _("The entry was changed meanwhile. Look at it again.")
    if faults:
        raise ValidationError(faults)


def _note_decision(decided: Decided, bureau: Bureau, user: User) -> None:
    value = decided.value
    value.decision, value.reason = decided.decision, decided.reason
    value.decided_by, value.decided_at = user, timezone.now()
    value.written = as_text(bureau, value.field) if decided.decision == ACCEPTED else ""
    value.save()


def _settle(correction: Correction, bureau: Bureau, user: User, evidence: str, answer: str) -> None:
    now = timezone.now()
    took = now - correction.sent_at
    Settlement.objects.create(
        correction=correction, settled_at=now, took=took, answer=answer, settled_by=user
    )
    if correction.values.filter(decision=ACCEPTED).exists():
        _count_as_check(correction, bureau, user, evidence)
    transaction.on_commit(partial(tell, correction))


def _count_as_check(correction: Correction, bureau: Bureau, user: User, evidence: str) -> None:
    if not evidence and not correction.by_bureau:
        return
    method = Check.Method.BUREAU if correction.by_bureau else Check.Method.WEBSITE
    Check.objects.create(
        bureau=bureau,
        method=method,
        outcome=Check.Outcome.MENDED,
        evidence_url=evidence,
        checked_by=user,
        note=_("Correction %(number)s") % {"number": correction.pk},
    )


def tell(correction: Correction) -> None:
    """Write to who sent a settled correction, if an address was left, and forget the address."""
    if not correction.reply_to:
        return
    context = {"correction": correction, "settlement": correction.settlement}
    with translation.override(correction.language):
        is_sent = send("corrections/settled.txt", context, correction.reply_to)
    if is_sent:
        Correction.objects.filter(pk=correction.pk).update(reply_to="")


def acknowledge(bureau: Bureau, status_url: str, to: str) -> None:
    """Write the address of the status page to who left an email."""
    if to:
        send("corrections/received.txt", {"bureau": bureau, "status_url": status_url}, to)
