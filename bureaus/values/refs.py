"""What names a bureau in addresses: its reference.

It is five characters that never change and mean nothing.
"""

from django.urls import register_converter
from django.urls.converters import StringConverter
from django.utils.crypto import get_random_string

ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"  # no vowels, so no words; nothing that looks alike
LENGTH = 5
PATTERN = f"[{ALPHABET}]{{{LENGTH}}}"


def new() -> str:
    """Draw one of the 17 million references; the caller makes sure that it is free."""
    return get_random_string(LENGTH, ALPHABET)


class RefConverter(StringConverter):
    """Path converter ``<ref:ref>``, which takes a reference in any case."""

    regex = PATTERN.replace(ALPHABET, ALPHABET + ALPHABET[8:].upper())

    def to_python(self, value: str) -> str:
        return value.lower()


register_converter(RefConverter, "ref")
