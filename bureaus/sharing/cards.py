"""One bureau in other formats, at its permanent address: ``/b/<ref>.vcf`` and its sisters."""

import io
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

import segno
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from bureaus.lists.bureau_filters import BureauFilter
from bureaus.models import Bureau
from bureaus.sharing import linked_data, vcards
from bureaus.sharing.access import PLAIN, choice, language, refusing
from bureaus.sharing.permalinks import redirect_to_permalink
from bureaus.upkeep.lifecycle import what_became_of
from bureaus.values.batches import AT_A_TIME
from bureaus.values.localized import BCP47

# Of QR codes: black on white with a quiet zone of four modules, whatever the colours around them,
# and without a size of their own
LOOK: dict[str, Any] = {
    "border": 4,
    "light": "#fff",
    "omitsize": True,
    "svgclass": None,
    "lineclass": None,
}


def format_of_bureau(
    view: Callable[[HttpRequest, Bureau], HttpResponse],
) -> Callable[[HttpRequest, str], HttpResponseBase]:
    @require_safe
    @refusing
    @wraps(view)
    def wrapped(request: HttpRequest, ref: str) -> HttpResponseBase:
        bureau = get_object_or_404(Bureau.objects.public().with_details(), ref=ref)
        lang = language(request.GET)
        with translation.override(lang):
            response = _gone(request, bureau) if bureau.is_closed else view(request, bureau)
        response.headers["Content-Language"] = BCP47[lang]
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


def permalink(request: HttpRequest, bureau: Bureau) -> str:
    return request.build_absolute_uri(reverse("bureau-permalink", args=[bureau.ref]))


@format_of_bureau
def vcard(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    version = choice(request.GET, "version", vcards.VERSIONS)
    card = vcards.write_vcard(bureau, permalink(request, bureau), version)
    name = f"{bureau.slug}-{bureau.ref}.vcf"
    return HttpResponse(
        card,
        content_type=vcards.MEDIA_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@format_of_bureau
def json(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    data = {"@context": linked_data.CONTEXT} | linked_data.office(
        bureau, request.build_absolute_uri
    )
    return JsonResponse(
        data, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False}
    )


@format_of_bureau
def qr_code(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    """Draw the permanent address, or with ``?of=phone`` the first number that can be dialled."""
    text = permalink(request, bureau)
    if choice(request.GET, "of", ["link", "phone"]) == "phone":
        text = next((number.uri for number in bureau.phones if number.uri), "")
    if not text:
        raise Http404
    out = io.BytesIO()
    segno.make_qr(text, error="m").save(out, kind="svg", **LOOK)
    return HttpResponse(out.getvalue(), content_type="image/svg+xml")


@require_safe
@refusing
def vcard_list(request: HttpRequest) -> HttpResponseBase:
    version = choice(request.GET, "version", vcards.VERSIONS)
    bureaus = BureauFilter(request.GET, Bureau.objects.published().with_details()).qs
    return StreamingHttpResponse(
        _cards(request, bureaus.iterator(chunk_size=AT_A_TIME), version),
        content_type=vcards.MEDIA_TYPE,
        headers={"Content-Disposition": 'attachment; filename="bureaus.vcf"'},
    )


def _cards(request: HttpRequest, bureaus: Iterator[Bureau], version: str) -> Iterator[str]:
    lang = translation.get_language()
    for bureau in bureaus:
        with translation.override(lang):  # the request is over when the stream is read
            yield vcards.write_vcard(bureau, permalink(request, bureau), version)


def _gone(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    fate = what_became_of(bureau)
    if fate.original:
        view = request.resolver_match.view_name if request.resolver_match else ""
        return redirect_to_permalink(request, view, fate.original.ref)
    links = [permalink(request, successor) for successor in fate.successors]
    body = {
        "status": bureau.status,
        "closure": bureau.closure,
        "closed_on": bureau.closed_on,
        "successors": links,
    }
    if request.path.endswith(".json"):
        response: HttpResponse = JsonResponse(body, status=410)
    else:
        text = "\n".join([f"{bureau.get_closure_display()}, {bureau.closed_on}", *links, ""])
        response = HttpResponse(text, status=410, content_type=PLAIN)
    if links:
        response.headers["Link"] = ", ".join(f'<{link}>; rel="successor-version"' for link in links)
    return response


def inline(text: str) -> SafeString:
    """Draw a QR code that stands inside a page."""
    return mark_safe(segno.make_qr(text, error="m").svg_inline(**LOOK))  # noqa: S308 - no markup in it
