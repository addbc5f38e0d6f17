"""Pieces of pages, kept in this process by what they are made of.

Most of a page has been shown before: on another page, or on the same one before an edit that had
nothing to do with it. A piece is known by all that it shows, so it can never be stale, and after
an edit only the pieces that it changed are rendered again.
"""

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from django.db.models import Model
from django.utils.translation import get_language

from bureaus.edition import edition

MOST_CHARACTERS = 10_000_000  # of all pieces together; an entry of a list has about 1,000


class Shelf(dict[tuple[str, str], str]):
    """Pieces by name and digest; when there is no room for more, the oldest quarter goes."""

    size = 0

    def keep(self, key: tuple[str, str], text: str) -> str:
        if self.size + len(text) > MOST_CHARACTERS:
            for oldest in list(self)[: len(self) // 4 + 1]:
                self.pop(oldest, None)
            self.size = sum(map(len, list(self.values())))
        self[key] = text
        self.size += len(text)
        return text

    def clear(self) -> None:
        super().clear()
        self.size = 0


_shelf = Shelf()


def pieces(name: str, contents: Sequence[object], render: Callable[[int], str]) -> list[str]:
    """Give the pieces of a page, rendering those that are new.

    ``contents`` say, by their ``repr``, what each piece is made of beside the language and the
    day, completely; ``render`` makes the one at an index.
    """
    if not edition.is_keeping():
        return [render(number) for number in range(len(contents))]
    given = f"{get_language()} {edition.today()}"
    keys = [(name, content_digest((given, content))) for content in contents]
    found = [_shelf.get(key) for key in keys]
    for number, text in enumerate(found):
        if text is None:
            found[number] = _shelf.keep(keys[number], render(number))
    return [text for text in found if text is not None]


def piece(name: str, content: object, render: Callable[[], str]) -> str:
    return pieces(name, [content], lambda _number: render())[0]


def shown(instance: Any) -> Any:
    """Give what a piece may show of an instance: all its columns but the private ones."""
    return _shown_columns(instance.__class__)(instance)


@cache
def _shown_columns(model: type[Model]) -> Callable[[Model], Any]:
    hidden: frozenset[str] = getattr(model, "private_fields", frozenset())
    columns = [field.attname for field in model._meta.concrete_fields if field.name not in hidden]
    return attrgetter(*columns)


def content_digest(content: object) -> str:
    return hashlib.blake2b(repr(content).encode(), digest_size=16).hexdigest()
