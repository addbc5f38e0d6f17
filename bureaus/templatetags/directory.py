"""What the templates need beyond Django's own tags."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import get_language

from bureaus import edition, partial_dates
from bureaus.facets import Facets
from bureaus.filters import PublicFilterSet
from bureaus.localized import BCP47, LocalizedText
from bureaus.models import Bureau

register = template.Library()


class LanguageLink(NamedTuple):
    """The same page in another language."""

    code: str
    tag: str
    label: str
    url: str


@register.filter
def in_lang(text: Any) -> str:
    """Mark a text with its language where that is not the language of the page."""
    if isinstance(text, LocalizedText) and text and text.is_fallback:
        return format_html('<span lang="{}">{}</span>', text.lang, str(text))
    return text


@register.filter
def partial_date(text: str) -> str:
    return partial_dates.describe(text)


@register.filter
def without_scheme(url: str) -> str:
    """Shorten a web address for reading: "com.gd.gov.cn"."""
    return url.partition("://")[2].removesuffix("/") or url


@register.simple_tag
def filter_form(filterset: PublicFilterSet, facets: Facets, chips: list, list_url: str) -> str:
    """Show the form beside a list, which is the same on all its pages."""
    context = {"filter": filterset, "facets": facets, "chips": chips, "list_url": list_url}
    return edition.kept(
        f"form {list_url} {get_language()} ?{filterset.parameters.urlencode()}",
        lambda: render_to_string("_filters.html", context),
    )


@register.inclusion_tag("bureaus/_entries.html")
def bureau_entries(bureaus: Iterable[Bureau]) -> dict[str, list[str]]:
    """Show bureaus as entries of a list; those shown before in the same state are kept."""
    rows = list(bureaus)
    contents = [_content(bureau) for bureau in rows]

    def render(number: int) -> str:
        return render_to_string("bureaus/_entry.html", {"bureau": rows[number]})

    return {"entries": edition.fragments("entry", contents, render)}


def _content(bureau: Bureau) -> str:
    """Tell apart whatever may look different in ``bureaus/_entry.html``."""
    region = bureau.region
    successors = bureau.successors.all() if bureau.is_closed else ()
    shown = (
        get_language(),
        [getattr(bureau, field.attname) for field in bureau._meta.concrete_fields],
        (str(region.place), region.level, region.slug, region.dial_code),
        [(heir.ref, heir.name_en, heir.name_zh_hans, heir.name_zh_hant) for heir in successors],
    )
    return repr(shown)


@register.simple_tag
def slip(simplified: str, traditional: str) -> str:
    """Draw the upright title slip: Chinese on every page, in the characters that the page uses."""
    text = LocalizedText.pick({"zh-hans": simplified, "zh-hant": traditional})
    return format_html('<p class="slip" lang="{}">{}</p>', text.lang, text)


@register.simple_tag
def page_language() -> str:
    """Give the BCP 47 tag of the page."""
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
