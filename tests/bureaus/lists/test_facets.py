"""The numbers beside filter values, against a plain count in Python."""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from bureaus.lists.counts import count_by_region
from bureaus.models import Bureau, Region
from tests.factories import (
    at_once,
    make_bureau,
    make_check,
    make_closed_bureau,
    make_country,
    make_region,
)
from tests.thorough import TIMES

pytestmark = pytest.mark.django_db

KINDS = ["investment-promotion", "economic-promotion", "commerce"]
LANGUAGES = ["zh", "en", "ja"]
PLACES = [
    f"{province}{city}"
    for province in ("north", "south")
    for city in ("", "-a", "-a-1", "-b", "-b-1")
]
KNOWN = {
    "q": ["red", "blue"],
    "region": ["north", "south", "north-a", "south-b", "north-a-1"],
    "kind": KINDS,
    "language": LANGUAGES,
    "checked": ["yes", "no"],
    "closed": ["yes", "no"],
}


@dataclass
class Row:
    """What was put into the database, kept apart from it."""

    name: str
    places: list[str]
    kind: str
    languages: list[str]
    checked: str
    status: str

    def has(self, key, values):
        if key == "region":
            return any(value in self.places for value in values)
        if key == "language":
            return any(value in self.languages for value in values)
        return getattr(self, key) in values

    def passes(self, asked, ignoring=""):
        """Apply the rules of the link contract one by one."""
        if self.status == "draft" or asked.get("q", [""])[0] not in self.name:
            return False
        for key in ("region", "kind", "language", "checked"):
            known = [value for value in asked.get(key, []) if value in KNOWN[key]]
            if key != ignoring and asked.get(key) and not self.has(key, known):
                return False
        closed = asked.get("closed", [])
        if ignoring == "closed":
            return True
        return closed != ["junk"] and ("yes" in closed or self.status == "published")


@pytest.fixture(scope="module")
@at_once()
def rows(once):
    """Fill two provinces, their cities and counties with 60 bureaus of all sorts."""
    chance = random.Random(7)  # noqa: S311
    places = {"china": make_country()}
    for slug in PLACES:
        parent = places[slug.rpartition("-")[0] or "china"]
        level = ["province", "prefecture", "county"][slug.count("-")]
        places[slug] = make_region(slug=slug, parent=parent, level=level)
    return [make_row(chance, places) for _ in range(60)]


def make_row(chance, places):
    slug = chance.choice(PLACES)
    row = Row(
        name=chance.choice(["red", "blue"]),
        places=["china", *(p for p in PLACES if slug == p or slug.startswith(f"{p}-"))],
        kind=chance.choice(KINDS),
        languages=chance.sample(LANGUAGES, chance.randint(0, 3)),
        checked=chance.choice(["yes", "no"]),
        status=chance.choice(["published", "published", "closed", "draft"]),
    )
    make = make_closed_bureau if row.status == "closed" else make_bureau
    values = {"closure": "abolished"} if row.status == "closed" else {"status": row.status}
    bureau = make(
        region=places[slug],
        name_en=row.name,
        kind=row.kind,
        languages=row.languages,
        **values,
    )
    days = 10 if row.checked == "yes" else 300
    make_check(bureau, date=timezone.localdate() - timedelta(days=days))
    return row


def some_filters(seed):
    """Draw for some keys one or two values, now and then an unknown one."""
    chance = random.Random(seed)  # noqa: S311
    keys = chance.sample(sorted(KNOWN), chance.randint(0, 4))
    asked = {}
    for key in keys:
        if key == "q":
            asked[key] = [chance.choice(KNOWN[key])]
        elif chance.random() < 0.15:
            asked[key] = ["junk"]
        else:
            asked[key] = chance.sample(KNOWN[key], chance.randint(1, 2))
    return asked


@pytest.mark.parametrize("seed", range(10 * TIMES))
def test_counts_beside_values_are_exact(client, rows, seed):
    asked = some_filters(seed)

    context = client.get(f"/en/bureaus/?{urlencode(asked, doseq=True)}").context
    shown = {
        facet.name: {item.value: item.count for item in [*facet.values, *facet.inside]}
        for facet in context["facets"].facets
    }

    assert context["paginator"].count == context["filter"].qs.count()
    assert context["paginator"].count == sum(row.passes(asked) for row in rows)
    for key in ("region", "kind", "language", "checked"):
        others = [row for row in rows if row.passes(asked, ignoring=key)]
        beside = shown.get(key, {})
        assert beside == {v: sum(row.has(key, [v]) for row in others) for v in beside}
        expected = ["north", "south"] if key == "region" else KNOWN[key]
        assert beside.keys() >= {v for v in expected if any(row.has(key, [v]) for row in others)}
    closed = [row for row in rows if row.passes(asked, "closed") and row.status == "closed"]
    assert shown.get("closed", {}).get("yes", 0) == len(closed)


def values_of(client, query, name):
    facets = client.get(f"/en/bureaus/?{query}").context["facets"].facets
    return next((facet for facet in facets if facet.name == name), None)


@pytest.mark.parametrize("query", ["q=red", "q=bureau", "q=red&q=blue", "q=r&closed=yes"])
@pytest.mark.parametrize("rest", ["", "&region=north&kind=commerce", "&page=2", "&sort=name"])
def test_search_for_few_and_many_and_very_many_finds_the_same(
    client, rows, monkeypatch, query, rest
):
    few = client.get(f"/en/bureaus/?{query}{rest}")
    monkeypatch.setattr("bureaus.search.query.FEW_FOUND", -1)
    many = client.get(f"/en/bureaus/?{query}{rest}")
    monkeypatch.setattr("bureaus.search.query.MANY", 1)
    very_many = client.get(f"/en/bureaus/?{query}{rest}")

    assert few.content == many.content == very_many.content
    assert few.context["facets"].total > 0


def test_picked_values_stay_even_at_zero(client):
    make_bureau(kind="commerce")

    facet = values_of(client, "kind=national-agency", "kind")

    assert [(v.value, v.count, v.is_on) for v in facet.values] == [
        ("commerce", 1, False),
        ("national-agency", 0, True),
    ]


def test_places_inside_the_picked_one_are_offered(client, rows):
    facet = values_of(client, "region=north-a", "region")

    assert [value.value for value in facet.inside] == ["north-a-1"]
    assert {value.value for value in facet.values} == {"north-a", "north", "south"}


def test_region_counts_hold_for_every_level(rows):
    counts = count_by_region(Bureau.objects.published())

    open_rows = [row for row in rows if row.status == "published"]
    expected = Counter(place for row in open_rows for place in row.places)
    slugs = dict(Region.objects.values_list("pk", "slug"))
    assert {slugs[pk]: count for pk, count in counts.items()} == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", []),
        ("sort=name&page=2&q=", []),
        ("q=red", ["?"]),
        ("kind=commerce", ["?"]),
        ("region=north&kind=commerce", ["?kind=commerce", "?region=north"]),
        ("kind=commerce&kind=castle", ["?kind=castle", "?kind=commerce"]),
        (
            "q=red&checked=no&sort=name&page=2",
            ["?checked=no&sort=name", "?q=red&sort=name"],
        ),
        (
            "language=ja&language=en&closed=yes",
            ["?language=en&closed=yes", "?language=ja&closed=yes", "?language=ja&language=en"],
        ),
    ],
)
def test_each_chip_drops_exactly_one_filter(client, rows, query, expected):
    response = client.get(f"/en/bureaus/?{query}")

    assert [chip.without for chip in response.context["chips"]] == expected
    page = response.content.decode()
    assert all(f'href="{link.replace("&", "&amp;")}"' in page for link in expected)
