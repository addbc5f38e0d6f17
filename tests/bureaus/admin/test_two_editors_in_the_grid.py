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
    data["opened_at"] = refused.context["opened_at"]
    kept = Priority.objects.get().title_en
    again = save_grid(admin_client, GRID, data, **{"form-0-title_en": "Three"})

    page = refused.content.decode()
    assert "was changed from “One” to “Two” by somebody else; yours is “Three”" in page
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


@pytest.mark.parametrize("mark", ["", "x", "1.2", "-1.0.0.0.0", "9" * 300, "٣.0.0.0.0", "<b>"])
def test_mark_that_is_none_breaks_nothing(admin_client, mark):
    bureau, priority = make_bureau(), make_priority()
    data = opened(admin_client, address(bureau)) | {"opened_at": mark}
    rows = opened_grid(admin_client, GRID) | {"opened_at": mark}

    assert save(admin_client, bureau, data, postal_code="x").status_code == 200
    assert save(admin_client, bureau, data, phone="3").status_code == 302
    assert save_grid(admin_client, GRID, rows, **{"form-0-title_en": "New"}).status_code == 302
    priority.refresh_from_db()
    assert priority.title_en == "New"


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
