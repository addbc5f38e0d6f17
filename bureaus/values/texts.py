"""Guards for texts that come in and go out: whole numbers, formulas, what no file can hold."""

import re

LARGEST_KEY = 2**63 - 1
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a text begins that a spreadsheet would run
# Control characters, but for tabs and the ends of lines, and what is no character at all
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def whole_number(text: str, *, least: int = 0, most: int = LARGEST_KEY) -> int | None:
    """Read ASCII digits and nothing else; None for other texts and what is out of these bounds."""
    is_number = text.isascii() and text.isdigit() and len(text) < 20
    return int(text) if is_number and least <= int(text) <= most else None


def printable(text: str) -> str:
    """Leave out what XML, vCards and spreadsheets cannot hold, such as a pasted vertical tab."""
    return UNPRINTABLE.sub("", text)


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet would run it: owasp.org/www-community/attacks/CSV_Injection."""
    return text.startswith(FORMULA)
