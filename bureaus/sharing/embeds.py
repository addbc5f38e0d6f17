"""Cards of bureaus and regions for frames in other sites, and what puts them there."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bureaus.models import Bureau, Region
from bureaus.sharing import cross_origin, embed_options, embeddable
from bureaus.sharing.embeddable import Embeddable
from bureaus.sharing.parameters import ParameterError, choice, language, refusing
from bureaus.sharing.permalinks import moved
from bureaus.upkeep.lifecycle import standing_successors, standing_twin
from bureaus.values.localized import BCP47

SHOWN = 10  # rows of a list in a frame
A_DAY = "public, max-age=86400"


def embed(view: Callable[..., HttpResponse]) -> cross_origin.View:
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
            response = _answered(view, request, keys)
        response.headers["Content-Language"] = BCP47[lang]
        return response

    return wrapped


def _answered(view: Callable[..., HttpResponse], request: HttpRequest, keys: Any) -> HttpResponse:
    try:
        return view(request, **keys)
    except ParameterError as problem:
        return message(request, str(problem), status=400)
    except Http404:
        return message(request, _("There is nothing to show at this address."), status=404)


def message(request: HttpRequest, text: str, status: int) -> HttpResponse:
    return render(request, "embeds/message.html", {"message": text}, status=status)


@embeddable.embeddable("bureau", "bureau-permalink", "bureaus:detail", "bureaus:card")
def find_bureau(ref: str) -> Embeddable | None:
    bureau = Bureau.objects.public().select_related("region").filter(ref=ref).first()
    if bureau is None:
        return None
    title = " ".join(filter(None, [bureau.name, bureau.counterpart]))
    return Embeddable("bureau", ref, title, reverse("bureau-permalink", args=[ref]), height=420)


@embeddable.embeddable("region", "region-permalink", "bureaus:region")
def find_region(value: str) -> Embeddable | None:
    found = Region.objects.called(value)
    if len(found) != 1:
        return None
    page = reverse("region-permalink", args=[found[0].slug])
    return Embeddable("region", found[0].slug, found[0].place, page, height=480)


@embed
def bureau(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a bureau; in place of a closed one, those that do its work today."""
    options = embed_options.read(request.GET, "bureau")
    found = get_object_or_404(Bureau.objects.public().with_details(), ref=ref)
    context = {"bureau": found, "options": options}
    if not found.is_closed:
        return render(request, "embeds/bureau.html", context)
    successors = standing_successors(found)
    if twin := standing_twin(found, successors):
        return moved(request, "embed-bureau", twin.ref)
    # 200 with a successor: browsers report any other status of a frame as an error of its page
    context["successors"] = successors
    return render(request, "embeds/closed.html", context, status=200 if successors else 410)


@embed
def region(request: HttpRequest, value: str) -> HttpResponse:
    """Show a region's bureaus and priorities; former names, codes and slugs lead to it."""
    options = embed_options.read(request.GET, "region")
    found = Region.objects.called(value)
    if not found:
        raise Http404
    if len(found) > 1:
        return render(request, "embeds/region_choice.html", {"regions": found}, status=300)
    if value != found[0].slug:
        return moved(request, "embed-region", found[0].slug)
    inside = Bureau.objects.published().with_region().within(found[0])
    context = {
        "region": found[0],
        "bureaus": inside.by_place()[:SHOWN],
        "total": inside.count(),
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
    asked = {name: request.GET.get(name, "") for name in embed_options.KEYS}
    asked["lang"] = asked["lang"] or lang
    return redirect(thing.frame + embed_options.query(**asked))


@require_safe
@refusing
def badge(request: HttpRequest, ref: str) -> HttpResponse:
    """Draw whether a bureau's contacts are checked, as a small SVG."""
    found = get_object_or_404(Bureau.objects.public().select_related("region"), ref=ref)
    lang = language(request.GET)
    with translation.override(lang):
        is_dark = choice(request.GET, "theme", ["light", "dark"]) == "dark"
        text = _("Closed") if found.is_closed else found.written_check_state
        context = {"bureau": found, "text": text, "width": _width(text), "is_dark": is_dark}
        response = render(request, "embeds/badge.svg", context, content_type="image/svg+xml")
    response.headers["Content-Language"] = BCP47[lang]
    return response


def _width(text: str) -> int:
    """Estimate how wide a text is in pixels at 13 pixels: Chinese characters are square."""
    return round(sum(13.2 if ord(character) > 0x2E7F else 6.8 for character in text))


@require_safe
@cross_origin.readable
def script(request: HttpRequest) -> HttpResponseBase:
    """Serve the script for partners at an address that never changes."""
    path = finders.find("embed.js")
    if not isinstance(path, str):
        raise Http404
    return HttpResponse(
        Path(path).read_bytes(),
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": A_DAY},
    )
