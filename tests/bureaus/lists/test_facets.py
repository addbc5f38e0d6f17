"""The values beside a list, what they count, and the chips of what is asked for.

Whether the numbers are right for any filters is in tests/test_facet_truth.py.
"""

from collections import Counter

import pytest

from bureaus.lists.counts import count_by_region
from bureaus.models import Bureau, Region
from tests import plain_rows
from tests.factories import at_once, make_bureau, make_closed_bureau
from tests.random_edits import KINDS, make_places

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def bureaus(once):
    """Fill two provinces, their cities and counties with bureaus of each kind, some closed."""
    make_places()
    regions = list(Region.objects.order_by("pk"))
    with at_once():
        for number in range(6 * len(regions)):
            name, kind = ("red", "blue")[number % 2], KINDS[number % len(KINDS)]
            values = {"region": regions[number % len(regions)], "name_en": name, "kind": kind}
            if number % 5:
                make_bureau(**values)
            else:
                make_closed_bureau(**values, closure="abolished")


def values_of(client, query, name):
    facets = client.get(f"/en/bureaus/?{query}").context["facets"].facets
    return next((facet for facet in facets if facet.name == name), None)


def test_picked_values_stay_even_at_zero(client):
    make_bureau(kind="commerce")

    facet = values_of(client, "kind=national-agency", "kind")

    assert [(v.value, v.count, v.is_on) for v in facet.values] == [
        ("commerce", 1, False),
        ("national-agency", 0, True),
    ]


def test_places_inside_the_picked_one_are_offered(client, bureaus):
    facet = values_of(client, "region=north-a", "region")

    assert [value.value for value in facet.inside] == ["north-a-1", "north-a-2"]
    assert {value.value for value in facet.values} == {"north-a", "north", "south"}


def test_region_counts_hold_for_every_level(bureaus):
    counts = count_by_region(Bureau.objects.published())

    rows = [row for row in plain_rows.read().lists["bureaus"] if row.has["closed"] == {"no"}]
    expected = Counter(place for row in rows for place in row.has["region"])
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
def test_each_chip_drops_exactly_one_filter(client, bureaus, query, expected):
    response = client.get(f"/en/bureaus/?{query}")

    assert [chip.without for chip in response.context["chips"]] == expected
    page = response.content.decode()
    assert all(f'href="{link.replace("&", "&amp;")}"' in page for link in expected)
