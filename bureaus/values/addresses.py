"""Addresses of pages on this site, remembered: making them up takes long, and lists have many."""

from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language


def address(name: str, *args: object) -> str:
    """Give what Django's ``reverse`` gives for the active language."""
    return _address(get_language(), name, args)


@lru_cache(maxsize=8192)
def _address(language: str | None, name: str, args: tuple[object, ...]) -> str:
    return reverse(name, args=args)
