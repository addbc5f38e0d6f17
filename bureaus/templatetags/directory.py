"""What the templates need beyond Django's own tags."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from bureaus.edition import edition
from bureaus.edition.pieces import piece, pieces, shown
from bureaus.lists.facets import Facets
from bureaus.lists.filters import PublicFilterSet
from bureaus.models import Bureau, Region
from bureaus.search.gazetteer import Gazetteer, gazetteer
from bureaus.values import partial_dates
from bureaus.values.localized import BCP47, LocalizedText

register = template.Library()
register.filter("partial_date", partial_dates.describe_date)


class LanguageLink(NamedTuple):
    code: str
    tag: str
    label: str
    url: str


class KeepNode(template.Node):
    """A part of a template that is rendered once for each language, day and set of arguments."""

    def __init__(self, name: str, arguments: list[FilterExpression], nodelist: NodeList) -> None:
        self.name, self.arguments, self.nodelist = name, arguments, nodelist

    def render(self, context: Context) -> str:
        return piece(self.name, self.content(context), lambda: self.nodelist.render(context))

    def content(self, context: Context) -> list:
        return [argument.resolve(context) for argument in self.arguments]


class KeepForEditionNode(KeepNode):
    def content(self, context: Context) -> list:
        return [edition.number(), *super().content(context)]


@register.tag
def keep(parser: Parser, token: Token) -> KeepNode:
    """Keep what stands up to ``endkeep``: ``{% keep menu current %}``.

    The name comes first, then everything that the part reads from the context.
    """
    return _parsed(KeepNode, parser, token)


@register.tag
def keep_for_edition(parser: Parser, token: Token) -> KeepNode:
    """Keep what stands up to ``endkeep`` until anything public changes.

    Such a part may read from the database. What it shows best is made of parts that are kept
    by content, so that it is put together quickly again after an edit.
    """
    return _parsed(KeepForEditionNode, parser, token)


def _parsed(node: type[KeepNode], parser: Parser, token: Token) -> KeepNode:
    name, *arguments = token.split_contents()[1:]
    nodelist = parser.parse(["endkeep"])
    parser.delete_first_token()
    return node(name, [parser.compile_filter(text) for text in arguments], nodelist)


@register.filter
def in_lang(text: Any) -> str:
    """Mark a text with its language where that is not the language of the page."""
    if isinstance(text, LocalizedText) and text and text.is_fallback:
        return format_html('<span lang="{}">{}</span>', text.lang, str(text))
    return text


@register.filter
def without_scheme(url: str) -> str:
    """Shorten a web address for reading: "com.gd.gov.cn"."""
    return url.partition("://")[2].removesuffix("/") or url


@register.simple_tag
def filter_form(filterset: PublicFilterSet, facets: Facets, chips: list, list_url: str) -> str:
    context = {"filter": filterset, "facets": facets, "chips": chips, "list_url": list_url}
    content = (edition.number(), list_url, filterset.parameters.urlencode())
    return piece("form", content, lambda: render_to_string("_filters.html", context))


@register.inclusion_tag("bureaus/_entries.html")
def bureau_entries(bureaus: Iterable[Bureau]) -> dict[str, list[str]]:
    rows, places = list(bureaus), gazetteer()

    def render(number: int) -> str:
        return render_to_string("bureaus/_entry.html", {"bureau": rows[number]})

    return {"entries": pieces("entry", [bureau_content(row, places) for row in rows], render)}


def bureau_content(bureau: Bureau, places: Gazetteer) -> tuple:
    """Tell apart whatever may look different in ``bureaus/_entry.html``."""
    successors = bureau.successors.all() if bureau.is_closed else ()
    names = [(one.ref, one.name_en, one.name_zh_hans, one.name_zh_hant) for one in successors]
    return shown(bureau), places.content(bureau.region), names


@register.simple_tag
def bureau_groups(bureaus: list[Bureau], page: Region) -> str:
    """Show bureaus on the page of a region under the names of their own regions."""
    places = gazetteer()
    found = [list(group) for _pk, group in groupby(bureaus, lambda bureau: bureau.region_id)]
    contents = [
        (group[0].region_id == page.pk, [bureau_content(bureau, places) for bureau in group])
        for group in found
    ]

    def render(number: int) -> str:
        group = found[number]
        context = {"region": group[0].region, "bureaus": group, "page": page}
        return render_to_string("bureaus/_region_group.html", context)

    return SafeString("".join(pieces("group", contents, render)))


@register.simple_tag
def place_list(places: list[tuple[Region, int]]) -> str:
    known = gazetteer()
    content = [(known.content(place), count) for place, count in places]
    context = {"places": places}
    return piece("places", content, lambda: render_to_string("bureaus/_places.html", context))


@register.simple_tag
def slip(simplified: str, traditional: str) -> str:
    """Draw the upright title slip: Chinese on every page, in the characters that the page uses."""
    text = LocalizedText.pick({"zh-hans": simplified, "zh-hant": traditional})
    return format_html('<p class="slip" lang="{}">{}</p>', text.lang, text)


@register.simple_tag
def page_language() -> str:
    return BCP47.get(get_language() or "en", "en")


@register.simple_tag
def language_links(request: HttpRequest) -> list[LanguageLink]:
    """List this page in every language; outside the language folders, their front pages."""
    path = request.get_full_path()
    first, _slash, rest = path.removeprefix("/").partition("/")
    if first not in BCP47:
        rest = ""
    return [
        LanguageLink(code, BCP47[code], label, f"/{code}/{rest}")
        for code, label in settings.LANGUAGES
    ]
