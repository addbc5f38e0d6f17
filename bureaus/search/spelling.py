"""Places whose names come nearest to a word that nothing matches."""

import difflib
from collections.abc import Iterable

from bureaus.models import Region
from bureaus.search import tokens
from bureaus.search.gazetteer import gazetteer
from bureaus.search.names import key_of

MOST = 5
MOST_WORDS = 3
LONGEST = 40
FEWEST_LETTERS = 4  # of a Latin name; shorter ones are near to anything


def similar_regions(text: str) -> list[Region]:
    """Find up to five places that a misspelt text may mean, the nearest first.

    All their names are compared, and the sound of Chinese characters: 肇青 is spoken like 肇庆.
    """
    places = gazetteer()
    names = places.names.bearers
    words = [key_of(word)[:LONGEST] for word in (text, *text.split()[:MOST_WORDS])]
    spoken = [tokens.pinyin(word) for word in words]
    found: dict[int, float] = {}
    for word in dict.fromkeys(filter(None, [*words, *spoken])):
        for name in _nearest(word, names):
            likeness = difflib.SequenceMatcher(None, name, word).ratio()
            for pk in names[name]:
                found[pk] = max(likeness, found.get(pk, 0))
    best = [places.regions[pk] for pk in found]
    best.sort(key=lambda region: (-found[region.pk], region.rank, region.slug))
    return best[:MOST]


def _nearest(word: str, names: Iterable[str]) -> list[str]:
    """Compare with names that begin alike, and with all others only if none of those is near."""
    fewest, cutoff = (FEWEST_LETTERS, 0.7) if word.isascii() else (2, 0.5)
    alike = [name for name in names if name[:1] == word[:1] and len(name) >= fewest]
    near = difflib.get_close_matches(word, alike, MOST, cutoff)
    if near or not word.isascii():
        return near
    rest = (name for name in names if len(name) >= fewest and name.isascii())
    return difflib.get_close_matches(word, rest, MOST, cutoff)
