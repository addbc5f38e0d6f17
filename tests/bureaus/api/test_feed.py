"""Reading the change feed: in parts, with records as they are now."""

import pytest

from bureaus.models import RegionAlias
from tests.factories import make_bureau

pytestmark = pytest.mark.django_db
FEED = "/api/v1/changes/"


def test_feed_gives_records_as_they_are_now(client, sihui):
    bureau = make_bureau(region=sihui, ref="bbbbb")
    bureau.email = "a@example.org"
    bureau.save()
    make_bureau(region=sihui, ref="ccccc").delete()
    RegionAlias.objects.create(region=sihui, kind="former_name", value="Old")

    entries = client.get(FEED).json()["results"]

    assert [
        (entry["kind"], entry["action"], entry["record"] and entry["record"].get("email"))
        for entry in entries
        if entry["kind"] == "bureau"
    ] == [
        ("bureau", "created", "a@example.org"),
        ("bureau", "changed", "a@example.org"),
        ("bureau", "created", None),
        ("bureau", "deleted", None),
    ]
    assert entries[2]["record"] == client.get("/api/v1/bureaus/bbbbb/").json()


def test_feed_is_read_in_parts(client, sihui):
    for _ in range(5):
        make_bureau(region=sihui)

    first = client.get(f"{FEED}?limit=4").json()
    rest = client.get(first["next"]).json()

    assert (len(first["results"]), first["more"]) == (4, True)
    assert (len(rest["results"]), rest["more"]) == (3, False)
    assert client.get(rest["next"]).json()["results"] == []


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("since=-1", 400),
        ("since=soon", 400),
        ("since=²", 400),
        (f"since={2**63}", 400),
        (f"since={2**63 - 1}", 404),
        ("limit=0", 400),
        ("limit=501", 400),
        ("cursor=1", 400),
    ],
)
def test_odd_cursor_is_refused(client, sihui, query, status):
    assert client.get(f"{FEED}?{query}").status_code == status
