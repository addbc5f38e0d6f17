"""Drafts of Chinese text in the other script."""

import re
from functools import cache, cached_property

from opencc import OpenCC

IDEOGRAPHS = (range(0x3400, 0xA000), range(0x20000, 0x31350))  # that Unicode has, CJK A to G


class Scripts:
    """Convert between simplified and traditional Chinese, place names with care.

    ``exceptions`` maps simplified names that OpenCC gets wrong to their traditional form, which
    stands wherever the name occurs in a text.
    """

    def __init__(self, exceptions: dict[str, str]) -> None:
        self.exceptions = {name: name for name in exceptions.values()} | exceptions

    @cached_property
    def _exception(self) -> re.Pattern[str]:
        return re.compile(f"({'|'.join(map(re.escape, self.exceptions)) or '(?!)'})")

    def traditional(self, text: str) -> str:
        return "".join(
            self.exceptions.get(part) or _converter("s2tw").convert(part)
            for part in self._exception.split(text)
        )


def has_ideographs(text: str) -> bool:
    return any(ord(character) in block for character in text for block in IDEOGRAPHS)


def simplified(text: str) -> str:
    return _converter("t2s").convert(text)


def simplified_characters(text: str) -> str:
    """Write each character by itself in its simplified form.

    Unlike ``simplified`` it never looks at the neighbours, so any part of a text becomes the same
    part of the result: what a search index needs.
    """
    return text.translate(_character_table())


@cache
def _character_table() -> dict[int, str]:
    characters = "".join(chr(code) for block in IDEOGRAPHS for code in block)
    pairs = zip(characters, simplified("\n".join(characters)).split("\n"), strict=True)
    return {ord(printed): plain for printed, plain in pairs if printed != plain}


@cache
def _converter(direction: str) -> OpenCC:
    return OpenCC(direction)  # reads its dictionaries, which takes a while
