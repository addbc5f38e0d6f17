"""The guided pages by which regions get other names and codes, and an end is taken back."""

import pytest

from tests.bureaus.admin.guided import CONFIRM, entered, fresh, page, placed, text_of

pytestmark = pytest.mark.django_db


def test_end_is_taken_back(admin_client, client, three):
    old, new, _other = three
    admin_client.post(page(old), placed(admin_client, old, entered(new)) | CONFIRM)

    asked = text_of(admin_client.get(page(old, "undo")))
    shown = text_of(admin_client.post(page(old, "undo"), {"reason": "A mistake"}))
    is_ended = fresh(old).is_ended
    answer = admin_client.post(page(old, "undo"), {"reason": "A mistake"} | CONFIRM)

    assert "by admin: Notice of 6 November" in asked
    assert "The page /en/regions/old/ shows: Old, City." in shown
    assert "places inside it 1; bureaus 1; documents 1; priorities 0" in shown
    assert is_ended
    assert answer.status_code == 302
    assert old.bureaus.get().name_en == "Old Office"
    assert client.get("/en/regions/old/").status_code == 200
    assert client.get("/r/500105/")["Location"] == "/en/regions/old/"


def test_taking_back_names_what_was_changed_since(admin_client, three):
    old, new, other = three
    admin_client.post(page(old), placed(admin_client, old, entered(new)) | CONFIRM)
    bureau = new.bureaus.get()
    bureau.region = other
    bureau.save()

    shown = text_of(admin_client.post(page(old, "undo"), {"reason": "x"}))
    answer = admin_client.post(page(old, "undo"), {"reason": "x"} | CONFIRM, follow=True)

    assert "bureau Old Office (region)" in shown
    assert "Left as they are, because they were changed since" in text_of(answer)


def test_taking_back_needs_a_reason(admin_client, three):
    old, new, _other = three
    admin_client.post(page(old), placed(admin_client, old, entered(new)) | CONFIRM)

    assert "This field is required." in text_of(admin_client.post(page(old, "undo"), CONFIRM))
    assert fresh(old).is_ended


# Another name or code


def renamed(region, **values):
    names = ("name_en", "name_zh_hans", "name_zh_hant")
    fields = (*names, *(f"full_{name}" for name in names), "code", "level", "kind")
    now = {name: getattr(region, name) for name in fields} | {"parent": region.parent_id}
    return now | {"on": "2025", "reason": "Notice"} | values


def test_another_code_is_shown_then_given_and_taken_back(admin_client, client, three):
    old = three[0]
    values = renamed(old, code="500110", full_name_en="Old City", kind="county-level-city")

    shown = text_of(admin_client.post(page(old, "recode"), values))
    code_then = fresh(old).code
    done = admin_client.post(page(old, "recode"), values | CONFIRM)

    assert "The page /en/regions/old/ keeps its address. It is called Old City, City." in shown
    assert "Its code is 500110, no longer 500105." in shown
    assert "Old City, City is found by these too: “500105”" in shown
    assert code_then == "500105"
    assert done.status_code == 302
    assert client.get("/r/500105/")["Location"] == "/en/regions/old/"
    assert client.get("/r/500110/")["Location"] == "/en/regions/old/"

    admin_client.post(page(old, "undo"), {"reason": "A mistake"} | CONFIRM)

    assert (fresh(old).code, fresh(old).full_name_en) == ("500105", "Old")
    assert client.get("/r/500110/").status_code == 404


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "These are the names that it has."),
        ({"code": "500157"}, "Another region has this code."),
        ({"code": "50"}, "A GB/T 2260 code has six digits"),
        ({"level": "planet"}, "Select a valid choice."),
        ({"parent": "999999"}, "Select a valid choice."),
        ({"parent": "x\x00"}, "Select a valid choice."),
        ({"parent": ""}, "This field is required."),
        ({"name_en": ""}, "This field is required."),
        ({"code": "500110", "on": "soon"}, "“soon” is none."),
        ({"code": "500110", "on": "2999"}, "This day has not come yet."),
        ({"code": "500110", "reason": ""}, "This field is required."),
    ],
)
@pytest.mark.parametrize("button", [{}, CONFIRM])
def test_wrong_name_or_code_is_named(admin_client, three, values, message, button):
    answer = admin_client.post(page(three[0], "recode"), renamed(three[0], **values) | button)

    assert answer.status_code == 200
    assert message in text_of(answer)
    assert fresh(three[0]).code == "500105"
