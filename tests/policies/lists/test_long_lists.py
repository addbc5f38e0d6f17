"""Pages of a long list, found year by year, are those of the whole list."""

import random

import pytest
from django.http import QueryDict

from policies.lists.filters import PriorityFilter
from policies.models import Document, Priority
from tests.factories import make_document, make_region

pytestmark = pytest.mark.django_db

ROWS = 2_150


@pytest.fixture(scope="module")
def priorities(once):
    """Make drafts and priorities of three years, half of them of the middle one."""
    chance = random.Random(5)  # noqa: S311
    regions = [make_region() for _ in range(4)]
    dates = ["2023-05", "2023-05-02", "2024", ""]
    documents = [
        make_document(region=chance.choice(regions), date=chance.choice(dates)) for _ in range(40)
    ]
    Document.objects.filter(pk=documents[0].pk).update(status="draft")
    Priority.objects.bulk_create(
        Priority(
            title_en=f"Number {number}",
            region=chance.choice(regions),
            document=chance.choice(documents),
            year=chance.choice([2022, 2023, 2023, 2024]),
            rank=number,
            status="draft" if number % 20 == 0 else "published",
        )
        for number in range(1, round(ROWS * 1.1) + 1)
    )


@pytest.mark.parametrize("sort", ["place", "year", "date"])
def test_pages_are_those_of_the_whole_list(client, priorities, sort):
    whole = PriorityFilter(QueryDict(f"sort={sort}"), Priority.objects.published()).qs
    pks = list(whole.values_list("pk", flat=True))
    last = -(-len(pks) // 25)

    for page in {1, 2, *range(3, last, 4), last}:
        response = client.get(f"/en/priorities/?sort={sort}&page={page}")

        assert response.context["paginator"].count == len(pks)
        shown = [priority.pk for priority in response.context["object_list"]]
        assert shown == pks[25 * (page - 1) : 25 * page]


def test_pages_of_picked_years_are_those_of_the_whole_list(client, priorities):
    years = {"year": ["2023", "2024"]}
    made = Priority.objects.published().filter(year__in=years["year"]).in_order()
    pks = list(made.values_list("pk", flat=True))

    response = client.get("/en/priorities/?year=2023&year=2024&page=30")

    assert [priority.pk for priority in response.context["object_list"]] == pks[725:750]


@pytest.mark.parametrize("page", [1, 80])
def test_long_list_takes_as_many_queries_on_each_page(
    client, priorities, page, django_assert_num_queries
):
    with django_assert_num_queries(12):
        client.get(f"/en/priorities/?page={page}")
