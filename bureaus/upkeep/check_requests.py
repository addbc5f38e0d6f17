"""Asking bureaus by letter whether their entry is still right, and taking their answer."""

from datetime import timedelta
from hashlib import blake2b
from typing import Any

from django.core import signing
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from bureaus.changes.batch import lock, together
from bureaus.models import Bureau, Check, CheckRequest, Correction
from bureaus.models.correction import FIELDS, as_text, token_digest
from bureaus.telling import outbox
from bureaus.values.addresses import site_address

SALT = "bureaus.check-requests"
VALID = timedelta(days=14)
PAUSE = timedelta(days=30)  # longer than VALID, so a bureau never has two links that work
LANGUAGES = ("en", "zh-hans")


class ChangedError(Exception):
    """The entry is not what the page showed any more."""


def due() -> QuerySet[Bureau]:
    """Give the published bureaus with an email whose check is due, unless asked within PAUSE."""
    is_due = Q(next_check_on=None) | Q(next_check_on__lte=timezone.localdate())
    return _may_be_asked().filter(is_due)


def _may_be_asked() -> QuerySet[Bureau]:
    recent = CheckRequest.objects.filter(sent_at__gt=timezone.now() - PAUSE)
    asked = recent.filter(bureau=OuterRef("pk"), email=OuterRef("email"))
    rows = Bureau.objects.published().filter(~Exists(asked)).exclude(email="")
    return rows.with_region().order_by("next_check_on", "pk")


def ask(bureau: Bureau, *, is_wished: bool = False) -> bool:
    """Put a letter to a bureau into the outbox; False if it need not be asked any more.

    It ``is_wished`` by somebody who says to work there: then it goes even if no check is due. Where
    nothing tells the address of the site, a link would lead nowhere and no letter goes.
    """
    if not site_address():
        return False
    nonce = CheckRequest.new_nonce()
    with together():
        lock()
        rows = _may_be_asked() if is_wished else due()
        current = rows.filter(pk=bureau.pk).first()
        if current is None:
            return False
        request = CheckRequest.objects.create(
            bureau=current, email=current.email, nonce_digest=token_digest(nonce)
        )
        letter = {"bureau": current, "links": _links(request, nonce), "days": VALID.days}
        letter["is_wished"] = is_wished
        outbox.put("corrections/check_request.txt", letter, current.email)
    return True


def _links(request: CheckRequest, nonce: str) -> dict[str, str]:
    kwargs = {"token": signing.dumps([request.pk, nonce], salt=SALT)}
    links = {}
    for code in LANGUAGES:
        with translation.override(code):
            path = reverse("bureaus:check-request", kwargs=kwargs)
        links[code.replace("-", "_")] = site_address() + path
    return links


def opened(token: str) -> CheckRequest | None:
    """Find the request of a link; None if it is forged, expired, used or void.

    It is void once the bureau is not published any more or its email has changed.
    """
    try:
        pk, nonce = signing.loads(token, salt=SALT, max_age=VALID)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    rows = CheckRequest.objects.select_related("bureau__region__parent")
    request = rows.filter(pk=pk, nonce_digest=token_digest(nonce), answered_at=None).first()
    if request is None or request.bureau.status != Bureau.Status.PUBLISHED:
        return None
    return request if request.bureau.email == request.email else None


def newest(bureau: Bureau | None) -> CheckRequest | None:
    """Give the last letter to the address that a bureau has now."""
    rows = CheckRequest.objects.filter(bureau=bureau)
    return rows.filter(email=bureau.email).first() if bureau else None


def entry_fingerprint(bureau: Bureau) -> str:
    """Hash what a page shows of an entry, to tell on the answer whether it was this."""
    texts = "\0".join(as_text(bureau, field) for field in FIELDS)
    return blake2b(texts.encode(), digest_size=16).hexdigest()


def use(request: CheckRequest, answer: str) -> bool:
    """Take the answer to a letter, for which those waited who say to work there.

    False when there was one already. Call it in a transaction.
    """
    if not request.use(answer):
        return False
    waiting: Any = Correction.objects.open().claims().filter(bureau=request.bureau_id)
    waiting.update(settled_at=timezone.now())
    return True


def confirm(token: str, shown: str) -> Bureau | None:
    """Take a *yes* as a check by the bureau itself; None if the link does not work (any more).

    Raises ChangedError if the entry is not what the page showed.
    """
    with together(reason=gettext("Confirmed by the bureau itself")):
        lock()
        request = opened(token)
        if request is None:
            return None
        if entry_fingerprint(request.bureau) != shown:
            raise ChangedError
        use(request, CheckRequest.Answer.YES)
        sent_on = {"day": timezone.localdate(request.sent_at)}
        Check.objects.create(
            bureau=request.bureau,
            method=Check.Method.BUREAU,
            outcome=Check.Outcome.CONFIRMED,
            note=gettext("Answered our letter of %(day)s") % sent_on,
        )
    return request.bureau
