"""What other sites can show in a frame: how it is asked for, and the HTML that puts it there.

How they are found and what parts they have stands in the declarations of their nouns; ``embeds``,
the script for partners and their page know them only through this module.
"""

from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_from_path

from bureaus.changes.nouns import Noun, nouns, row_at
from bureaus.sharing.access import choice, choices
from bureaus.sharing.linked_data import Absolute
from bureaus.values import addresses
from bureaus.values.localized import site_language

WIDTH = 480  # pixels; frames may be narrower, down to 240
KEYS = ["lang", "theme", "parts"]
THEMES = ["auto", "light", "dark"]


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

    def frame(self, **options: str) -> str:
        given = {name: value for name, value in options.items() if value}
        return reverse(f"embed-{self.kind}", args=[self.key], query=given)


def with_card() -> dict[str, Noun]:
    """Give the nouns that have a card, by the word for them in addresses."""
    return {noun.name: noun for noun in nouns() if noun.card}


def find_embeddable(kind: str, key: str) -> Embeddable | None:
    """Find what may be shown of a kind by its key; None if there is nothing, or only a draft."""
    find = with_card()[kind].card
    return find(key) if find else None


def at(url: str, request: HttpRequest) -> tuple[Embeddable, str] | None:
    """Find what a web address of this site shows, with the language that the address names.

    It is "" for permanent addresses without ``?lang=``, whose titles come in the active one. None
    for addresses of other sites, for pages without a frame, and for what is not public.
    """
    path, query = _path_and_query(url, request)
    asked = site_language(dict(parse_qsl(query)).get("lang", ""))
    language = get_language_from_path(path) or asked
    with translation.override(language or translation.get_language()):
        try:
            match = resolve(path)
        except Resolver404:
            return None
        noun, key, _right = row_at(match) or (None, "", ())
        found = noun.card(key) if noun and noun.card else None
    return (found, language) if found else None


def _path_and_query(url: str, request: HttpRequest) -> tuple[str, str]:
    """Take an address on one of our hosts apart; any other text has neither."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    path = addresses.with_site_language(unquote(parts.path))
    is_web = parts.scheme in {"http", "https"} and "\0" not in path
    is_ours = is_web and addresses.is_ours(parts.netloc, request.get_host())
    return (path, parts.query) if is_ours else ("", "")


def read_options(data: QueryDict, kind: str) -> dict[str, str | list[str]]:
    """Read how to show a card: its ``theme``, and its ``parts`` in the order of its noun.

    Raises ParameterError for what means nothing.
    """
    parts = choices(data, "parts", with_card()[kind].parts)
    return {"theme": choice(data, "theme", THEMES), "parts": parts}


def frame_html(
    thing: Embeddable, absolute: Absolute, options: dict[str, str], width: int | str, height: int
) -> SafeString:
    """Write a frame that needs no script; ``width`` is in pixels or "100%", ``height`` in pixels.

    It has no style attribute, which the policies of careful sites refuse.
    """
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" frameborder="0"></iframe>',
        absolute(thing.frame(**options)),
        thing.title,
        width,
        height,
    )
