"""Asking bureaus by letter whether their entry is still right, and taking their answer."""

from datetime import timedelta
from hashlib import blake2b

from django.conf import settings
from django.core import signing
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from bureaus.changes.batch import lock, together
from bureaus.models import Bureau, Check, CheckRequest
from bureaus.models.correction import FIELDS, as_text, token_digest
from bureaus.telling import outbox

SALT = "bureaus.check-requests"
VALID = timedelta(days=14)
PAUSE = timedelta(days=30)  # longer than VALID, so a bureau never has two links that work
LANGUAGES = ("en", "zh-hans")


class ChangedError(Exception):
    """The entry is not what the page showed any more."""


def due() -> QuerySet[Bureau]:
    """Give the published bureaus with an email whose check is due, unless asked within PAUSE."""
    asked = CheckRequest.objects.filter(bureau=OuterRef("pk"), sent_at__gt=timezone.now() - PAUSE)
    is_due = Q(next_check_on=None) | Q(next_check_on__lte=timezone.localdate())
    rows = Bureau.objects.published().filter(is_due, ~Exists(asked)).exclude(email="")
    return rows.with_region().order_by("next_check_on", "pk")


def ask(bureau: Bureau) -> bool:
    """Put a letter to a bureau into the outbox; False if it need not be asked any more."""
    nonce = CheckRequest.new_nonce()
    with together():
        lock()
        current = due().filter(pk=bureau.pk).first()
        if current is None:
            return False
        request = CheckRequest.objects.create(
            bureau=current, email=current.email, nonce_digest=token_digest(nonce)
        )
        letter = {"bureau": current, "links": _links(request, nonce), "days": VALID.days}
        outbox.put("corrections/check_request.txt", letter, current.email)
    return True


def _links(request: CheckRequest, nonce: str) -> dict[str, str]:
    kwargs = {"token": signing.dumps([request.pk, nonce], salt=SALT)}
    links = {}
    for code in LANGUAGES:
        with translation.override(code):
            path = reverse("bureaus:check-request", kwargs=kwargs)
        links[code.replace("-", "_")] = settings.SITE_URL + path
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


def entry_fingerprint(bureau: Bureau) -> str:
    """Hash what a page shows of an entry, to tell on the answer whether it was this."""
    texts = "\0".join(as_text(bureau, field) for field in FIELDS)
    return blake2b(texts.encode(), digest_size=16).hexdigest()


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
        request.use(CheckRequest.Answer.YES)
        sent_on = {"day": timezone.localdate(request.sent_at)}
        Check.objects.create(
            bureau=request.bureau,
            method=Check.Method.BUREAU,
            outcome=Check.Outcome.CONFIRMED,
            note=gettext("Answered our letter of %(day)s") % sent_on,
        )
    return request.bureau
