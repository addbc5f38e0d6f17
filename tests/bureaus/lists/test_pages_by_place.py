"""Pages by place are those of the whole list, up to a depth."""

import random

import pytest
from django.http import QueryDict

from bureaus.lists import paging
from bureaus.lists.bureau_filters import BureauFilter
from bureaus.models import Bureau
from tests.factories import make_bureau, make_region

pytestmark = pytest.mark.django_db

STATUSES = [
    *[{"status": "published"}] * 8,
    {"status": "draft"},
    {"status": "closed", "closure": "abolished", "closed_on": "2024-03-01"},
]
ADDRESSES = [
    *("", "region=north", "region=north&region=ab", "region=nowhere", "closed=yes"),
    *("q=office", "q=nothing", "q=office&region=north&closed=yes", "region=north&kind=commerce"),
    *("sort=name", "sort=checked&region=north"),
]


@pytest.fixture(scope="module", autouse=True)
def many_bureaus(once):
    """Spread 130 bureaus of each status over places whose slugs differ by a hyphen."""
    chance = random.Random(7)  # noqa: S311
    north = make_region(slug="north")
    places = [north, *(make_region(slug=f"north-{n}", parent=north) for n in "321")]
    places += [make_region(slug=slug) for slug in ("a-z", "ab", "a-b", "a1", "empty")]
    for number in range(130):
        status = chance.choice(STATUSES)
        make_bureau(
            region=chance.choice(places[:-1]),
            name_en=f"{chance.choice(['Office', 'Bureau'])} {number % 9}",
            kind=chance.choice(["commerce", "investment-promotion"]),
            **status,
        )


def test_pages_are_those_of_the_whole_list(client):
    for address in ADDRESSES:
        whole = BureauFilter(QueryDict(address), Bureau.objects.public()).qs
        pks = list(whole.values_list("pk", flat=True))

        for page in range(1, max(1, -(-len(pks) // 25)) + 1):
            response = client.get(f"/en/bureaus/?{address}&page={page}")

            assert response.context["paginator"].count == len(pks), address
            shown = [bureau.pk for bureau in response.context["object_list"]]
            assert shown == pks[25 * (page - 1) : 25 * page], (address, page)


def test_pages_go_only_so_deep(client, monkeypatch):
    monkeypatch.setattr(paging, "DEEPEST", 50)
    pks = list(BureauFilter(QueryDict(), Bureau.objects.public()).qs.values_list("pk", flat=True))

    response = client.get("/en/bureaus/?page=2")

    assert response.context["paginator"].num_pages == 2
    assert [bureau.pk for bureau in response.context["object_list"]] == pks[25:50]
