"""Dates known to the day, the month or the year: ISO 8601 with reduced precision.

A source often says no more than "2023" or "July 2017". The text ``2024-01-24``, ``2017-07`` or
``2021`` is kept as it is; an empty text means undated. Such texts sort as dates do.
"""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.dateformat import format as format_date
from django.utils.formats import get_format
from django.utils.translation import gettext as _

FORMAT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def validate(text: str) -> None:
    """Raise ValidationError unless ``text`` is a date, a month or a year."""
    if _first_day(text) is None:
        raise ValidationError(
            _("Write a date such as 2024-01-24, or only 2024-01 or 2024: “%(text)s” is none."),
            code="partial_date",
            params={"text": text},
        )


def describe_date(text: str) -> str:
    """Write the date in the active language: "24 January 2024", "July 2017", "2021"."""
    first_day = _first_day(text)
    if first_day is None:
        return text
    formats = {10: get_format("DATE_FORMAT"), 7: get_format("YEAR_MONTH_FORMAT")}
    return format_date(first_day, formats[len(text)]) if len(text) in formats else text


def _first_day(text: str) -> date | None:
    match = FORMAT.fullmatch(text)
    if not match:
        return None
    try:
        return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None
