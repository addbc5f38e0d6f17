"""The edition rises with every public change, and what is kept under it is never stale."""

import gzip
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from bureaus.edition import edition
from bureaus.models import Bureau, BureauAlias, Correction, Region
from policies.models import Priority
from tests.factories import (
    make_bureau,
    make_check,
    make_closed_bureau,
    make_contact_point,
    make_correction,
    make_industry,
    make_priority,
    make_region,
)
from tests.guarded_keys import public_tables

# Pages are kept, as the site does; changes are really committed
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kept")]


CHANGES = {
    "create": lambda bureau: make_bureau(region=bureau.region),
    "save": lambda bureau: bureau.save(),
    "update": lambda bureau: Bureau.objects.update(name_en="New"),
    "bulk create": lambda bureau: BureauAlias.objects.bulk_create(
        [BureauAlias(bureau=bureau, kind="former_name", value="Old")], ignore_conflicts=True
    ),
    "delete": lambda bureau: bureau.delete(),
    "contact point": lambda bureau: make_contact_point(bureau),
    "check": lambda bureau: make_check(bureau),
    "many to many": lambda bureau: bureau.region.overlaps.add(make_region()),
    "close": lambda bureau: make_closed_bureau(bureau, region=bureau.region),
    "rename region": lambda bureau: Region.objects.filter(pk=bureau.region_id).update(name_en="X"),
    "industry": lambda bureau: make_industry(),
    "priority": lambda bureau: make_priority(region=bureau.region),
    "raw": lambda bureau: connection.cursor().execute("UPDATE bureaus_bureau SET fax = '1'"),
}


@pytest.mark.skipif(connection.vendor == "sqlite", reason="a file cannot be lost on the way")
def test_lost_connection_is_replaced_unnoticed(client):
    edition.current()
    connection.connection.close()

    assert client.get("/en/about/").status_code == 200


@pytest.mark.skipif(connection.vendor == "sqlite", reason="a file cannot be lost on the way")
def test_connection_lost_within_a_transaction_is_told():
    with pytest.raises(OperationalError), transaction.atomic():
        edition.current()
        connection.connection.close()
        edition.current()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_kind_of_change_raises_the_edition(change):
    bureau = make_bureau()
    before = edition.current()

    change(bureau)

    assert edition.current() > before


def test_every_table_but_those_named_here_raises_the_edition():
    names = {name for name in connection.introspection.table_names() if name.startswith("bureaus_")}
    of_rows = {name for name in names if "_fts" not in name}  # SQLite's own parts of an index

    assert names >= {"bureaus_bureau", "bureaus_region_overlaps"}
    versions = {name for name in of_rows if name.startswith("bureaus_historical")}
    others = {"bureaus_edition", "bureaus_assignment"}
    others |= {"bureaus_checkrequest", "bureaus_importrun", "bureaus_letter"}
    assert of_rows - public_tables() == others | versions


def test_what_is_not_public_leaves_the_edition_alone(django_user_model):
    make_bureau()
    before = edition.current()

    django_user_model.objects.create_user("editor")

    assert edition.current() == before


def test_change_that_is_rolled_back_leaves_the_edition_alone():
    bureau = make_bureau()
    before = edition.current()

    with transaction.atomic():
        bureau.save()
        transaction.set_rollback(True)

    assert edition.current() == before


def test_edition_rises_again_after_a_part_was_rolled_back():
    bureau = make_bureau()
    before = edition.current()

    with transaction.atomic():
        with transaction.atomic():
            bureau.save()
            transaction.set_rollback(True)
        bureau.save()

    assert edition.current() > before


def test_triggers_come_back_when_a_migration_has_rebuilt_the_table():
    bureau = make_bureau()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER edition_update_bureaus_bureau")
        else:
            cursor.execute("DROP TRIGGER edition_rises ON bureaus_bureau")

    call_command("migrate", verbosity=0)
    before = edition.current()
    bureau.save()

    assert edition.current() > before


def test_page_is_computed_once_and_an_edit_shows_at_once(client, django_assert_num_queries):
    bureau = make_bureau(name_en="Old Name")
    client.get("/en/bureaus/")

    with django_assert_num_queries(1):
        repeated = client.get("/en/bureaus/")
    Bureau.objects.filter(pk=bureau.pk).update(name_en="New Name")
    edited = client.get("/en/bureaus/")

    assert "Old Name" in repeated.content.decode()
    assert "New Name" in edited.content.decode()


@pytest.mark.parametrize("path", ["", "bureaus/", "regions/", "priorities/", "priorities/list.csv"])
def test_visitor_who_has_the_page_gets_304(client, django_assert_num_queries, path):
    make_priority()
    first = client.get(f"/en/{path}")
    b"".join(first) if first.streaming else first.content

    with django_assert_num_queries(1):
        again = client.get(f"/en/{path}", headers={"If-None-Match": first["ETag"]})
    Priority.objects.update(title_en="Another")
    changed = client.get(f"/en/{path}", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert changed.status_code == 200


@pytest.mark.parametrize("etag", ["*", '"x"', 'W/"x"', "x" * 5000, '"'])
def test_other_conditions_get_the_page(client, etag):
    assert client.get("/en/", headers={"If-None-Match": etag}).status_code == 200


def test_new_day_is_a_new_page(client, monkeypatch):
    bureau = make_bureau()
    make_check(bureau)
    today = client.get(bureau.get_absolute_url()).content.decode()
    next_year = timezone.localdate() + timedelta(days=365)
    monkeypatch.setattr(timezone, "localdate", lambda *_args: next_year)

    then = client.get(bureau.get_absolute_url()).content.decode()

    assert ('class="seal old"' in today, 'class="seal old"' in then) == (False, True)


def test_new_release_is_a_new_page(client, settings):
    first = client.get("/en/")
    settings.RELEASE = "another"

    assert client.get("/en/", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_page_is_kept_compressed_for_those_who_take_it(client):
    plain = client.get("/en/about/")
    packed = client.get("/en/about/", headers={"Accept-Encoding": "gzip, br"})

    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "Accept-Encoding" in packed["Vary"]


def test_gone_and_moved_are_kept_and_not_found_is_not(client, django_assert_num_queries):
    closed = make_closed_bureau(closure="abolished")
    gone, moved = f"/en/bureaus/{closed.slug}-{closed.ref}/", f"/en/bureaus/{make_bureau().ref}/"
    assert [client.get(url).status_code for url in (gone, moved)] == [410, 301]

    with django_assert_num_queries(2):
        statuses = [client.get(url).status_code for url in (gone, moved)]
    missing = client.get("/en/bureaus/none-22222/")

    assert statuses == [410, 301]
    assert "ETag" not in missing


def test_draft_published_and_withdrawn_shows_and_hides_at_once(client):
    bureau = make_bureau(status="draft")
    url = bureau.get_absolute_url()
    statuses = [client.get(url).status_code]

    for status in ("published", "draft"):
        Bureau.objects.update(status=status)
        statuses.append(client.get(url).status_code)

    assert statuses == [404, 200, 404]


def test_download_is_kept_once_it_was_read_to_its_end(client, django_assert_num_queries):
    make_priority(title_en="Ships")
    begun = client.get("/en/priorities/list.csv")
    next(iter(begun))
    whole = b"".join(client.get("/en/priorities/list.csv"))

    with django_assert_num_queries(1):
        kept = client.get("/en/priorities/list.csv")

    assert kept.content == whole
    assert "Ships" in kept.content.decode()
    assert kept["Content-Disposition"] == 'attachment; filename="priorities.csv"'


def test_correction_raises_the_edition_when_it_is_settled_but_not_when_it_is_sent():
    bureau = make_bureau()
    before = edition.current()

    correction = make_correction(bureau)
    sent = edition.current()
    Correction.objects.filter(pk=correction.pk).update(settled_at=timezone.now())

    assert sent == before
    assert edition.current() > sent
