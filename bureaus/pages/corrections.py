"""Where the public, and the bureaus themselves, say what is wrong or still right.

These pages hold forms or secrets: unlike all other public pages they are never kept, and the ones
with a form set the cookie that protects it from forgery.
"""

from collections.abc import Callable
from copy import copy
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bureaus.models import Bureau, CheckRequest, Correction
from bureaus.pages.bureaus import closed_bureau
from bureaus.upkeep import check_requests, corrections
from bureaus.upkeep.lifecycle import what_became_of
from bureaus.upkeep.senders import sender
from bureaus.upkeep.visitor_forms import CorrectionForm, VisitorForm

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
    # The page shows the bureau as it is, not as was typed
    form = CorrectionForm(posted(request), instance=copy(bureau), initial=initial)

    def send(**about: str) -> str:
        if letter and not check_requests.use(letter, CheckRequest.Answer.NO):
            raise Http404
        said = {"source": form.cleaned_data["source"], "remark": form.remarks}
        return corrections.propose(bureau, form.changes, by_bureau=bool(letter), **said, **about)

    context = {"bureau": bureau, "letter": letter}
    return form_page(request, form, send, "corrections/correct.html", context)


def posted(request: HttpRequest) -> QueryDict | None:
    """Give what was sent, even if nothing was filled in."""
    return request.POST if request.method == "POST" else None


def form_page(
    request: HttpRequest,
    form: VisitorForm,
    send: Callable[..., str],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Show a form, or let ``send`` keep what it says and lead to the page of its status.

    ``send`` takes the sender and where to reply, and gives the token of that page.
    """
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return redirect(_sent(request, form, send))
            except corrections.TooManyError:
                status = 429
                form.add_error(None, _("That is all for today from this connection. Thank you!"))
    return render(request, template, context | {"form": form}, status=status)


def _sent(request: HttpRequest, form: VisitorForm, send: Callable[..., str]) -> str:
    """Keep what a valid form says and give the path of its status page."""
    about = {"sender": sender(request)}
    if "reply_to" in form.cleaned_data:
        about["reply_to"] = form.cleaned_data["reply_to"]
    with transaction.atomic():
        token = send(**about)
        path = reverse("bureaus:correction", kwargs={"token": token})
        site = settings.SITE_URL or f"{request.scheme}://{request.get_host()}"
        if to := about.get("reply_to"):
            subject = Correction.objects.of_token(token).select_related("bureau").get().subject
            corrections.acknowledge(subject, f"{site}{path}", to)
    return path


@private
@with_form
def status(request: HttpRequest, token: str) -> HttpResponse:
    """Show what became of a correction to whoever has its secret address, who may delete it."""
    rows = Correction.objects.select_related("bureau__region", "region")
    correction = get_object_or_404(rows.of_token(token))
    if request.method == "POST":
        correction.delete()
        return render(request, "corrections/deleted.html")
    letter = check_requests.newest(correction.bureau) if correction.from_inside else None
    context = {"correction": correction, "letter": letter, "heading": _heading(correction)}
    return render(request, "corrections/status.html", context)


def _heading(correction: Correction) -> str:
    if not correction.is_settled:
        return _("Thank you")
    if correction.from_inside and not correction.settled_by_id:
        return _("The office has answered our letter")
    return _("Your proposal was decided") if correction.region else _("Your correction was decided")
