"""What names a row in addresses and forms: the reference of a bureau, and numbers of rows.

A reference is five characters that never change and mean nothing.
"""

import secrets

from django.urls import register_converter

ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"  # no vowels, so no words; nothing that looks alike
LENGTH = 5
PATTERN = f"[{ALPHABET}]{{{LENGTH}}}"
LARGEST_KEY = 2**63 - 1


def new() -> str:
    """Draw one of the 17 million references; the caller makes sure that it is free."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class RefConverter:
    """Path converter ``<ref:ref>``."""

    regex = PATTERN

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(RefConverter, "ref")


def as_id(text: str) -> int | None:
    """Read the number of a row, if a text can be one."""
    is_number = text.isascii() and text.isdigit() and len(text) < 20
    return int(text) if is_number and int(text) <= LARGEST_KEY else None
