"""The map of China as equal squares, one for each province."""

import csv
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from django.conf import settings

from bureaus.models import Region
from bureaus.search.gazetteer import gazetteer

NONE = "–"


class Square(NamedTuple):
    """Where a province stands, the letters of ISO 3166-2 and the one character for it."""

    column: int
    letters: str
    character: str


class Tile(NamedTuple):
    """A province on the map; ``shade`` is the class of its square, ``text`` stands in it."""

    region: Region
    square: Square
    shade: str
    text: str


@cache
def squares() -> dict[str, Square]:
    """Read the squares by the codes of their provinces, row by row."""
    with (settings.BASE_DIR / "data" / "tile_grid.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Square(int(row["col"]), row["letters"], row["character"])
            for row in csv.DictReader(file)
        }


def tile_map(told: Callable[[Region], tuple[str, str]]) -> list[Tile]:
    """Lay out the provinces; ``told`` gives the shade and the text of one."""
    by_code = {province.code: province for province in gazetteer().provinces}
    found = [(by_code[code], square) for code, square in squares().items() if code in by_code]
    return [Tile(province, square, *told(province)) for province, square in found]


def shade(number: int, *steps: int) -> str:
    """Give the class of a number: l0 below the first step, l1 from it on, and so on."""
    return f"l{sum(number >= step for step in steps)}"
