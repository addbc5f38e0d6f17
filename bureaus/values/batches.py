"""Going through many rows some at a time, so that no query holds too many values."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

AT_A_TIME = 500

Item = TypeVar("Item")


def in_batches(items: Iterable[Item], size: int = AT_A_TIME) -> Iterator[list[Item]]:
    waiting = iter(items)
    while some := list(islice(waiting, size)):
        yield some
