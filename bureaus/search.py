"""Plain search over bureaus: every word must be found somewhere in the entry or its places."""

import unicodedata

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length, Substr

from bureaus.models import BureauAlias, ContactPoint, Region
from bureaus.phones import only_digits

MAX_LENGTH = 200
MAX_WORDS = 8
NAMES = ("name_en", "name_zh_hans", "name_zh_hant")
FULL_NAMES = tuple(f"full_{name}" for name in NAMES)
ADDRESSES = ("address_en", "address_zh_hans", "address_zh_hant")


def matching(text: str) -> Q:
    """Build the condition for a query of at most ``MAX_WORDS`` words; no word matches nothing."""
    words = _words(unicodedata.normalize("NFKC", text[:MAX_LENGTH]))
    condition = Q() if words else Q(pk__in=[])
    for word in words:
        condition &= _matching_word(word)
    return condition


def _words(text: str) -> list[str]:
    """Split at blanks, but keep the groups of a phone number together."""
    is_number = not any(character.isalpha() for character in text)
    return [text] if is_number and len(only_digits(text)) >= 3 else text.split()[:MAX_WORDS]


def _matching_word(word: str) -> Q:
    aliases = BureauAlias.objects.filter(bureau=OuterRef("pk"), value__icontains=word)
    found = _any((*NAMES, *ADDRESSES), word) | Q(Exists(aliases)) | Q(Exists(_places(word)))
    number = only_digits(word)
    if len(number) >= 3 and not any(character.isalpha() for character in word):
        desks = ContactPoint.objects.filter(bureau=OuterRef("pk"), phone_digits__contains=number)
        found |= Q(phone_digits__contains=number) | Q(postal_code=number) | Q(Exists(desks))
    return found


def _places(word: str) -> QuerySet[Region]:
    """Find regions of that name that are, or contain, the bureau's region."""
    named = _any((*NAMES, *FULL_NAMES, "aliases__value"), word) | Q(code=word) | Q(dial_code=word)
    return Region.objects.filter(named).filter(
        path=Substr(OuterRef("region__path"), 1, Length("path"))
    )


def _any(fields: tuple[str, ...], word: str) -> Q:
    condition = Q()
    for name in fields:
        condition |= Q(**{f"{name}__icontains": word})
    return condition
