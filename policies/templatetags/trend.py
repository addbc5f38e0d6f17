"""The columns of a small chart of numbers by year, which a page draws as SVG."""

from collections.abc import Mapping
from dataclasses import dataclass

WIDTH, TOP, BOTTOM = 320, 20, 116  # in units of the drawing; the labels stand outside TOP, BOTTOM
WIDEST = 40
MOST_YEARS = 10


@dataclass(frozen=True)
class Column:
    """A year's column: ``middle`` is where it and its labels stand, ``y`` is its upper edge."""

    year: int
    count: int
    middle: int
    x: int
    y: int
    width: int
    height: int


def columns(counts: Mapping[int, int]) -> list[Column]:
    """Lay out the last ``MOST_YEARS`` years up to the newest, those without a number too."""
    if not counts:
        return []
    last = max(counts)
    years = range(max(min(counts), last - MOST_YEARS + 1), last + 1)
    pitch = WIDTH / max(len(years), 4)
    width = min(round(pitch * 0.6), WIDEST)
    most = max(counts.get(year, 0) for year in years) or 1
    found = []
    for place, year in enumerate(years):
        count = counts.get(year, 0)
        middle = round(pitch * (place + 0.5))
        height = round((BOTTOM - TOP) * count / most)
        x = middle - width // 2
        found.append(Column(year, count, middle, x, BOTTOM - height, width, height))
    return found
