"""The states in which a page is asked for."""

from collections.abc import Callable
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import F

from bureaus.edition import edition, pieces
from bureaus.models import Edition

ANSWER = ":answer:"  # part of the keys of whole pages


class State(NamedTuple):
    """``before`` brings it about; ``is_conditional`` asks with the ETag got before."""

    name: str
    before: Callable[[], object]
    is_conditional: bool = False


def raise_edition() -> None:
    """Do what an edit somewhere else does to a page."""
    Edition.objects.update(number=F("number") + 1)


def forget_everything() -> None:
    raise_edition()
    cache.clear()
    edition._in_process.clear()
    pieces._shelf.clear()


def forget_what_is_kept() -> None:
    """Ask for what nobody asked for since the last edit; what pages share is there."""
    cache.clear()


def forget_pages() -> None:
    """Drop whole pages, but keep pieces of them and what the edition keeps of the data.

    The cache in the process keeps its entries in a plain dict, under ":version:key".
    """
    for key in [key for key in cache._cache if ANSWER in key]:
        del cache._cache[key], cache._expire_info[key]


def forget_what_is_rendered() -> None:
    """Drop pages and every piece of them, but keep what the edition keeps of the data."""
    forget_pages()
    pieces._shelf.clear()


def nothing() -> None:
    """Leave everything as the last request left it."""


COLD = State("cold", forget_everything)
EDITED = State("edited", raise_edition)
NEW = State("new", forget_what_is_kept)
RENDERED = State("rendered", forget_what_is_rendered)
COMPUTED = State("computed", forget_pages)
CACHED = State("cached", nothing)
NOT_MODIFIED = State("304", nothing, is_conditional=True)
STATES = (COLD, EDITED, NEW, RENDERED, COMPUTED, CACHED, NOT_MODIFIED)
