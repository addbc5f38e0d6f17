"""What the templates need beyond Jinja2's own functions and filters."""

from collections.abc import Iterable
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_noop
from jinja2 import Environment, pass_environment
from jinja2.filters import make_attrgetter

from bureaus.values.localized import BCP47, LocalizedText

SOURCES = (  # that many entries name, in words of our own
    gettext_noop("Official website (address from public lists of government sites)"),
    gettext_noop("Official website"),
)


class LanguageLink(NamedTuple):
    """A language by its whole name, of which a phone shows the first part."""

    code: str
    tag: str
    first: str
    tail: str
    url: str


def in_lang(text: Any) -> str:
    """Mark a text with its language where that is not the language of the page."""
    if isinstance(text, LocalizedText) and text and text.is_fallback:
        return format_html('<span lang="{}">{}</span>', text.lang, str(text))
    return text


def choice_label(row: Model, field: str) -> Any:
    """Give what ``get_FOO_display`` gives, which makes a table of all choices for each row."""
    value = getattr(row, field)
    return _labels(type(row), field).get(value, value)


@cache
def _labels(model: type[Model], field: str) -> dict[str, Any]:
    return dict(model._meta.get_field(field).flatchoices)  # type: ignore[union-attr]


def without_scheme(url: str) -> str:
    """Shorten a web address for reading: "com.gd.gov.cn"."""
    return url.partition("://")[2].removesuffix("/") or url


def written_in(text: str) -> str:
    """Tell the language of a text that was copied without one, as titles of sources are."""
    return "zh-Hans" if any("\u3400" <= character <= "\u9fff" for character in text) else "en"


def slip(simplified: str, traditional: str) -> SafeString:
    """Draw the upright title slip: Chinese on every page, in the characters that the page uses."""
    text = LocalizedText.pick({"zh-hans": simplified, "zh-hant": traditional})
    return format_html('<p class="slip" lang="{}" aria-hidden="true">{}</p>', text.lang, text)


def page_language() -> str:
    return BCP47.get(get_language() or "en", "en")


def language_links(request: HttpRequest) -> list[LanguageLink]:
    """List this page in every language; outside the language folders, their front pages."""
    path = request.get_full_path()
    first, _slash, rest = path.removeprefix("/").partition("/")
    if first not in BCP47:
        rest = ""
    return [
        LanguageLink(
            code,
            BCP47[code],
            label[: (n := 2 if code == "en" else 1)],
            label[n:],
            f"/{code}/{rest}",
        )
        for code, label in settings.LANGUAGES
    ]


@pass_environment
def regroup(environment: Environment, rows: Iterable[Any], attribute: str) -> list[tuple]:
    """List (value of the attribute, rows that follow each other with it), in the given order."""
    found = groupby(rows, make_attrgetter(environment, attribute))
    return [(value, list(group)) for value, group in found]


def translated_source(text: str) -> str:
    """Write a source that is in words of our own in the active language, any other as it is."""
    return gettext(text) if text in SOURCES else text
