"""Cards of bureaus and regions for frames in other sites, and oEmbed, which offers them."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bureaus.lists.nearest import nearest_bureaus
from bureaus.models import Bureau
from bureaus.search.gazetteer import gazetteer
from bureaus.sharing import access, embeddable
from bureaus.sharing.access import PLAIN, ParameterError, choice, language, refusing, size
from bureaus.sharing.embeddable import Embeddable
from bureaus.sharing.permalinks import redirect_to_permalink
from bureaus.upkeep.lifecycle import what_became_of
from bureaus.values.localized import BCP47
from bureaus.values.texts import printable

SHOWN = 10  # rows of a list in a frame
A_DAY = 24 * 3600  # seconds


def embed(view: Callable[..., HttpResponse]) -> access.View:
    """Make a view an embed, in the language of its address.

    What cannot be shown is a small page that may be framed too: 400 for a parameter that means
    nothing, 404 for what does not exist.
    """

    @require_safe
    @wraps(view)
    def wrapped(request: HttpRequest, **keys: Any) -> HttpResponse:
        try:
            lang = language(request.GET)
        except ParameterError as problem:
            return message(request, str(problem), status=400)
        with translation.override(lang):
            try:
                response = view(request, **keys)
            except ParameterError as problem:
                response = message(request, str(problem), status=400)
            except Http404:
                nothing = _("There is nothing to show at this address.")
                response = message(request, nothing, status=404)
        response.headers["Content-Language"] = BCP47[lang]
        return response

    return wrapped


def message(request: HttpRequest, text: str, status: int) -> HttpResponse:
    return render(request, "embeds/message.html", {"message": text}, status=status)


def find_bureau(ref: str) -> Embeddable | None:
    bureau = Bureau.objects.public().select_related("region").filter(ref=ref).first()
    if bureau is None:
        return None
    title = " ".join(filter(None, [bureau.name, bureau.counterpart]))
    return Embeddable("bureau", ref, title, reverse("bureau-permalink", args=[ref]), height=420)


def find_region(value: str) -> Embeddable | None:
    found = gazetteer().called(value)
    if len(found) != 1:
        return None
    page = reverse("region-permalink", args=[found[0].slug])
    return Embeddable("region", found[0].slug, found[0].place, page, height=480)


@embed
def bureau_embed(request: HttpRequest, ref: str) -> HttpResponse:
    options = embeddable.read_options(request.GET, "bureau")
    found = get_object_or_404(Bureau.objects.public().with_details(), ref=ref)
    context = {"bureau": found, "options": options}
    fate = what_became_of(found)
    if fate.is_open:
        return render(request, "embeds/bureau.html", context)
    if fate.original:
        return redirect_to_permalink(request, "embed-bureau", fate.original.ref)
    # 200 with a successor: browsers report any other status of a frame as an error of its page
    context["successors"] = fate.successors
    status = 200 if fate.successors else 410
    return render(request, "embeds/closed.html", context, status=status)


@embed
def region_embed(request: HttpRequest, value: str) -> HttpResponse:
    options = embeddable.read_options(request.GET, "region")
    found = gazetteer().called(value)
    if not found:
        raise Http404
    if len(found) > 1:
        return render(request, "embeds/region_choice.html", {"regions": found}, status=300)
    if value != found[0].slug:
        return redirect_to_permalink(request, "embed-region", found[0].slug)
    inside = Bureau.objects.published().with_region().within(found[0])
    total = inside.count()
    context = {
        "region": found[0],
        "bureaus": inside.by_place()[:SHOWN],
        "total": total,
        "nearest": None if total else nearest_bureaus(found)[found[0].pk],
        "options": options,
    }
    return render(request, "embeds/region.html", context)


@embed
def at_address(request: HttpRequest) -> HttpResponse:
    """Lead from ``?url=``, any page or permanent address of ours, to its embed."""
    url = request.GET.get("url", "").strip()
    if not url:
        raise ParameterError(_("Give the address of a page as “url”."))
    found = embeddable.at(url, request)
    if found is None:
        raise Http404
    thing, lang = found
    asked = {name: request.GET.get(name, "") for name in embeddable.KEYS}
    asked["lang"] = asked["lang"] or lang
    return redirect(thing.frame(**asked))


@require_safe
@refusing
def bureau_badge(request: HttpRequest, ref: str) -> HttpResponse:
    found = get_object_or_404(Bureau.objects.public().select_related("region"), ref=ref)
    lang = language(request.GET)
    with translation.override(lang):
        is_dark = choice(request.GET, "theme", ["light", "dark"]) == "dark"
        text = _("Closed") if found.is_closed else found.written_check_state
        # An estimate in pixels, for letters of 13 pixels: Chinese characters are square
        width = round(sum(13.2 if ord(character) > 0x2E7F else 6.8 for character in text))
        context = {"bureau": found, "text": text, "width": width, "is_dark": is_dark}
        response = render(request, "embeds/badge.svg", context, content_type="image/svg+xml")
    response.headers["Content-Language"] = BCP47[lang]
    return response


@require_safe
def script(request: HttpRequest) -> HttpResponseBase:
    path = finders.find("embed.js")
    if not isinstance(path, str):
        raise Http404
    return HttpResponse(
        Path(path).read_bytes(),
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": f"public, max-age={A_DAY}"},
    )


@require_safe
@refusing
def oembed(request: HttpRequest) -> HttpResponse:
    """Answer for any page or permanent address of a bureau, region or industry.

    400 without an address or with a size that is none, 404 for an address without a card, 501
    for a format that is neither JSON nor XML.
    """
    form = request.GET.get("format") or "json"
    if form not in {"json", "xml"}:
        return HttpResponse("json, xml\n", status=501, content_type="text/plain")
    if not (url := request.GET.get("url", "").strip()):
        raise ParameterError(_("Give the address of a page as “url”."))
    asked = language(request.GET)
    with translation.override(asked):
        found = embeddable.at(url, request)
    if found is None:
        nothing = _("There is nothing to show at this address.")
        return HttpResponse(f"{nothing}\n", status=404, content_type=PLAIN)
    thing, lang = found
    answer = _oembed_answer(request, thing, lang or asked)
    if form == "json":
        return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
    root = ElementTree.Element("oembed")
    for name, value in answer.items():
        ElementTree.SubElement(root, name).text = printable(str(value))
    text = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(text, content_type="text/xml; charset=utf-8")


def _oembed_answer(request: HttpRequest, thing: Embeddable, lang: str) -> dict[str, Any]:
    width = size(request.GET, "maxwidth", embeddable.WIDTH)
    height = size(request.GET, "maxheight", thing.height)
    absolute = request.build_absolute_uri
    with translation.override(lang):
        return {
            "version": "1.0",
            "type": "rich",
            "title": thing.title,
            "provider_name": _("Bureau Directory"),
            "provider_url": absolute(reverse("bureaus:home")),
            "cache_age": A_DAY,
            "html": embeddable.frame_html(thing, absolute, {"lang": lang}, width, height),
            "width": width,
            "height": height,
        }
