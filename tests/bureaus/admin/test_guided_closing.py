"""The guided pages: close, merge, open again, rename."""

import pytest
from django.contrib.admin.models import LogEntry

from bureaus.models import Bureau
from tests.factories import (
    make_bureau,
    make_check,
    make_closed_bureau,
    make_contact_point,
    make_region,
    make_staff,
)

pytestmark = pytest.mark.django_db

LIST = "/admin/bureaus/bureau/"
CONFIRM = {"_confirm": "x"}


def page(bureau, act="close"):
    return f"{LIST}{bureau.pk}/{act}/"


def entered(*successors, closure="merged", **more):
    keys = [successor.pk for successor in successors]
    values = {"closure": closure, "on": "2024-03-01", "successors": keys}
    return values | {"reason": "Notice of 1 March"} | more


def state(bureau):
    bureau = Bureau.objects.get(pk=bureau.pk)
    return bureau.status, bureau.closure, [successor.ref for successor in bureau.successors.all()]


UNTOUCHED = ("published", "", [])


@pytest.fixture(scope="module")
def pair(once):
    region = make_region(name="Sihui")
    old = make_bureau(region=region, name_en="Old Office", phone="111", fax="333", ref="bbbbb")
    new = make_bureau(region=region, name_en="New Office", phone="222", ref="ccccc")
    return old, new


def test_preview_shows_what_visitors_will_see_and_changes_nothing(admin_client, pair):
    old, new = pair

    answer = admin_client.post(page(old), entered(new))
    text = " ".join(answer.content.decode().split())

    assert "Nothing is changed yet." in text
    assert "/en/bureaus/old-office-bbbbb/ stays and says:" in text
    assert "“Merged into another, 1 March 2024.”" in text
    assert "The permanent address /b/bbbbb/" in text
    assert "Whoever looks for “Old Office” finds New Office." in text
    assert state(old) == UNTOUCHED


def test_preview_of_a_duplicate_names_where_the_page_leads(admin_client, pair):
    old, new = pair

    text = admin_client.post(page(old), entered(new, closure="duplicate")).content.decode()

    assert "/en/bureaus/old-office-bbbbb/ leads on to /en/bureaus/new-office-ccccc/." in text


def test_confirming_closes_with_the_chosen_values(admin_client, client, pair):
    old, new = pair
    make_contact_point(old)
    make_check(old)
    chosen = {"name_en": "keep", "phone": "take", "fax": "keep", "with_checks": "on"}

    answer = admin_client.post(page(old), entered(new) | chosen | CONFIRM)

    new.refresh_from_db()
    assert answer.status_code == 302
    assert state(old) == ("closed", "merged", ["ccccc"])
    assert (new.name_en, new.phone, new.fax) == ("New Office", "111", "")
    assert (new.checks.count(), new.contact_points.count()) == (1, 0)
    assert client.get("/en/bureaus/old-office-bbbbb/").status_code == 410
    assert "Notice of 1 March" in LogEntry.objects.get().get_change_message()


def test_empty_fields_of_the_one_that_stays_are_proposed_to_be_filled(admin_client, pair):
    old, new = pair

    merging = admin_client.post(page(old), entered(new)).context["merging"]

    assert merging.get_initial_values() == {"name_en": "keep", "phone": "keep", "fax": "take"}


@pytest.mark.parametrize("chosen", [{}, {"name_en": "keep", "phone": "other", "fax": "take"}])
def test_confirming_without_a_choice_for_each_field_changes_nothing(admin_client, pair, chosen):
    old, new = pair

    answer = admin_client.post(page(old), entered(new) | chosen | CONFIRM)

    assert answer.status_code == 200
    assert answer.context["merging"].errors
    assert state(old) == UNTOUCHED


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"successors": []}, "This reason needs exactly one successor."),
        ({"closure": "split"}, "A split needs at least two successors."),
        ({"closure": "abolished"}, "An abolished bureau has no successor."),
        ({"closure": "eaten"}, "Select a valid choice."),
        ({"on": "2999-01-01"}, "This day has not come yet."),
        ({"on": "yesterday"}, "Enter a valid date."),
        ({"reason": ""}, "This field is required."),
        ({"successors": ["999999"]}, "Select a valid choice."),
        ({"successors": ["x\x00y"]}, "Select a valid choice."),
        ({"successors": ["9" * 30]}, "Select a valid choice."),
    ],
)
@pytest.mark.parametrize("button", [{}, CONFIRM])
def test_wrong_input_is_named_and_changes_nothing(admin_client, pair, values, message, button):
    old, new = pair

    answer = admin_client.post(page(old), entered(new) | values | button)

    assert answer.status_code == 200
    assert message in answer.content.decode().replace("&#x27;", "'")
    assert state(old) == UNTOUCHED


def test_bureau_is_no_successor_of_itself_and_no_circle_arises(admin_client, pair):
    old, _new = pair
    middle = make_closed_bureau(old)

    alone = admin_client.post(page(old), entered(old) | CONFIRM).content.decode()
    circle = admin_client.post(page(old), entered(middle)).content.decode()

    assert "A bureau cannot succeed itself." in alone
    assert "This would be a circle" in circle
    assert state(old) == UNTOUCHED


def test_draft_is_no_successor(admin_client, pair):
    draft = make_bureau(status="draft", name_en="Secret")
    field = {"app_label": "bureaus", "model_name": "bureau", "field_name": "successors"}

    answer = admin_client.post(page(pair[0]), entered(draft))
    offered = admin_client.get("/admin/autocomplete/", field | {"term": "secret"}).json()

    assert "Select a valid choice." in answer.content.decode()
    assert offered["results"] == []


def test_going_back_shows_what_was_entered(admin_client, pair):
    old, new = pair

    answer = admin_client.post(page(old), entered(new) | {"_back": "x"})

    assert answer.templates[0].name == "workbench/closing_form.html"
    assert "Notice of 1 March" in answer.content.decode()


def test_list_leads_to_closing_one_or_merging_two_but_not_three(admin_client, pair):
    def act(*bureaus):
        chosen = [bureau.pk for bureau in bureaus]
        data = {"action": "close_or_merge", "_selected_action": chosen}
        return admin_client.post(LIST, data)

    old, new = pair
    Bureau.objects.filter(pk=old.pk).update(name_en="A")

    assert act(old)["Location"] == page(old)
    assert act(old, new)["Location"] == f"{page(old)}?closure=merged&successors={new.pk}"
    assert act(old, new, make_bureau())["Location"] == LIST
    assert "The other way round" in admin_client.get(act(old, new)["Location"]).content.decode()


@pytest.mark.parametrize("query", ["?successors=x&closure=9", "?successors=999999"])
def test_odd_address_is_no_error(admin_client, pair, query):
    assert admin_client.get(page(pair[0]) + query).status_code == 200


@pytest.mark.parametrize("act", ["close", "reopen", "rename"])
def test_unknown_bureau_is_not_found(admin_client, act):
    assert admin_client.get(f"{LIST}999/{act}/").status_code == 404


def test_pages_lead_back_when_there_is_nothing_to_do(admin_client, pair):
    closed = make_closed_bureau(pair[0])

    assert admin_client.get(page(closed)).status_code == 302
    assert admin_client.get(page(pair[0], "reopen")).status_code == 302


def test_merge_is_undone(admin_client, client, pair):
    old, new = pair
    chosen = {"name_en": "take", "phone": "take", "fax": "take"}
    admin_client.post(page(old), entered(new) | chosen | CONFIRM)

    shown = admin_client.get(page(old, "reopen")).content.decode()
    answer = admin_client.post(page(old, "reopen"), {"reason": "They are two"})

    new.refresh_from_db()
    assert "by admin: Notice of 1 March" in shown
    assert "What these took over from it goes back" in shown
    assert answer.status_code == 302
    assert state(old) == UNTOUCHED
    assert (new.name_en, new.phone, new.fax) == ("New Office", "222", "")
    assert client.get("/en/bureaus/old-office-bbbbb/").status_code == 200


def test_undoing_needs_a_reason_and_a_free_name(admin_client, pair):
    closed = make_closed_bureau(make_bureau(), region=pair[0].region, name_en="Old Office")

    unreasoned = admin_client.post(page(closed, "reopen"), {}).content.decode()
    taken = admin_client.post(page(closed, "reopen"), {"reason": "x"}).content.decode()

    assert "This field is required." in unreasoned
    assert "Another bureau of this place has the same name today: Old Office (bbbbb)." in taken
    assert state(closed)[0] == "closed"


def test_renaming_keeps_the_old_name_as_a_former_one(admin_client, pair):
    old, _new = pair
    values = {"name_en": "Renamed", "on": "2024-03-01", "reason": "Notice"}

    unchanged = admin_client.post(page(old, "rename"), values | {"name_en": "Old Office"})
    answer = admin_client.post(page(old, "rename"), values)

    old.refresh_from_db()
    assert "These are the names that it has." in unchanged.content.decode()
    assert answer.status_code == 302
    assert (old.name_en, old.aliases.get().value) == ("Renamed", "Old Office")


# Who may


@pytest.mark.parametrize("act", ["close", "reopen"])
@pytest.mark.parametrize("role", ["viewer", "regional editor"])
def test_viewers_and_regional_editors_neither_close_nor_reopen(client, pair, act, role):
    bureau = pair[0] if act == "close" else make_closed_bureau()
    change = ["change_bureau"] if role == "regional editor" else []
    regions = [bureau.region] if role == "regional editor" else []
    client.force_login(make_staff("view_bureau", *change, regions=regions))
    before = state(bureau)

    assert client.get(page(bureau, act)).status_code == 403
    assert client.post(page(bureau, act), entered(pair[1]) | CONFIRM).status_code == 403
    assert state(bureau) == before
    assert "close_or_merge" not in client.get(LIST).content.decode()
    assert f"/{act}/" not in client.get(f"{LIST}{bureau.pk}/change/").content.decode()
