"""Bureaus that may be one office entered twice: of one region, with one name, phone or website.

How it is written does not matter: script, width, capitals, accents, blanks and signs, "Centre" and
"Center", "&" and "and", the order of English words, the place in front of a name or behind it;
how a number is printed, and its extension; "www.", "http" and "index.html". Offices that share a
switchboard or the website of their government look alike, too, so it is asked and not refused.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from django import forms
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from bureaus.models import Bureau, Region
from bureaus.models.bureau_queryset import BureauQuerySet
from bureaus.search.tokens import UNIMPORTANT, runs
from bureaus.upkeep.lifecycle import NAMES
from bureaus.upkeep.shared_forms import SharedForm
from bureaus.values.batches import in_batches
from bureaus.values.chinese import has_ideographs
from bureaus.values.phones import only_digits, parse_phones

DECISIVE = {*NAMES, "phone", "website", "region", "status"}
KINDS = {
    "name": pgettext_lazy("of an office or a place", "name"),
    "phone": gettext_lazy("phone"),
    "website": gettext_lazy("website"),
}
LEVELS = {"city", "county", "district", "municipal", "municipality", "prefecture", "prefectural"}
LEVELS |= {"province", "provincial"}
SPELLINGS = {"centre": "center", "centres": "centers", "organisation": "organization"}
SPELLINGS |= {"dept": "department", "govt": "government", "programme": "program"}
SHORTEST_NUMBER = 7  # a shorter one that cannot be read may be that of many offices
HOST = re.compile(r"^(?:www\d?\.)+|\.?(?::(?:80|443))?$")
START_PAGE = re.compile(r"(?:^|/)(?:index|default|home)\.\w+$")

Key = tuple[int, str, str]  # a region, one of the KINDS, what is compared


@dataclass(frozen=True)
class NearSame:
    """A bureau that another one may be, and what both have; ``line`` is that of one in a file."""

    bureau: Bureau
    kinds: tuple[str, ...]
    line: int = 0

    def __str__(self) -> str:
        return f"{self.bureau.ref or self.line} {' '.join(self.kinds)}"

    @property
    def same(self) -> str:
        return gettext(", ").join(str(KINDS[kind]) for kind in self.kinds)


class Lookup:
    """Finds the near-same bureaus of some regions, with a few queries for any number of them."""

    def __init__(self, regions: Iterable[int], rows: BureauQuerySet | None = None) -> None:
        self.places: dict[int, _Place] = {}
        self.stored: dict[int, Bureau] = {}
        self.keys: dict[int | None, set[Key]] = {}
        self.bearers: defaultdict[Key, list[Bureau]] = defaultdict(list)
        rows = (Bureau.objects.all() if rows is None else rows).order_by("ref")
        for some in in_batches(set(regions)):
            places = Region.objects.with_parents().filter(pk__in=some)
            self.places |= {region.pk: _Place(region) for region in places}
            for row in rows.filter(region__in=some).prefetch_related("aliases"):
                self.stored[row.pk] = row
                names = (alias.value for alias in row.aliases.all())
                self._add(row, *self.places[row.region_id].names(names))

    def plan(self, row: Bureau) -> None:
        """Take a row into account as it is about to be stored, alone or in place of the old one."""
        old = self.stored.get(row.pk)
        for key in self.keys.get(row.pk, ()) if old else ():
            self.bearers[key] = [other for other in self.bearers[key] if other is not old]
        self._add(row)

    def like(self, row: Bureau) -> list[NearSame]:
        """Give those that a row may be, for what is new about it: all of it once it is published.

        A closed one is no second one.
        """
        if row.is_closed:
            return []
        old = self.stored.get(row.pk)
        keys = set(self._keys(row))
        if old and (old.status == row.status or row.status != Bureau.Status.PUBLISHED):
            keys -= set(self._keys(old))
        found: dict[int, tuple[Bureau, set[str]]] = {}
        for key in keys:
            for other in self.bearers[key]:
                if other is not row and (other.pk is None or other.pk != row.pk):
                    found.setdefault(id(other), (other, set()))[1].add(key[1])
        alike = [
            NearSame(other, tuple(kind for kind in KINDS if kind in kinds))
            for other, kinds in found.values()
        ]
        return sorted(alike, key=lambda near: near.bureau.ref)

    def _add(self, row: Bureau, *more: tuple[str, str]) -> None:
        keys = {*self._keys(row), *((row.region_id, *each) for each in more)}
        self.keys[row.pk] = keys
        for key in keys:
            self.bearers[key].append(row)

    def _keys(self, row: Bureau) -> Iterator[Key]:
        place = self.places.get(row.region_id)
        for kind, text in place.told(row) if place else ():
            if text:
                yield row.region_id, kind, text


class _Place:
    """What a region and those above are called, to leave it out of the names of its offices."""

    def __init__(self, region: Region) -> None:
        self.dial_code = region.dial_code
        columns = [*NAMES, *(f"full_{name}" for name in NAMES)]
        called = [getattr(level, name) for level in (region, *region.above) for name in columns]
        words = {runs(name) for name in called if name}
        self.names_of_places = sorted(words, key=lambda each: -sum(map(len, each)))

    def told(self, row: Bureau) -> Iterator[tuple[str, str]]:
        yield from self.names(getattr(row, name) for name in NAMES)
        for number in parse_phones(row.phone, self.dial_code):
            digits = "" if number.uri else only_digits(number.printed)
            yield "phone", number.e164 or (digits if len(digits) >= SHORTEST_NUMBER else "")
        yield "website", _address(row.website)

    def names(self, names: Iterable[str]) -> Iterator[tuple[str, str]]:
        for name in filter(None, names):
            for text in self._chinese(name) if has_ideographs(name) else self._english(name):
                yield "name", text

    def _chinese(self, name: str) -> Iterator[str]:
        text = "".join(runs(name))
        begins = ["".join(words) for words in self.names_of_places]
        while begin := next((b for b in begins if _begins(text, b)), ""):
            text = text.removeprefix(begin)
        yield text

    def _english(self, name: str) -> Iterator[str]:
        """Give it in its order without blanks, and its words in alphabetic order."""
        words = runs(name)
        for place in self.names_of_places:
            for start in range(len(words) - len(place), -1, -1):
                if place == words[start : start + len(place)]:
                    words = words[:start] + words[start + len(place) :]
        told = [SPELLINGS.get(w, w) for w in words if w not in UNIMPORTANT | LEVELS]
        told = told or list(runs(name))
        yield "".join(told)
        yield " ".join(sorted(told))


def _begins(name: str, place: str) -> bool:
    """Tell whether a name begins with a place and has more to say."""
    return len(place) > 1 and name.startswith(place) and len(name) > len(place) + 1


def _address(website: str) -> str:
    address = unquote(website).strip().casefold().partition("#")[0]
    host, _slash, path = address.rpartition("://")[2].partition("/")
    return f"{HOST.sub('', host)}/{START_PAGE.sub('', path)}".rstrip("/")


def near_same(bureau: Bureau, rows: BureauQuerySet | None = None) -> list[NearSame]:
    """Give those of its region that a bureau may be, as it is about to be stored."""
    return Lookup([bureau.region_id], rows).like(bureau)


class ApartForm(forms.Form):
    """A form that shows near-same bureaus, and is sent again with ``apart`` if it is none."""

    similar: list[NearSame] = []

    def ask_apart(self, bureau: Bureau, rows: BureauQuerySet | None = None) -> None:
        self.similar = near_same(bureau, rows)
        if self.similar and not self.is_apart:
            text = gettext("Is it one of the offices below? If not, tick the box and send again.")
            self.add_error("apart" if "apart" in self.fields else None, text)

    @property
    def apart_name(self) -> str:
        return self.add_prefix("apart")

    @property
    def is_apart(self) -> bool:
        ticked = self.data.get(self.apart_name, "").split()
        return {near.bureau.ref for near in self.similar}.issubset(ticked)

    @property
    def refs_of_similar(self) -> str:
        return " ".join(near.bureau.ref for near in self.similar)


class ApartModelForm(ApartForm, SharedForm):
    """The same for a form of a bureau, once it changes what tells one from another."""

    def full_clean(self) -> None:
        super().full_clean()
        is_new = self.instance.pk is None
        if not self.is_bound or not (is_new or DECISIVE.intersection(self.changed_data)):
            return
        if self.instance.region_id:
            self.ask_apart(self.instance)
