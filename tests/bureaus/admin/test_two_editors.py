"""Who saves second is shown both values first."""

import pytest

from bureaus.models import Bureau, ContactPoint
from policies.models import Priority
from tests.factories import (
    make_bureau,
    make_check,
    make_contact_point,
    make_document,
    make_industry,
    make_priority,
    make_region,
)
from tests.forms import address, opened, save, shown

pytestmark = pytest.mark.django_db


def conflicts(response):
    """Map each field in conflict to (opened, stored, yours)."""
    return {c.label: (c.opened, c.stored, c.yours) for c in response.context["conflicts"]}


def test_second_save_is_refused_with_all_three_values(admin_client):
    bureau = make_bureau(phone="1")
    first, second = opened(admin_client, address(bureau)), opened(admin_client, address(bureau))
    save(admin_client, bureau, first, phone="2")

    refused = save(admin_client, bureau, second, phone="3", fax="9")

    bureau.refresh_from_db()
    page = refused.content.decode()
    assert conflicts(refused) == {"Phone": ("1", "2", "3")}
    assert bureau.phone == "2"
    assert "Changed by somebody else while you had this open" in page
    assert shown(refused)["phone"] == "3"
    assert shown(refused)["fax"] == "9"


def test_saving_again_after_looking_overwrites(admin_client):
    bureau = make_bureau(phone="1")
    data = opened(admin_client, address(bureau))
    Bureau.objects.update(phone="2")
    refused = save(admin_client, bureau, data, phone="3")

    again = save(admin_client, bureau, shown(refused))

    bureau.refresh_from_db()
    assert (again.status_code, bureau.phone) == (302, "3")


def test_a_third_editor_in_between_is_noticed_too(admin_client):
    bureau = make_bureau(phone="1")
    data = opened(admin_client, address(bureau))
    Bureau.objects.update(phone="2")
    refused = save(admin_client, bureau, data, phone="3")
    Bureau.objects.update(phone="4")

    again = save(admin_client, bureau, shown(refused))

    assert conflicts(again) == {"Phone": ("2", "4", "3")}


def test_field_that_was_not_touched_takes_over_what_is_stored(admin_client):
    bureau = make_bureau(phone="1", fax="1", notes="first\nsecond")
    place = make_region()
    data = opened(admin_client, address(bureau))
    Bureau.objects.update(phone="2", region=place, languages=["en", "ja"])
    refused = save(admin_client, bureau, data, fax="9", notes="first\r\nsecond")
    again = save(admin_client, bureau, shown(refused))

    bureau.refresh_from_db()
    assert conflicts(refused)["Phone"] == ("1", "2", "")
    assert again.status_code == 302
    assert (bureau.phone, bureau.fax, bureau.region, bureau.languages) == (
        "2",
        "9",
        place,
        ["en", "ja"],
    )


def test_the_same_change_twice_is_no_conflict(admin_client):
    bureau = make_bureau(phone="1")
    data = opened(admin_client, address(bureau))
    save(admin_client, bureau, data, phone="2")

    assert save(admin_client, bureau, data, phone="2").status_code == 302


def test_change_and_back_is_no_conflict(admin_client):
    bureau = make_bureau(phone="1")
    data = opened(admin_client, address(bureau))
    Bureau.objects.update(phone="2")
    Bureau.objects.update(phone="1")

    assert save(admin_client, bureau, data, fax="3").status_code == 302


def test_row_that_has_no_history_yet_is_compared_as_well(admin_client):
    bureau = make_bureau(phone="1")
    Bureau.history.all().delete()
    data = opened(admin_client, address(bureau))
    Bureau.objects.update(phone="2")

    refused = save(admin_client, bureau, data, phone="3")

    assert conflicts(refused) == {"Phone": ("1", "2", "3")}


def test_other_objects_do_not_disturb(admin_client):
    bureau, other = make_bureau(), make_bureau()
    data = opened(admin_client, address(bureau))
    Bureau.objects.filter(pk=other.pk).update(phone="2")
    make_contact_point(other)

    assert save(admin_client, bureau, data, phone="3").status_code == 302


def test_error_in_the_form_does_not_forget_when_it_was_opened(admin_client):
    bureau = make_bureau(phone="1")
    data = opened(admin_client, address(bureau))
    wrong = save(admin_client, bureau, data, phone="3", postal_code="x")
    Bureau.objects.update(phone="2")

    refused = save(admin_client, bureau, shown(wrong), postal_code="")

    assert conflicts(refused) == {"Phone": ("1", "2", "3")}


def test_hostile_values_in_conflict_are_shown_as_text(admin_client):
    bureau = make_bureau(notes="1")
    data = opened(admin_client, address(bureau))
    Bureau.objects.update(notes="<script>2</script>")

    refused = save(admin_client, bureau, data, notes="<script>3</script>").content.decode()

    assert "&lt;script&gt;2" in refused
    assert "<script>2" not in refused
    assert "<script>3" not in refused


def test_row_below_that_both_changed(admin_client):
    bureau = make_bureau()
    desk = make_contact_point(bureau, phone="1", email="a@example.org")
    data = opened(admin_client, address(bureau))
    ContactPoint.objects.update(phone="2", email="b@example.org")

    refused = save(admin_client, bureau, data, **{"contact_points-0-phone": "3"})
    again = save(admin_client, bureau, shown(refused))

    desk.refresh_from_db()
    assert conflicts(refused) == {
        "Phone": ("1", "2", "3"),
        "Email": ("a@example.org", "b@example.org", ""),
    }
    assert refused.context["conflicts"][0].row == "Front desk"
    assert again.status_code == 302
    assert (desk.phone, desk.email) == ("3", "b@example.org")


def test_row_that_somebody_added_is_told_and_stays(admin_client):
    bureau = make_bureau()
    data = opened(admin_client, address(bureau))
    make_check(bureau)

    refused = save(admin_client, bureau, data, phone="3")
    again = save(admin_client, bureau, shown(refused))

    assert list(conflicts(refused)) == ["Check"]
    assert again.status_code == 302
    assert bureau.checks.count() == 1


@pytest.mark.parametrize("is_typed", [True, False])
def test_row_that_somebody_deleted_comes_back_only_if_it_was_typed_into(admin_client, is_typed):
    bureau = make_bureau()
    desk = make_contact_point(bureau, name_en="First", phone="1")
    make_contact_point(bureau, name_en="Second", position=2)
    data = opened(admin_client, address(bureau))
    desk.delete()
    typed = {"contact_points-0-phone": "3"} if is_typed else {}

    refused = save(admin_client, bureau, data, fax="9", **typed)
    again = save(admin_client, bureau, shown(refused))

    desks = bureau.contact_points.order_by("name_en").values_list("name_en", "phone")
    assert [(c.opened, c.stored) for c in refused.context["conflicts"]] == [("First", "deleted")]
    assert ('value="3"' in refused.content.decode()) is is_typed
    assert again.status_code == 302, again.context["errors"]
    assert list(desks) == ([("First", "3")] if is_typed else []) + [("Second", "")]


def test_industries_are_compared(admin_client):
    ships, cars, tea = (make_industry(name_en=name) for name in ("Ships", "Cars", "Tea"))
    priority = make_priority(industries=[ships])
    data = opened(admin_client, address(priority))
    priority.industries.set([cars])

    refused = save(admin_client, priority, data, industries=[tea.pk])

    assert conflicts(refused) == {"Industries": ("Ships", "Cars", "Tea")}


def test_priority_below_a_document_is_compared(admin_client):
    document = make_document()
    priority = make_priority(document=document, region=document.region, title_en="One")
    data = opened(admin_client, address(document))
    Priority.objects.update(title_en="Two")

    refused = save(admin_client, document, data, **{"priorities-0-title_en": "Three"})

    priority.refresh_from_db()
    assert conflicts(refused) == {"Title in English": ("One", "Two", "Three")}
    assert priority.title_en == "Two"
