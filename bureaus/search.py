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
    words = split(text)
    condition = Q() if words else Q(pk__in=[])
    for word in words:
        condition &= _matching_word(word)
    return condition


def split(text: str) -> list[str]:
    """Normalise a query and split it at blanks; the groups of a phone number stay together."""
    text = unicodedata.normalize("NFKC", text[:MAX_LENGTH])
    is_number = not any(character.isalpha() for character in text)
    return [text] if is_number and len(only_digits(text)) >= 3 else text.split()[:MAX_WORDS]


def _matching_word(word: str) -> Q:
    aliases = BureauAlias.objects.filter(bureau=OuterRef("pk"), value__icontains=word)
    found = contained(word, (*NAMES, *ADDRESSES)) | Q(Exists(aliases)) | Q(Exists(_places(word)))
    number = only_digits(word)
    if len(number) >= 3 and not any(character.isalpha() for character in word):
        desks = ContactPoint.objects.filter(bureau=OuterRef("pk"), phone_digits__contains=number)
        found |= Q(phone_digits__contains=number) | Q(postal_code=number) | Q(Exists(desks))
    return found


def _places(word: str) -> QuerySet[Region]:
    """Find regions of that name that are, or contain, the bureau's region."""
    named = (
        contained(word, (*NAMES, *FULL_NAMES, "aliases__value")) | Q(code=word) | Q(dial_code=word)
    )
    return Region.objects.filter(named).filter(
        path=Substr(OuterRef("region__path"), 1, Length("path"))
    )


def contained(word: str, fields: tuple[str, ...]) -> Q:
    """Match rows that hold the word in at least one of the fields."""
    condition = Q()
    for name in fields:
        condition |= Q(**{f"{name}__icontains": word})
    return condition
