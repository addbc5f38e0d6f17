"""Writing down changes: what happens past the models, and in what order readers see them."""

from threading import Thread

import pytest
from django.core.management import call_command
from django.db import connection

from bureaus.changes.batch import together
from bureaus.models import Bureau, Change
from tests.factories import (
    make_bureau,
    make_check,
    make_contact_point,
    make_country,
    make_region,
)

SOMEBODY_WAITS = """
    SELECT count(*) > 0 FROM pg_locks JOIN pg_database ON pg_database.oid = database
    WHERE datname = current_database() AND NOT granted
"""


@pytest.mark.django_db
def test_rows_that_come_and_go_past_the_models_are_found(capsys):
    region = make_region()
    make_bureau(region=region, ref="bbbbb")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE bureaus_bureau SET status = 'draft' WHERE ref = 'bbbbb'")
    make_bureau(region=region, ref="ccccc")
    Change.objects.filter(key="ccccc").delete()
    last = Change.objects.last_cursor()

    call_command("record_changes")
    call_command("record_changes")

    written = [(change.key, change.action) for change in Change.objects.after(last)]
    assert written == [("ccccc", "created"), ("bbbbb", "deleted")]
    assert capsys.readouterr().out.splitlines() == [
        "1 created, 1 deleted",
        "0 created, 0 deleted",
    ]


@pytest.mark.django_db
def test_saving_a_bureau_takes_few_queries(django_assert_max_num_queries):
    region = make_region(level="county", parent=make_region())
    bureau = make_bureau(region=region, parent=make_bureau(region=region))
    make_contact_point(bureau)
    make_check(bureau)
    bureau.aliases.create(kind="former_name", value="Ancient")
    bureau = Bureau.objects.select_related("region").get(pk=bureau.pk)

    bureau.phone = "0758-3611228"
    with django_assert_max_num_queries(13):  # one of them ends the check
        bureau.save()
    with django_assert_max_num_queries(11):
        make_bureau(region=region)


@pytest.mark.django_db
def test_parts_are_compared_also_when_only_their_bureau_is_saved():
    desk = make_contact_point(make_bureau(), phone="3611228")
    bureau = desk.bureau

    bureau.region = make_region(dial_code="0751")
    bureau.save()

    assert Change.objects.latest("pk").fields == ["region", "contact_points"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has but one writer")
def test_cursor_that_commits_late_is_never_passed():
    region = make_region(parent=make_country())

    def write():
        make_bureau(region=region, ref="ccccc")
        connection.close()

    second = Thread(target=write)
    with together(), connection.cursor() as cursor:
        make_bureau(region=region, ref="bbbbb")
        second.start()
        is_waiting = False
        while second.is_alive() and not is_waiting:
            cursor.execute(SOMEBODY_WAITS)
            [is_waiting] = cursor.fetchone()
    second.join()

    assert is_waiting
    keys = Change.objects.filter(noun="bureau").order_by("pk").values_list("key", flat=True)
    assert list(keys) == ["bbbbb", "ccccc"]
    assert Bureau.objects.count() == 2
