"""What other sites can show in a frame: how it is asked for, and the HTML that puts it there.

How they are found and what parts they have stands in the declarations of their nouns; ``embeds``,
the script for partners and their page know them only through this module.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language_from_path

from bureaus.changes.nouns import Noun, nouns, row_at
from bureaus.sharing.access import choice, choices
from bureaus.values import hosts

WIDTH = 480  # pixels; frames may be narrower, down to 240
KEYS = ["lang", "theme", "parts"]
THEMES = ["auto", "light", "dark"]
Absolute = Callable[[str], str]  # makes a whole web address of a path


@dataclass(frozen=True)
class Embeddable:
    """A thing with a frame: ``kind`` and ``key`` name it, as in "region", "sihui".

    ``page`` is the path of its permanent address; ``height`` is that of the usual frame.
    """

    kind: str
    key: str
    title: str
    page: str
    height: int

    @property
    def frame(self) -> str:
        return reverse(f"embed-{self.kind}", args=[self.key])


def with_card() -> dict[str, Noun]:
    """Give the nouns that have a card, by the word for them in addresses."""
    return {noun.name: noun for noun in nouns() if noun.card}


def find_embeddable(kind: str, key: str) -> Embeddable | None:
    """Find what may be shown of a kind by its key; None if there is nothing, or only a draft."""
    find = with_card()[kind].card
    return find(key) if find else None


def at(url: str, request: HttpRequest) -> tuple[Embeddable, str] | None:
    """Find what a web address of this site shows, with the language that the address names.

    The language is "" for permanent addresses, whose titles come in the active one. None for
    addresses of other sites, for pages without a frame, and for what is not public.
    """
    path = _path(url, request)
    language = get_language_from_path(path) or ""
    with translation.override(language or translation.get_language()):
        try:
            match = resolve(path)
        except Resolver404:
            return None
        noun, key, _right = row_at(match) or (None, "", ())
        found = noun.card(key) if noun and noun.card else None
    return (found, language) if found else None


def _path(url: str, request: HttpRequest) -> str:
    """Give the path of an address on one of our hosts; "" of any other text."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    path = unquote(parts.path)
    if parts.scheme not in {"http", "https"} or "\0" in path:
        return ""
    return path if hosts.is_ours(parts.netloc, request.get_host()) else ""


@dataclass(frozen=True)
class EmbedOptions:
    """How an embed is shown; ``parts`` are those to show, in the order of its noun."""

    theme: str
    parts: list[str]


def read_options(data: QueryDict, kind: str) -> EmbedOptions:
    """Read the options for an embed of a kind; raise ParameterError for what means nothing."""
    parts = choices(data, "parts", with_card()[kind].parts)
    return EmbedOptions(choice(data, "theme", THEMES), parts)


def query(**options: str) -> str:
    """Write options as a query string, without those that are not set."""
    given = {name: value for name, value in options.items() if value}
    return f"?{urlencode(given)}" if given else ""


def link_html(thing: Embeddable, absolute: Absolute) -> SafeString:
    return format_html('<a href="{}">{}</a>', absolute(thing.page), thing.title)


def frame_html(
    thing: Embeddable, absolute: Absolute, options: dict[str, str], width: int | str, height: int
) -> SafeString:
    """Write a frame that needs no script; ``width`` is in pixels or "100%", ``height`` in pixels.

    It has no style attribute, which the policies of careful sites refuse.
    """
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" frameborder="0"></iframe>',
        absolute(thing.frame) + query(**options),
        thing.title,
        width,
        height,
    )


def upgraded_link_html(
    thing: Embeddable, absolute: Absolute, options: dict[str, str]
) -> SafeString:
    """Write a link that the script turns into a frame of the right height."""
    given = [(name, value) for name, value in options.items() if value]
    data = format_html_join("", ' data-{}="{}"', given)
    return format_html(
        '<a class="bureau-directory" href="{}"{}>{}</a>\n<script src="{}" async></script>',
        absolute(thing.page),
        data,
        thing.title,
        absolute(reverse("embed-script")),
    )


def badge_html(thing: Embeddable, absolute: Absolute, options: dict[str, str]) -> SafeString:
    """Write the badge of a bureau, linked to its page."""
    given = {name: value for name, value in options.items() if name in {"lang", "theme"}}
    if given.get("theme") == "auto":
        del given["theme"]
    return format_html(
        '<a href="{}"><img src="{}" alt="{}" height="28"></a>',
        absolute(thing.page),
        absolute(reverse("embed-badge", args=[thing.key])) + query(**given),
        thing.title,
    )
