"""A partner who replays the change feed has exactly what the API shows, whatever staff do."""

import random

import pytest

from bureaus.changes.nouns import nouns
from tests.random_edits import Staff, make_places
from tests.thorough import TIMES, seed

pytestmark = pytest.mark.django_db
EDITS = 250 * TIMES
LISTS = {
    "bureau": ("bureaus/?closed=yes&page_size=200", "ref"),
    "region": ("regions/?page_size=200", "id"),
    "priority": ("priorities/?page_size=200", "id"),
    "document": ("documents/?page_size=200", "id"),
    "industry": ("industries/?page_size=200", "id"),
}


class Partner:
    """Somebody who has only the feed."""

    def __init__(self, client):
        self.client = client
        self.address = "/api/v1/changes/?limit=200"
        self.records = {kind: {} for kind in LISTS}

    def catch_up(self):
        more = True
        while more:
            answer = self.client.get(self.address).json()
            for entry in answer["results"]:
                self.records[entry["kind"]].pop(entry["id"], None)
                if entry["record"] is not None:
                    self.records[entry["kind"]][entry["id"]] = entry["record"]
            self.address, more = answer["next"], answer["more"]


def by_id(value):
    """Name regions inside records by id alone, for only their own records tell of new names."""
    if isinstance(value, list):
        return [by_id(item) for item in value]
    if isinstance(value, dict):
        is_region = value.keys() == {"id", "slug", "code", "level", "name"}
        return value["id"] if is_region else {key: by_id(item) for key, item in value.items()}
    return value


def public(client):
    """Collect what the API lists."""
    found = {}
    for kind, (path, key) in LISTS.items():
        url, found[kind] = f"/api/v1/{path}", {}
        while url:
            page = client.get(url).json()
            found[kind] |= {str(record[key]): record for record in page["results"]}
            url = page["next"]
    return found


def test_replayed_feed_equals_what_the_api_shows(client):
    make_places()
    staff, follower = Staff(random.Random(seed())), Partner(client)  # noqa: S311

    for number in range(EDITS):
        staff.edit()
        if number % 100 == 50:
            follower.catch_up()
    follower.catch_up()
    newcomer = Partner(client)
    newcomer.catch_up()

    shown = public(client)
    assert by_id(follower.records) == by_id(shown)
    assert newcomer.records == shown
    assert shown.keys() == {noun.name for noun in nouns()}
    assert min(map(len, shown.values())) > 3
