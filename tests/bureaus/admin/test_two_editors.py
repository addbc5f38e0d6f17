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
PARTS = ("contact_points", "checks", "successions", "aliases")


def refused_fields(response):
    """Map the fields that others have changed, as the page names them, to what it says."""
    context = response.context
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    forms = [context["adminform"].form, *(form for rows in formsets for form in rows.forms)]
    return {
        form.add_prefix(name): " ".join(texts)
        for form in forms
        for name, texts in form.errors.items()
    }


def now(value):
    return (
        f"Somebody else has changed this meanwhile; it is now: {value}. Save again to keep yours."
    )


def test_second_save_is_refused_with_both_values(admin_client):
    bureau = make_bureau(phone="1")
    first, second = opened(admin_client, address(bureau)), opened(admin_client, address(bureau))
    save(admin_client, bureau, first, phone="2")

    refused = save(admin_client, bureau, second, phone="3", fax="9")

    bureau.refresh_from_db()
    assert refused_fields(refused) == {"phone": now("2")}
    assert now("2") in refused.content.decode()
    assert bureau.phone == "2"
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

    assert refused_fields(again) == {"phone": now("4")}


def test_fields_that_were_not_touched_stay_as_they_are_stored(admin_client):
    bureau = make_bureau(phone="1", fax="1", notes="first\nsecond")
    place = make_region()
    data = opened(admin_client, address(bureau))
    Bureau.objects.update(phone="2", region=place, languages=["en", "ja"])

    saved = save(admin_client, bureau, data, fax="9", notes="first\r\nsecond")

    bureau.refresh_from_db()
    assert saved.status_code == 302
    assert (bureau.phone, bureau.fax, bureau.region, bureau.languages) == (
        "2",
        "9",
        place,
        ["en", "ja"],
    )


def test_fields_that_are_left_out_stay_as_they_are_stored(admin_client):
    bureau = make_bureau(phone="1", languages=["en"])
    data = {f"{rows}-{name}_FORMS": 0 for rows in PARTS for name in ("TOTAL", "INITIAL")}

    saved = save(admin_client, bureau, data, fax="9")

    bureau.refresh_from_db()
    assert saved.status_code == 302
    assert (bureau.phone, bureau.fax, bureau.languages) == ("1", "9", ["en"])


def test_ends_of_lines_and_blanks_around_a_text_are_no_change(admin_client):
    bureau = make_bureau(notes="first\nsecond\n", address_en=" Room 1 ")
    data = opened(admin_client, address(bureau))

    saved = save(admin_client, bureau, data | {"notes": "first\r\nsecond\r\n"}, reason="")

    assert saved.status_code == 302
    assert Bureau.history.count() == 1


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

    assert refused_fields(refused) == {"phone": now("2")}


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

    assert refused_fields(refused) == {"phone": now("2")}


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
    assert refused_fields(refused) == {"contact_points-0-phone": now("2")}
    assert again.status_code == 302
    assert (desk.phone, desk.email) == ("3", "b@example.org")


def test_row_that_both_deleted_is_gone(admin_client):
    bureau = make_bureau()
    desk = make_contact_point(bureau)
    data = opened(admin_client, address(bureau))
    desk.delete()

    saved = save(admin_client, bureau, data, **{"contact_points-0-DELETE": "on"})

    assert saved.status_code == 302
    assert not bureau.contact_points.exists()


def test_row_that_somebody_changed_is_not_deleted_unseen(admin_client):
    bureau = make_bureau()
    make_contact_point(bureau, phone="1")
    data = opened(admin_client, address(bureau))
    ContactPoint.objects.update(phone="2")

    refused = save(admin_client, bureau, data, **{"contact_points-0-DELETE": "on"})
    kept = bureau.contact_points.count()
    again = save(admin_client, bureau, shown(refused))

    assert "Somebody else has changed “Front desk” meanwhile." in refused.content.decode()
    assert (kept, again.status_code, bureau.contact_points.count()) == (1, 302, 0)


def test_row_that_somebody_added_stays(admin_client):
    bureau = make_bureau()
    data = opened(admin_client, address(bureau))
    make_check(bureau)

    saved = save(admin_client, bureau, data, phone="3")

    assert saved.status_code == 302
    assert bureau.checks.count() == 1


@pytest.mark.parametrize("is_typed", [True, False])
def test_row_that_somebody_deleted_comes_back_only_if_it_was_typed_into(admin_client, is_typed):
    bureau = make_bureau()
    desk = make_contact_point(bureau, name_en="First", phone="1")
    make_contact_point(bureau, name_en="Second", position=2)
    data = opened(admin_client, address(bureau))
    desk.delete()
    typed = {"contact_points-0-phone": "3"} if is_typed else {}

    answer = save(admin_client, bureau, data, fax="9", **typed)
    if is_typed:
        assert "Somebody else has deleted a row meanwhile" in answer.content.decode()
        answer = save(admin_client, bureau, shown(answer))

    desks = bureau.contact_points.order_by("name_en").values_list("name_en", "phone")
    assert answer.status_code == 302, answer.context["errors"]
    assert list(desks) == ([("First", "3")] if is_typed else []) + [("Second", "")]


def test_row_that_is_sent_without_its_key_counts_as_a_new_one(admin_client):
    bureau = make_bureau()
    make_contact_point(bureau, phone="1")
    data = opened(admin_client, address(bureau))
    del data["contact_points-0-id"]

    refused = save(admin_client, bureau, data | {"contact_points-0-phone": "2"})

    assert refused.status_code == 200
    assert bureau.contact_points.get().phone == "1"


def test_industries_are_compared(admin_client):
    ships, cars, tea = (make_industry(name_en=name) for name in ("Ships", "Cars", "Tea"))
    priority = make_priority(industries=[ships])
    data = opened(admin_client, address(priority))
    priority.industries.set([cars])

    refused = save(admin_client, priority, data, industries=[tea.pk])

    assert refused_fields(refused) == {"industries": now("Cars")}


def test_priority_below_a_document_is_compared(admin_client):
    document = make_document()
    priority = make_priority(document=document, region=document.region, title_en="One")
    data = opened(admin_client, address(document))
    Priority.objects.update(title_en="Two")

    refused = save(admin_client, document, data, **{"priorities-0-title_en": "Three"})

    priority.refresh_from_db()
    assert refused_fields(refused) == {"priorities-0-title_en": now("Two")}
    assert priority.title_en == "Two"
