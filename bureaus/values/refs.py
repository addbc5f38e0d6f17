"""What names a bureau in addresses: its reference.

It is five characters that never change and mean nothing.
"""

import secrets

from django.urls import register_converter

ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"  # no vowels, so no words; nothing that looks alike
LENGTH = 5
PATTERN = f"[{ALPHABET}]{{{LENGTH}}}"


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
