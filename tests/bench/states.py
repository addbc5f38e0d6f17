"""The states in which a page is asked for."""

from collections.abc import Callable
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import F

from bureaus.models import Edition

KEPT_BY_EDITION = ":kept:"  # part of the keys of what pages are made from, such as counts


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


def forget_pages() -> None:
    """Drop rendered pages and pieces of them, but keep what the edition keeps of the data.

    The cache in the process keeps its entries in a plain dict, under ":version:key".
    """
    for key in [key for key in cache._cache if KEPT_BY_EDITION not in key]:
        del cache._cache[key], cache._expire_info[key]


def nothing() -> None:
    """Leave everything as the last request left it."""


COLD = State("cold", forget_everything)
EDITED = State("edited", raise_edition)
COMPUTED = State("computed", forget_pages)
CACHED = State("cached", nothing)
NOT_MODIFIED = State("304", nothing, is_conditional=True)
STATES = (COLD, EDITED, COMPUTED, CACHED, NOT_MODIFIED)
