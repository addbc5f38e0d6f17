"""No address makes a page of priorities fail, whatever is in it."""

from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_document, make_industry, make_priority, make_region

PAGES = [
    "priorities/",
    "priorities/list.csv",
    "priorities/list.json",
    "priorities/list.atom",
    "priorities/national/",
    "industries/",
    "industries/find/",
    "industries/table/",
    "industries/table.csv",
    "industries/tea/",
    "documents/",
    "compare/",
    "regions/north/years/",
]
KEYS = ["q", "year", "region", "level", "industry", "sort", "page", "inherited", "from", "to", "x"]
VALUES = [
    "2024",
    "north",
    "tea",
    "yes",
    "date",
    "0",
    "-1",
    "9" * 400,
    "%",
    "'",
    "²",
    "٢٠٢٤",
    "",
    "(",
]

pytestmark = pytest.mark.django_db
calmly = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def world():
    north = make_region(name="North")
    document = make_document(region=north)
    make_priority(region=north, document=document, industries=[make_industry(slug="tea")])


@calmly
@given(
    page=st.sampled_from(PAGES),
    query=st.lists(
        st.tuples(st.sampled_from(KEYS), st.sampled_from(VALUES) | st.text(max_size=30)),
        max_size=8,
    ),
)
def test_any_query_is_answered(client, world, page, query):
    response = client.get(f"/en/{page}?{urlencode(query)}")

    response.getvalue()
    assert response.status_code in {200, 400}


@calmly
@given(
    folder=st.sampled_from(["priorities", "industries", "documents", "regions"]),
    text=st.text(min_size=1, max_size=30) | st.sampled_from(VALUES),
    end=st.sampled_from(["", "/", "/years/", "/documents.atom"]),
)
def test_any_path_is_answered(client, world, folder, text, end):
    assert client.get(f"/en/{folder}/{text}{end}").status_code < 500
