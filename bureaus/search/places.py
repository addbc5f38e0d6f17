"""What a region, and everything inside it, is found by."""

from collections.abc import Iterable, Iterator
from itertools import chain

from django.db.models import prefetch_related_objects

from bureaus.models import Region
from bureaus.search import tokens
from bureaus.values.localized import COLUMNS

WIDE_LEVELS = {Region.Level.COUNTRY, Region.Level.PROVINCE}


class Places:
    """The tokens of what lies in regions, from all levels, looked up once for many rows."""

    def __init__(self) -> None:
        self._own: dict[int, frozenset[str]] = {}
        self._all: dict[int, frozenset[str]] = {}

    def load(self, pks: Iterable[int]) -> None:
        """Read the regions with these keys, and all above them, in two queries."""
        missing = set(pks) - self._all.keys()
        regions = list(Region.objects.with_parents().filter(pk__in=missing)) if missing else []
        trails = {region.pk: [region, *region.above] for region in regions}
        distinct = {region.pk: region for region in chain.from_iterable(trails.values())}
        new = [region for pk, region in distinct.items() if pk not in self._own]
        prefetch_related_objects(new, "aliases")
        self._own |= {region.pk: frozenset(of_place(region)) for region in new}
        for pk, trail in trails.items():
            of_trail = (self._own[region.pk] for region in trail)
            marks = [tokens.WIDE] if trail[0].level in WIDE_LEVELS else []
            self._all[pk] = frozenset(marks).union(*of_trail)

    def of(self, pk: int) -> frozenset[str]:
        return self._all[pk]


def of_place(region: Region) -> Iterator[str]:
    """Yield names, pinyin, codes and other names of a region; it needs its aliases.

    The country goes without pinyin: everything lies in it, and its initials would only be noise.
    """
    names = names_of(region)
    yield from tokens.of_text(*names, region.slug, region.code)
    yield from tokens.of_number(region.dial_code)
    if region.level != Region.Level.COUNTRY:
        yield from tokens.of_pinyin(*names)


def names_of(region: Region) -> list[str]:
    stems = ("name", "full_name")
    own = [getattr(region, f"{stem}_{column}") for stem in stems for column in COLUMNS.values()]
    return [*own, *(alias.value for alias in region.aliases.all())]
