"""What the head of a page tells machines: its address, its languages, what it is about."""

import json
from typing import Any

from django.conf import settings
from django.core.paginator import Page
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from jinja2 import pass_context
from jinja2.runtime import Context

from bureaus.lists.filters import PublicFilterSet
from bureaus.models import Bureau, Region
from bureaus.sharing import linked_data, pictures
from bureaus.sharing.linked_data import Data
from bureaus.values.localized import BCP47

LOCALES = {"en": "en_US", "zh-hans": "zh_CN", "zh-hant": "zh_TW"}
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@pass_context
def page_addresses(context: Context, keys: tuple[str, ...] = ()) -> dict[str, Any]:
    """Name the one right address of a page and those of its translations.

    Of the query only what makes another page of it stays: known values of filters, the given
    keys, and the number of a page from 2 on.
    """
    request: HttpRequest = context["request"]
    language, _slash, rest = request.path.removeprefix("/").partition("/")
    query = _query(context, keys)
    base = request.build_absolute_uri("/")
    tail = f"{rest}?{query}" if query else rest
    links = [(BCP47[code], f"{base}{code}/{tail}") for code, _label in settings.LANGUAGES]
    return {
        "canonical": f"{base}{language}/{tail}" if language in BCP47 else "",
        "alternates": [*links, ("x-default", links[0][1])],
    }


def _query(context: Context, keys: tuple[str, ...]) -> str:
    kept = QueryDict(mutable=True)
    if isinstance(filterset := context.get("filter"), PublicFilterSet):
        for name, texts in filterset.parameters.lists():
            known = filterset.picked(name).found if name in filterset.picks else texts
            kept.setlist(name, [text for text in texts if text in known and name != "sort"])
    for key in keys:
        kept.setlist(key, [text for text in context["request"].GET.getlist(key) if text.strip()])
    page = context.get("page_obj") or context.get("page")
    if isinstance(page, Page) and page.number > 1:
        kept["page"] = str(page.number)
    return kept.urlencode()


def bureau_metadata(request: HttpRequest, bureau: Bureau, description: str) -> dict[str, Any]:
    absolute = request.build_absolute_uri
    title = " ".join(filter(None, [bureau.name, bureau.counterpart]))
    way = [*linked_data.way_to(bureau.region.trail), (bureau.name, bureau.get_absolute_url())]
    things = [linked_data.office(bureau, absolute), linked_data.breadcrumbs(way, absolute)]
    picture = reverse("bureau-picture", args=[bureau.ref])
    metadata = _metadata(request, title, description, things, picture)
    query = {"lang": get_language() or "en"}
    metadata["forms"] = [
        ("text/vcard", reverse("bureau-vcard", args=[bureau.ref], query=query)),
        ("application/ld+json", reverse("bureau-json", args=[bureau.ref], query=query)),
        ("application/json", reverse("api-bureau", args=[bureau.ref])),
    ]
    return metadata


def region_metadata(request: HttpRequest, region: Region, description: str) -> dict[str, Any]:
    absolute = request.build_absolute_uri
    way = linked_data.way_to(region.trail)
    things = [linked_data.area(region, absolute), linked_data.breadcrumbs(way, absolute)]
    picture = reverse("region-picture", args=[region.slug])
    return _metadata(request, region.place, description, things, picture)


def page_metadata(request: HttpRequest, title: str, description: str = "") -> dict[str, Any]:
    """Tell machines about a page that has a card but no picture."""
    return _metadata(request, title, description, [], "")


def dataset_metadata(request: HttpRequest) -> SafeString:
    return _json([linked_data.dataset(request.build_absolute_uri)])


def _metadata(
    request: HttpRequest, title: str, description: str, things: list[Data], picture: str
) -> dict[str, Any]:
    language = get_language() or "en"
    page = request.build_absolute_uri(request.path)
    return {
        "title": title,
        "description": description,
        "page": page,
        "oembed": request.build_absolute_uri(reverse("oembed", query={"url": page})),
        "site": _("Bureau Directory"),
        "locale": LOCALES.get(language, "en_US"),
        "picture": f"{request.build_absolute_uri(picture)}?lang={language}" if picture else "",
        "width": pictures.WIDTH,
        "height": pictures.HEIGHT,
        "data": _json(things) if things else "",
        "forms": [],
    }


def _json(things: list[Data]) -> SafeString:
    data = {"@context": linked_data.CONTEXT, "@graph": things}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return SafeString(text.translate(ESCAPES))
