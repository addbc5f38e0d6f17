"""Every change in the admin says why."""

import pytest

from bureaus.models import Bureau, ContactPoint
from tests.bureaus.admin.histories import versions
from tests.factories import make_bureau, make_document, make_industry, make_priority, make_region
from tests.forms import address, opened, opened_grid, save

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "make", [make_bureau, make_region, make_priority, make_document, make_industry]
)
def test_saving_asks_why_and_keeps_the_answer(admin_client, admin_user, make):
    row = make()
    name = "name_en" if hasattr(row, "name_en") else "title_en"

    refused = save(admin_client, row, reason="  ", **{name: "New"})
    saved = save(admin_client, row, reason="https://example.org/a", **{name: "New"})

    assert "change_reason" in refused.context["adminform"].form.errors
    assert saved.status_code == 302, saved.context["errors"]
    last = versions(row)[-1]
    assert (last.history_change_reason, last.history_user) == ("https://example.org/a", admin_user)
    assert getattr(last, name) == "New"


def test_saving_without_a_change_asks_nothing(admin_client):
    bureau = make_bureau()

    assert save(admin_client, bureau, reason="").status_code == 302
    assert len(versions(bureau)) == 1


def test_a_new_row_below_needs_a_reason_too(admin_client):
    bureau = make_bureau()
    desk = {"contact_points-TOTAL_FORMS": 1, "contact_points-0-name_en": "Desk"}
    desk["contact_points-0-position"] = 0

    refused = save(admin_client, bureau, reason="", **desk)
    saved = save(admin_client, bureau, reason="A letter", **desk)

    assert (refused.status_code, saved.status_code) == (200, 302)
    assert ContactPoint.history.get().history_change_reason == "A letter"


def test_adding_asks_why(admin_client):
    region = make_region()
    data = opened(admin_client, "/admin/bureaus/bureau/add/") | {
        "status": "draft",
        "kind": "commerce",
        "region": region.pk,
        "name_en": "New office",
    }

    refused = admin_client.post("/admin/bureaus/bureau/add/", data | {"change_reason": ""})
    added = admin_client.post("/admin/bureaus/bureau/add/", data | {"change_reason": "Phone book"})

    assert (refused.status_code, added.status_code) == (200, 302)
    assert Bureau.history.get().history_change_reason == "Phone book"


def test_grid_asks_once_for_all_rows(admin_client):
    first, second = make_priority(), make_priority()
    grid = "/admin/policies/priority/"
    data = opened_grid(admin_client, grid)
    data |= {"form-0-title_en": "One", "form-1-title_en": "Two"}

    refused = admin_client.post(grid, data)
    saved = admin_client.post(grid, data | {"change_reason": "The plan of 2024"})

    assert "Say where you know this from" in refused.content.decode()
    assert saved.status_code == 302
    reasons = [versions(row)[-1].history_change_reason for row in (first, second)]
    assert reasons == ["The plan of 2024"] * 2


def test_action_on_a_list_is_named_as_the_reason(admin_client):
    priority = make_priority(status="draft")
    chosen = {"action": "publish", "_selected_action": [priority.pk], "index": 0}

    admin_client.post("/admin/policies/priority/", chosen)

    assert versions(priority)[-1].history_change_reason == "Publish"


def test_deleting_asks_why(admin_client):
    bureau = make_bureau(status="draft")

    page = admin_client.get(address(bureau, "delete/"))
    refused = admin_client.post(address(bureau, "delete/"), {"post": "yes"})
    deleted = admin_client.post(
        address(bureau, "delete/"), {"post": "yes", "change_reason": "Entered twice"}
    )

    assert 'name="change_reason"' in page.content.decode()
    assert "Say where you know this from" in refused.content.decode()
    assert deleted.status_code == 302
    assert Bureau.history.first().history_change_reason == "Entered twice"


def test_rows_are_not_deleted_many_at_once(admin_client):
    make_region()

    page = admin_client.get("/admin/bureaus/region/").content.decode()

    assert "delete_selected" not in page


@pytest.mark.parametrize("reason", ["x" * 501, "nul \x00 byte"])
def test_reason_that_cannot_be_stored_is_refused(admin_client, reason):
    bureau = make_bureau()

    response = save(admin_client, bureau, reason=reason, phone="1")

    assert response.status_code == 200
    assert versions(bureau)[-1].phone == ""
