"""Two editors in the grid of priorities, and at the same instant."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client

from policies.models import Priority
from tests.factories import make_bureau, make_priority
from tests.forms import address, opened, opened_grid, save, save_grid, shown_grid

pytestmark = pytest.mark.django_db
GRID = "/admin/policies/priority/"


def test_row_of_the_grid_that_both_changed_is_refused(admin_client):
    priority = make_priority(title_en="One")
    data = opened_grid(admin_client, GRID)
    Priority.objects.update(title_en="Two")

    refused = save_grid(admin_client, GRID, data, **{"form-0-title_en": "Three"})
    kept = Priority.objects.get().title_en
    again = save_grid(admin_client, GRID, shown_grid(refused))

    page = refused.content.decode()
    assert "Somebody else has changed this meanwhile; it is now: Two." in page
    assert 'value="Three"' in page
    assert kept == "Two"
    priority.refresh_from_db()
    assert (again.status_code, priority.title_en) == (302, "Three")


def test_row_of_the_grid_that_only_the_other_changed_stays_as_stored(admin_client):
    first, second = make_priority(title_en="A"), make_priority(title_en="B")
    data = opened_grid(admin_client, GRID)
    place = {data[f"form-{number}-id"]: number for number in (0, 1)}
    Priority.objects.filter(pk=first.pk).update(title_en="A2", status="draft")

    saved = save_grid(admin_client, GRID, data, **{f"form-{place[second.pk]}-title_en": "B2"})

    rows = dict(Priority.objects.values_list("pk", "title_en"))
    assert saved.status_code == 302
    assert rows == {first.pk: "A2", second.pk: "B2"}


def test_untouched_row_of_a_refused_grid_is_not_overwritten_later(admin_client):
    first, second = make_priority(title_en="A"), make_priority(title_en="B")
    data = opened_grid(admin_client, GRID)
    place = {data[f"form-{number}-id"]: number for number in (0, 1)}
    Priority.objects.filter(pk=first.pk).update(title_en="A2")
    Priority.objects.filter(pk=second.pk).update(title_en="B2")
    refused = save_grid(admin_client, GRID, data, **{f"form-{place[second.pk]}-title_en": "B3"})

    saved = save_grid(admin_client, GRID, shown_grid(refused))

    rows = dict(Priority.objects.values_list("pk", "title_en"))
    assert (refused.status_code, saved.status_code) == (200, 302)
    assert rows == {first.pk: "A2", second.pk: "B3"}


@pytest.mark.parametrize("value", ["x", "-1", "9" * 300, "٣", "<b>", "\0"])
def test_odd_values_as_those_that_were_shown_break_nothing(admin_client, value):
    bureau, priority = make_bureau(phone="1"), make_priority()
    odd = {f"initial-{name}": value for name in ("region", "source_date", "status", "languages")}
    rows = opened_grid(admin_client, GRID) | {"initial-form-0-rank": value}

    form = save(admin_client, bureau, opened(admin_client, address(bureau)) | odd, phone="3")
    grid = save_grid(admin_client, GRID, rows, **{"form-0-title_en": "New"})

    assert {form.status_code, grid.status_code} <= {200, 302}
    bureau.refresh_from_db()
    priority.refresh_from_db()
    assert (bureau.phone, priority.title_en) in [("3", "New"), ("1", "New"), ("1", "A priority")]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has but one writer")
@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_the_same_instant_one_is_refused(admin_user):
    bureau = make_bureau(phone="1")
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(admin_user)
    forms = [opened(client, address(bureau)) for client in clients]
    start, codes = Barrier(2), []

    def submit(client, data, phone):
        start.wait()
        try:
            codes.append((save(client, bureau, data, phone=phone).status_code, phone))
        finally:
            connection.close()

    threads = [
        Thread(target=submit, args=(client, data, phone))
        for client, data, phone in zip(clients, forms, "23", strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    bureau.refresh_from_db()
    assert sorted(code for code, _phone in codes) == [200, 302]
    assert (302, bureau.phone) in codes
