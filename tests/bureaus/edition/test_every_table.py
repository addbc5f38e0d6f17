"""Whatever table is written to, the next read shows it, and what cannot have changed is kept."""

import pytest
from django.core.cache import cache
from django.db import connection

from bureaus.edition import edition
from bureaus.models import Bureau, BureauAlias, Region, RegionAlias
from bureaus.search.gazetteer import PLACES, gazetteer
from tests.factories import (
    at_once,
    make_bureau,
    make_check,
    make_closed_bureau,
    make_contact_point,
    make_correction,
    make_document,
    make_evidence,
    make_industry,
    make_key_point,
    make_priority,
    make_region,
    make_speaker,
)
from tests.guarded_keys import computing, public_tables

# Pages are kept, as the site does; changes are really committed
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kept")]

ADDRESSES = [
    *("/en/", "/en/about/", "/en/freshness/", "/api/v1/changes/", "/en/search/?q=zebra"),
    "/en/search/?q=yak",
    *("/en/bureaus/", "/en/bureaus/?region=north&closed=yes", "/en/bureaus/?region=zebra"),
    *("/en/bureaus/north-office-bbbbb/", "/en/bureaus/old-office-ccccc/", "/en/bureaus/?q=zebra"),
    *(
        "/en/regions/",
        "/en/regions/north/",
        "/en/regions/gone/",
        "/en/regions/?q=zebra",
        "/api/v1/regions/zone/",
    ),
    *("/en/priorities/?region=north&industry=tea", "/en/priorities/7/", "/en/priorities/?q=zebra"),
    *("/en/industries/", "/en/industries/tea/", "/en/industries/table/"),
    *("/en/industries/find/?q=zebra", "/en/documents/7/", "/en/documents/?q=zebra"),
]
FOUND = "SET tokens = tokens || ' zebra'"
EDITS = {  # of tables, past the models; {...} is a primary key
    "bureaus_region": ["SET name_en = 'Zebra'", "SET path = '/0' || path WHERE slug = 'south'"],
    "bureaus_regionalias": ["SET value = 'zebra'"],
    "bureaus_region_overlaps": ["SET to_region_id = {south}"],
    "bureaus_region_neighbours": ["SET to_region_id = {zone}"],
    "bureaus_region_successors": ["SET to_region_id = {south}"],
    "bureaus_regiontokens": [FOUND],
    "bureaus_bureau": [
        *("SET address_en = 'Zebra'", "SET kind = 'commerce'"),
        "SET status = 'draft' WHERE ref = 'ddddd'",
    ],
    "bureaus_bureaualias": ["SET value = 'Zebra'"],
    "bureaus_bureautokens": [FOUND],
    "bureaus_contactpoint": ["SET name_en = 'Zebra'"],
    "bureaus_check": ["SET method = 'letter'"],
    "bureaus_succession": ["SET successor_id = {another}"],
    "bureaus_correction": ["SET settled_at = sent_at"],
    "bureaus_change": ["SET action = 'deleted'"],
    "policies_industry": ["SET name_en = 'Zebra'"],
    # By another word, as one called Zebra by now is found by its name already
    "policies_industrytokens": ["SET tokens = tokens || ' yak'"],
    "policies_document": ["SET title_en = 'Zebra'", "SET status = 'draft' WHERE id = 8"],
    "policies_documenttokens": [FOUND],
    "policies_speaker": ["SET name = 'Zebra'"],
    "policies_priority": [
        *("SET title_en = 'Zebra'", "SET year = 2023 WHERE id = 7"),
        "SET status = 'draft' WHERE id = 9",
    ],
    "policies_priority_industries": ["SET industry_id = {coffee}"],
    "policies_evidence": ["SET text_en = 'Zebra'"],
    "policies_prioritytokens": [FOUND],
    "policies_keypoint": ["SET text_en = 'Zebra'"],
    "policies_keypoint_industries": ["SET industry_id = {coffee}"],
}


@pytest.fixture
def rows():
    """Make rows of every public table; give the keys that the edits name."""
    with at_once():
        north, south = make_region(name="North"), make_region(name="South")
        zone = make_region(name="Zone", level="zone", kind="industrial-park", parent=north)
        zone.overlaps.add(north)
        north.neighbours.add(south)
        gone = make_region(name="Gone", ended_on="2025", ending="merged")
        gone.successors.add(north)
        RegionAlias.objects.create(region=north, kind="former_name", value="Polar")
        office = make_bureau(region=north, ref="bbbbb", name_en="North Office")
        another = make_bureau(region=south, ref="ddddd")
        make_closed_bureau(office, region=north, ref="ccccc", name_en="Old Office")
        BureauAlias.objects.create(bureau=office, kind="former_name", value="Polar Office")
        make_contact_point(office)
        make_check(office)
        make_correction(office)
        tea, coffee = make_industry(slug="tea"), make_industry(slug="coffee")
        report = make_document(pk=7, region=north)
        make_speaker(report)
        priority = make_priority(pk=7, region=north, document=report, industries=[tea])
        make_evidence(priority, tea)
        make_key_point(priority, industries=[tea])
        for pk in (8, 9):
            make_priority(pk=pk, region=south, document=make_document(pk=pk, region=south))
    return {"south": south.pk, "zone": zone.pk, "another": another.pk, "coffee": coffee.pk}


def write(table, edit, rows):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} {edit.format(**rows)}")


def read(client):
    """Give what every address answers, by address."""
    found = {}
    for address in ADDRESSES:
        response = client.get(address)
        found[address] = response.status_code, response.get("Location"), response.getvalue()
    return found


def test_next_read_shows_an_edit_of_any_table(client, rows):
    before, stale, unseen = read(client), {}, []
    for table, edit in [(table, edit) for table, edits in EDITS.items() for edit in edits]:
        write(table, edit, rows)
        after = read(client)
        cache.clear()
        edition._in_process.clear()
        computed = read(client)
        stale |= {(edit, url): table for url in ADDRESSES if after[url] != computed[url]}
        unseen += [(table, edit)] if after == before else []
        before = computed

    assert (stale, unseen) == ({}, [])
    assert EDITS.keys() == public_tables()


def test_edit_raises_the_number_of_its_own_table_and_that_of_all(rows):
    for table, edits in EDITS.items():
        before = edition.current()
        write(table, edits[0], rows)
        after = edition.current()

        assert after.newest > before.newest
        assert after.by_table == before.by_table | {table: after.newest}


def test_regions_are_read_anew_only_when_one_of_their_tables_changed(rows):
    first = gazetteer()
    write("bureaus_bureau", "SET kind = 'commerce'", rows)
    same = gazetteer()
    write("bureaus_regionalias", "SET value = 'zebra'", rows)
    anew = gazetteer()

    assert same is first
    assert anew is not first


def test_gazetteer_names_the_tables_of_what_it_reads_later(rows):
    places = gazetteer()

    with computing("gazetteer", PLACES):
        north = places.at("north")
        places.aliases(north), places.around(north), places.along_the_tree([north.pk])


def test_key_that_forgets_a_table_is_found():
    with pytest.raises(AssertionError, match=r"'places' is read from .*bureaus_region"):
        edition.kept("places", lambda: list(Region.objects.all()), of=[Bureau])
    with pytest.raises(AssertionError, match="bureaus_region"):
        edition.kept("inside another", gazetteer, of=[Region])
