"""Where the public, and the bureaus themselves, say what is wrong or still right.

These pages hold forms or secrets: unlike all other public pages they are never kept, and the ones
with a form set the cookie that protects it from forgery.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bureaus.models import Bureau, CheckRequest, Correction
from bureaus.pages.bureaus import closed_bureau
from bureaus.upkeep import check_requests, corrections
from bureaus.upkeep.entry_forms import CorrectionForm
from bureaus.upkeep.lifecycle import what_became_of
from bureaus.upkeep.senders import sender

View = Callable[..., HttpResponse]
with_form = require_http_methods(["GET", "HEAD", "POST"])


def private(view: View) -> View:
    """Forbid anybody to keep or to index the answer."""

    @wraps(view)
    def answer(*args: object, **kwargs: object) -> HttpResponse:
        response = view(*args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        response["X-Robots-Tag"] = "noindex"
        return response

    return answer


@private
@with_form
def correct(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    bureau = get_object_or_404(Bureau.objects.public().with_region(), ref=ref)
    if bureau.is_closed:
        successors = what_became_of(bureau).successors
        if len(successors) == 1 and request.method != "POST":
            return redirect("bureaus:correct", slug=successors[0].slug, ref=successors[0].ref)
        return closed_bureau(request, bureau)
    if slug != bureau.slug and request.method != "POST":
        return redirect("bureaus:correct", slug=bureau.slug, ref=ref, permanent=True)
    return _form_page(request, bureau)


@private
@with_form
def check_request(request: HttpRequest, token: str) -> HttpResponse:
    """Show a bureau its entry, from the link in our letter, and take its *yes*."""
    found = check_requests.opened(token)
    status, notices = 200, []
    if found and request.method == "POST":
        try:
            bureau = check_requests.confirm(token, request.POST.get("shown", ""))
        except check_requests.ChangedError:
            notices = [_("The entry was changed in the meantime. Please look at it again.")]
            status = 409
        else:
            if bureau:
                context = {"bureau": bureau, "months": settings.CHECK_VALID_MONTHS}
                return render(request, "corrections/confirmed.html", context)
            found = None  # somebody else used it just now
    if found is None:
        return _void_link(request)
    context = {
        "bureau": found.bureau,
        "token": token,
        "shown": check_requests.entry_fingerprint(found.bureau),
        "notices": notices,
    }
    return render(request, "corrections/check_request.html", context, status=status)


def _void_link(request: HttpRequest) -> HttpResponse:
    return render(request, "corrections/void_link.html", status=410)


@private
@with_form
def correct_from_letter(request: HttpRequest, token: str) -> HttpResponse:
    """Let a bureau correct its own entry; sending the form uses up the link of the letter."""
    found = check_requests.opened(token)
    return _form_page(request, found.bureau, found) if found else _void_link(request)


def _form_page(
    request: HttpRequest, bureau: Bureau, letter: CheckRequest | None = None
) -> HttpResponse:
    initial = {"source": _("The bureau itself"), "reply_to": letter.email} if letter else {}
    form = CorrectionForm(request.POST or None, instance=bureau, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return redirect(_sent(request, form, letter))
            except corrections.TooManyError:
                status = 429
                form.add_error(None, _("That is all for today from this connection. Thank you!"))
        bureau = Bureau.objects.with_region().get(pk=bureau.pk)  # as it is, not as was typed
    context = {"form": form, "bureau": bureau, "letter": letter}
    return render(request, "corrections/correct.html", context, status=status)


def _sent(request: HttpRequest, form: CorrectionForm, letter: CheckRequest | None) -> str:
    """Keep a valid correction and give the path of its status page."""
    about = {name: form.cleaned_data[name] for name in ("source", "remark", "reply_to")}
    with transaction.atomic():
        if letter and not letter.use(CheckRequest.Answer.NO):
            raise Http404
        token = corrections.propose(
            form.instance, form.changes, sender=sender(request), by_bureau=bool(letter), **about
        )
        path = reverse("bureaus:correction", kwargs={"token": token})
        site = settings.SITE_URL or f"{request.scheme}://{request.get_host()}"
        corrections.acknowledge(form.instance, f"{site}{path}", about["reply_to"])
    return path


@private
@require_safe
def status(request: HttpRequest, token: str) -> HttpResponse:
    """Show what became of a correction to whoever has its secret address."""
    rows = Correction.objects.select_related("bureau__region")
    correction = get_object_or_404(rows.of_token(token))
    return render(request, "corrections/status.html", {"correction": correction})
