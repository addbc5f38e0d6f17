"""What stands in the cells of staff's files: plain text, safe in a spreadsheet, nothing lost.

A spreadsheet runs a cell that begins with = + - @ as a formula, so such a text goes out behind an
apostrophe, which coming in takes away again.
"""

from datetime import date, datetime, time

from django.utils.translation import gettext as _

from bureaus.files.data_files import RefusedError
from bureaus.values.texts import is_formula, printable

CLEAR = "(clear)"  # empties a field; a blank cell changes nothing
LONGEST = 32_767  # characters in a cell of Excel
EXACT_DIGITS = 10**15  # a spreadsheet keeps numbers to 15 digits


def escape(text: str) -> str:
    """Write a text so that no spreadsheet runs it and ``unescape`` gives it back."""
    return f"'{text}" if _is_special(text) or _is_escaped(text) else text


def unescape(text: str) -> str:
    return text[1:] if _is_escaped(text) else text


def is_clear(text: str) -> bool:
    return text.strip().lower() == CLEAR


def as_saved(text: str) -> str:
    """Give a text as forms would save it: no blanks around it, lines ended one way."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def cell_text(value: object) -> str:
    """Write as text what a cell of a workbook holds; numbers and dates as people would type them.

    Raises RefusedError for a number of which the spreadsheet has lost digits.
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _plain_number(value)
    if isinstance(value, datetime):
        is_whole_day = value.time() == time(0)
        return value.date().isoformat() if is_whole_day else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else str(value)


def check_text(text: str) -> None:
    """Raise RefusedError for a text that no field could hold."""
    if len(text) > LONGEST:
        raise RefusedError(_("A cell holds more than %(most)d characters.") % {"most": LONGEST})
    if text != printable(text):
        raise RefusedError(_("A cell holds characters that cannot be shown."))
    if text.startswith("="):
        raise RefusedError(_("A cell begins with =; put an apostrophe before it if it is text."))


def _plain_number(value: float) -> str:
    if abs(value) >= EXACT_DIGITS:
        raise RefusedError(
            _("The spreadsheet has rounded the number %(number)s; format its column as text.")
            % {"number": value}
        )
    return str(int(value)) if value == int(value) else repr(value)


def _is_special(text: str) -> bool:
    return is_formula(text) or is_clear(text)


def _is_escaped(text: str) -> bool:
    rest = text.lstrip("'")
    return rest != text and _is_special(rest)
