"""Places whose names come nearest to a word that nothing matches."""

import difflib
from itertools import chain

from bureaus.edition import edition
from bureaus.models import Region, RegionTokens
from bureaus.search import tokens
from bureaus.search.query import called_exactly

MOST = 5
LONGEST = 40


def similar_regions(text: str) -> list[Region]:
    """Find up to five listed places that a misspelt text may mean, the nearest first.

    The name of a region that has ended means those that took it over.
    English names, slugs and Chinese characters are compared, and the sound of the characters:
    肇青 is spoken like 肇庆.
    """
    if successors := _successors_of_called(text):
        return successors
    words = [
        word[:LONGEST] for word in [_plain_name(text), *tokens.normal(text).split()[:3]] if word
    ]
    spoken = [sound for word in words if (sound := tokens.pinyin(word))]
    names = edition.kept_in_process("names of listed places", _listed_names)
    found: dict[int, float] = {}
    for word in dict.fromkeys([*words, *spoken]):
        cutoff = 0.7 if word.isascii() else 0.5
        for name in difflib.get_close_matches(word, names, n=MOST, cutoff=cutoff):
            likeness = difflib.SequenceMatcher(None, name, word).ratio()
            for pk in names[name]:
                found[pk] = max(likeness, found.get(pk, 0))
    best = sorted(found, key=lambda pk: -found[pk])[:MOST]
    regions = Region.objects.with_parents().in_bulk(best)
    return [regions[pk] for pk in best]


def _successors_of_called(text: str) -> list[Region]:
    called = Region.objects.exclude(ended_on="").filter(called_exactly(text, RegionTokens))
    today = Region.objects.successors_of(list(called))
    return list(dict.fromkeys(chain.from_iterable(today.values())))


def _listed_names() -> dict[str, list[int]]:
    names: dict[str, list[int]] = {}
    columns = ("slug", "name_en", "name_zh_hans", "full_name_zh_hans")
    for pk, *spellings in Region.objects.listed().order_by().values_list("pk", *columns):
        for name in {_plain_name(spelling) for spelling in spellings}:
            names.setdefault(name, []).append(pk)
    return names


def _plain_name(text: str) -> str:
    return "".join(tokens.runs(text))
