"""No request makes a page, a list, a file, a feed, a card or the API fail, whatever is in it.

The suite sends 400 of the requests of ``tests.hostile``; the long run sends 5,200.
"""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import hostile
from tests.factories import make_one_of_each
from tests.hostile import VALUES
from tests.thorough import TIMES, seed

REQUESTS = 400 * TIMES

value = st.sampled_from(VALUES) | st.text(max_size=30)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(once):
    make_one_of_each()


def test_any_request_is_answered(world):
    outcome = hostile.send(hostile.requests(REQUESTS, seed=seed()))

    assert outcome.failed == []
    assert outcome.statuses.keys() >= {200, 301, 400, 404}


@given(
    body=st.binary(max_size=60)
    | st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=9),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.just("urls"), inner),
        max_leaves=5,
    ).map(lambda value: json.dumps(value).encode()),
    content_type=st.sampled_from(["application/json", "text/plain", "", "multipart/form-data"]),
)
def test_any_body_is_answered(client, world, body, content_type):
    for address in ("/api/v1/links/check", "/en/links/"):
        response = client.generic("POST", address, body, content_type=content_type)

        assert response.status_code < 500


@given(addresses=st.lists(value | st.text(max_size=60).map("/en/".__add__), max_size=5))
def test_any_address_is_looked_up(client, world, addresses):
    body = json.dumps({"urls": ["/b/bbbbb/", *addresses]})

    response = client.post("/api/v1/links/check", body, content_type="application/json")

    assert response.status_code == 200
    assert response.json()["count"] == 1 + len(addresses)
