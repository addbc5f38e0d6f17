"""The states in which a page is asked for."""

from collections.abc import Callable
from typing import NamedTuple

from django.core.cache import cache


class State(NamedTuple):
    """``before`` brings it about; ``is_conditional`` asks with the ETag got before."""

    name: str
    before: Callable[[], None]
    is_conditional: bool = False


def forget_everything() -> None:
    cache.clear()


def forget_pages() -> None:
    """Drop the rendered pages but keep what they are made from, such as counts.

    The cache in the process keeps its entries in a plain dict, under ":version:key".
    """
    for key in [key for key in cache._cache if ":answer:" in key]:
        del cache._cache[key], cache._expire_info[key]


def nothing() -> None:
    """Leave everything as the last request left it."""


COLD = State("cold", forget_everything)
COMPUTED = State("computed", forget_pages)
CACHED = State("cached", nothing)
NOT_MODIFIED = State("304", nothing, is_conditional=True)
STATES = (COLD, COMPUTED, CACHED, NOT_MODIFIED)
