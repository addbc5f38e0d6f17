"""Opening hours as schema.org writes them: ``Mo-Fr 09:00-12:00,13:30-17:00; Sa 09:00-12:00``.

https://schema.org/openingHours. Times are China time; days are the two-letter English names.
"""

import re
from typing import NamedTuple

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
DAY_SPAN = re.compile(rf"({'|'.join(DAYS)})(?:-({'|'.join(DAYS)}))?")
TIME_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d|24:00)", re.ASCII)


class Period(NamedTuple):
    """Days and the times they are open.

    ``days`` holds (first, last) pairs of weekday numbers, Monday 0; ``times`` holds
    ("09:00", "12:00") pairs.
    """

    days: tuple[tuple[int, int], ...]
    times: tuple[tuple[str, str], ...]


def parse_hours(text: str) -> list[Period] | None:
    """Read schema.org opening hours; None when the text is anything else."""
    periods = [_period(part) for part in text.split(";") if part.strip()]
    if not periods or None in periods:
        return None
    return [period for period in periods if period is not None]


def describe_hours(text: str) -> str:
    """Write the hours in the active language; a text that cannot be read is returned as it is."""
    periods = parse_hours(text)
    if periods is None:
        return text
    return _("; ").join(
        _("%(days)s %(times)s")
        % {
            "days": _(", ").join(_days(*span) for span in period.days),
            "times": _(", ").join(f"{start}–{end}" for start, end in period.times),
        }
        for period in periods
    )


def _period(text: str) -> Period | None:
    days_text, _space, times_text = text.strip().partition(" ")
    days = [DAY_SPAN.fullmatch(part) for part in days_text.split(",")]
    times = [TIME_SPAN.fullmatch(part.strip()) for part in times_text.split(",")]
    if not all(days) or not all(times):
        return None
    return Period(
        tuple((DAYS.index(m[1]), DAYS.index(m[2] or m[1])) for m in days if m),
        tuple((f"{m[1]}:{m[2]}", m[3]) for m in times if m),
    )


def _days(first: int, last: int) -> str:
    if first == last:
        return str(WEEKDAYS[first])
    return _("%(first)s to %(last)s") % {"first": WEEKDAYS[first], "last": WEEKDAYS[last]}
