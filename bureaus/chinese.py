"""Drafts of Chinese text in the other script."""

import csv
import re
from functools import cache, cached_property
from pathlib import Path

from opencc import OpenCC


class Scripts:
    """Convert between simplified and traditional Chinese, place names with care.

    ``exceptions`` is a CSV file with the columns ``name_zh_hans`` and ``name_zh_hant``: names that
    OpenCC gets wrong, which stand as listed wherever they occur in a text.
    """

    def __init__(self, exceptions: Path) -> None:
        with exceptions.open(encoding="utf-8-sig", newline="") as file:
            self.exceptions = {r["name_zh_hans"]: r["name_zh_hant"] for r in csv.DictReader(file)}

    @cached_property
    def _to_traditional(self) -> OpenCC:
        return OpenCC("s2tw")

    @cached_property
    def _exception(self) -> re.Pattern[str]:
        return re.compile(f"({'|'.join(map(re.escape, self.exceptions)) or '(?!)'})")

    def traditional(self, text: str) -> str:
        return "".join(
            self.exceptions.get(part) or self._to_traditional.convert(part)
            for part in self._exception.split(text)
        )

    def both(self, printed: str) -> tuple[str, str]:
        """Give (simplified, traditional) of a text printed in either; what was printed stands."""
        if (converted := simplified(printed)) != printed:
            return converted, printed
        return printed, self.traditional(printed)


def simplified(text: str) -> str:
    """Write the text in simplified characters."""
    return _to_simplified().convert(text)


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")
