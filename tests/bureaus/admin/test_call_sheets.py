"""Marking bureaus checked, and sheets for calling them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bureaus.models import Bureau, Check
from tests.factories import make_bureau, make_check, make_closed_bureau, make_region, make_staff

pytestmark = pytest.mark.django_db

LIST = "/admin/bureaus/bureau/"
SHEET, RESULTS = f"{LIST}call-sheet/", f"{LIST}call-results/"
ASKED = {"method": "phone", "date": "2024-03-01", "outcome": "confirmed"}


@pytest.fixture(scope="module")
def north(once):
    return make_region(name="North")


def log_in(client, region):
    client.force_login(make_staff("change_bureau", regions=[region]))


def mark(client, bureaus, **values):
    keys = [bureau.pk for bureau in bureaus]
    return client.post(LIST, {"action": "mark_checked", "_selected_action": keys} | values)


def results(client, **changes):
    """Send the results as the page gives them; changes are the inputs by bureau and field."""
    context = client.get(f"{RESULTS}?region=north").context
    values = {"method": "phone", "date": "2024-03-01"}
    values["bureau"] = [form.instance.pk for form in context["forms"]]
    for form in context["forms"]:
        for field in form.contacts():
            values[field.html_name] = values[field.html_initial_name] = field.value()
    return client.post(f"{RESULTS}?region=north", values | changes)


def test_mark_checked_asks_first_and_then_records_for_each(admin_client, admin_user):
    bureaus = [make_bureau(phone="0758-3611228"), make_bureau(phone="0758-3611229")]

    page = mark(admin_client, bureaus)
    assert page.status_code == 200
    assert not Check.objects.exists()

    mark(admin_client, bureaus, apply="1", **ASKED, note="n", evidence_url="https://example.org/")
    for bureau in Bureau.objects.all():
        check = bureau.checks.get()
        assert (check.method, check.note, check.checked_by) == ("phone", "n", admin_user)
        assert str(bureau.next_check_on) == "2024-09-01"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"date": "2099-01-01"}, "This day has not come yet."),
        ({"method": "magic"}, "Select a valid choice."),
        ({"outcome": ""}, "This field is required."),
        ({"note": "x" * 10_000}, "at most 300 characters"),
    ],
)
def test_mark_checked_refuses_bad_values_and_keeps_what_was_typed(admin_client, wrong, message):
    page = mark(admin_client, [make_bureau()], apply="1", **ASKED | {"note": "typed"} | wrong)

    assert message in page.content.decode()
    assert wrong.get("note", "typed") in page.content.decode()
    assert not Check.objects.exists()


def test_closed_bureaus_and_those_out_of_reach_are_left_out(client, north):
    own, other = make_bureau(region=north, phone="010-65128888"), make_bureau()
    closed = make_closed_bureau(own, region=north)
    log_in(client, north)

    page = mark(client, [own, other, closed])
    mark(client, [own, other, closed], apply="1", **ASKED)

    assert [bureau.pk for bureau in page.context["bureaus"]] == [own.pk]
    assert [check.bureau for check in Check.objects.all()] == [own]


def test_nothing_to_mark_is_said(admin_client):
    closed = make_closed_bureau(closure="abolished")

    page = admin_client.post(
        LIST, {"action": "mark_checked", "_selected_action": [closed.pk]}, follow=True
    )

    assert "None of these bureaus can be marked" in page.content.decode()


def test_sheet_lists_overdue_then_never_checked_in_both_scripts(admin_client, north):
    make_bureau(region=north, name_en="Never", name_zh_hans="四会局", phone="0758-3611228")
    for name, days in (("Late", 300), ("Later", 500)):
        late = make_bureau(region=north, name_en=name)
        make_check(late, date=timezone.localdate() - timedelta(days=days))
    make_check(make_bureau(region=north, name_en="Fresh"))
    make_bureau(region=north, name_en="Hidden", status="draft")
    make_bureau(name_en="Elsewhere")

    page = admin_client.get(f"{SHEET}?region=north")

    assert [bureau.name_en for bureau in page.context["bureaus"]] == ["Later", "Late", "Never"]
    for text in ("四会局", "0758-3611228", "☐ Confirmed", "☐ Nobody reached"):
        assert text in page.content.decode()


def test_regions_to_choose_from_have_their_numbers(admin_client, client, north):
    town = make_region(name="Town", parent=north, level="county")
    make_bureau(region=town)
    make_bureau(region=make_region(name="South"))

    everywhere = admin_client.get(SHEET).context["regions"]
    log_in(client, town)
    own = client.get(SHEET).context["regions"]

    assert [(region.slug, number) for region, number in everywhere] == [("north", 1), ("south", 1)]
    assert [(region.slug, number) for region, number in own] == [("town", 1)]


def test_results_are_recorded_together(admin_client, north):
    right, wrong, silent = (make_bureau(region=north, phone="1") for _ in range(3))

    answer = results(
        admin_client,
        **{
            f"b{right.pk}-outcome": "confirmed",
            f"b{wrong.pk}-outcome": "mended",
            f"b{wrong.pk}-phone": "0758-2",
            f"b{wrong.pk}-note": "Mr Li",
        },
    )

    wrong.refresh_from_db()
    assert answer.status_code == 302
    assert right.checks.get().outcome == "confirmed"
    assert (wrong.phone, wrong.checks.get().note) == ("0758-2", "Mr Li")
    assert not silent.checks.exists()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"phone": "0758-2"}, "Choose what came of it."),
        ({"phone": "0758-2", "outcome": "confirmed"}, "Contacts were changed"),
        ({"email": "nobody", "outcome": "mended"}, "Enter a valid email address."),
        ({"phone": "1" * 10_000, "outcome": "mended"}, "at most 200 characters"),
        ({"outcome": "mended", "phone": "2", "initial": "8"}, "Somebody else has changed this"),
    ],
)
def test_one_wrong_result_records_none(admin_client, north, given, message):
    first, second = make_bureau(region=north, phone="1"), make_bureau(region=north, phone="1")
    initial = {f"initial-b{second.pk}-phone": given.pop("initial")} if "initial" in given else {}

    page = results(
        admin_client,
        **{f"b{first.pk}-outcome": "confirmed"},
        **{f"b{second.pk}-{name}": value for name, value in given.items()},
        **initial,
    )

    assert page.status_code == 200
    assert message in page.content.decode()
    assert not Check.objects.exists()
    assert Bureau.objects.get(pk=second.pk).phone == "1"


def test_nothing_out_of_reach_is_shown_or_written(client, north):
    other = make_bureau(region=north)
    south = make_region(name="South")
    log_in(client, south)

    assert client.get(f"{SHEET}?region=north").status_code == 404
    assert client.get(f"{RESULTS}?region=north").status_code == 404
    client.post(
        f"{RESULTS}?region=south",
        {"bureau": [other.pk, "x", "9" * 30], f"b{other.pk}-outcome": "confirmed", **ASKED},
    )
    assert not Check.objects.exists()
