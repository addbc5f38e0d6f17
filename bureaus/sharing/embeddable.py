"""What other sites can show in a frame, and which address of ours means which of them.

Each app registers how its own things are found; ``oembed``, the script for partners and their
page know them only through this module.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.translation import get_language_from_path

from bureaus.values import hosts

WIDTH = 480  # pixels; frames may be narrower, down to 240


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


Find = Callable[[str], Embeddable | None]

_found_by: dict[str, Find] = {}
_kind_of_view: dict[str, str] = {}


def embeddable(kind: str, *views: str) -> Callable[[Find], Find]:
    """Register how things of a kind are found by key, and the names of the views that show them."""

    def register(find: Find) -> Find:
        _found_by[kind] = find
        _kind_of_view.update(dict.fromkeys([f"embed-{kind}", *views], kind))
        return find

    return register


def kinds() -> list[str]:
    return list(_found_by)


def named(kind: str, key: str) -> Embeddable | None:
    """Find what may be shown of a kind by its key; None if there is nothing, or only a draft."""
    return _found_by[kind](key)


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
        kind = _kind_of_view.get(match.view_name)
        keys = match.kwargs
        key = keys.get("ref") or keys.get("slug") or keys.get("value")
        found = named(kind, key) if kind and key else None
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
