"""The oEmbed provider, https://oembed.com: a page's address in, the HTML of its card out."""

from typing import Any
from xml.etree import ElementTree

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bureaus.sharing import cross_origin, embeddable, snippets
from bureaus.sharing.parameters import ParameterError, language, refusing, size

FORMATS = ("json", "xml")
KEPT_FOR = 24 * 3600  # seconds, what consumers are told


@require_safe
@cross_origin.readable
@refusing
def provide(request: HttpRequest) -> HttpResponse:
    """Answer for any page or permanent address of a bureau, region or industry.

    400 without an address or with a size that is none, 404 for an address without a card, 501
    for a format that is neither JSON nor XML.
    """
    form = request.GET.get("format") or "json"
    if form not in FORMATS:
        return HttpResponse("json, xml\n", status=501, content_type="text/plain")
    if not (url := request.GET.get("url", "").strip()):
        raise ParameterError(_("Give the address of a page as “url”."))
    asked = language(request.GET)
    with translation.override(asked):
        found = embeddable.at(url, request)
    if found is None:
        nothing = _("There is nothing to show at this address.")
        return HttpResponse(f"{nothing}\n", status=404, content_type="text/plain; charset=utf-8")
    thing, lang = found
    answer = _answer(request, thing, lang or asked)
    if form == "json":
        return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
    return HttpResponse(_xml(answer), content_type="text/xml; charset=utf-8")


def _answer(request: HttpRequest, thing: embeddable.Embeddable, lang: str) -> dict[str, Any]:
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
            "cache_age": KEPT_FOR,
            "html": snippets.frame(thing, absolute, {"lang": lang}, width, height),
            "width": width,
            "height": height,
        }


def _xml(answer: dict[str, Any]) -> bytes:
    root = ElementTree.Element("oembed")
    for name, value in answer.items():
        text = "".join(character for character in str(value) if character.isprintable())
        ElementTree.SubElement(root, name).text = text
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
