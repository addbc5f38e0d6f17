"""The seal through the pages of staff: what ends a check, what a check takes, and what is said."""

import pytest

from bureaus.models import Bureau, Check
from tests.bureaus.admin.histories import history, restore, versions
from tests.bureaus.data_files import load_all
from tests.bureaus.spreadsheets.files import apply, as_csv
from tests.factories import make_bureau, make_check, make_contact_point, make_correction
from tests.forms import WHY, address, opened

pytestmark = pytest.mark.django_db

LIST = "/admin/bureaus/bureau/"
ASKED = {"method": "phone", "date": "2024-03-01", "outcome": "confirmed"}
ENDED = "It is no longer checked"


@pytest.fixture(scope="module")
def bureau(once):
    bureau = make_bureau(ref="bbbbb", phone="0758-3611228", email="a@sihui.example")
    make_contact_point(bureau, phone="0758-3990000")
    make_check(bureau)
    return bureau


def is_checked(bureau):
    return Bureau.objects.checked().filter(pk=bureau.pk).exists()


def save(client, bureau, **typed):
    data = opened(client, address(bureau)) | WHY | typed
    return client.post(address(bureau), data, follow=True).content.decode()


def check_row(**values):
    row = ASKED | {"date": "2026-01-05"} | values
    typed = {f"checks-0-{name}": value for name, value in row.items()}
    return {"checks-TOTAL_FORMS": 1, "checks-INITIAL_FORMS": 0} | typed


@pytest.mark.parametrize(
    ("typed", "is_ended"),
    [
        ({"phone": "0758-3611229"}, True),
        ({"phone": ""}, True),
        ({"fax": "0758-3611188"}, True),
        ({"address_zh_hans": "行政中心"}, True),
        ({"contact_points-0-phone": "0758-3990001"}, True),
        ({"contact_points-0-DELETE": "on"}, True),
        ({"phone": "+86 758 3611228"}, False),
        ({"name_en": "Another"}, False),
        ({"hours": "Mo-Fr 09:00-12:00"}, False),
        ({"contact_points-0-name_en": "Another"}, False),
    ],
)
def test_form_says_when_a_change_ends_the_check(admin_client, bureau, typed, is_ended):
    page = save(admin_client, bureau, **typed)

    assert is_checked(bureau) is not is_ended
    assert (ENDED in page) is is_ended


def test_number_and_check_typed_together_are_checked(admin_client):
    bureau = make_bureau()

    page = save(admin_client, bureau, phone="0758-3611229", **check_row(outcome="mended"))

    bureau.refresh_from_db()
    assert str(bureau.checked_on) == "2026-01-05"
    assert ENDED not in page


def test_new_bureau_is_checked_by_the_phone_typed_with_it(admin_client, bureau):
    typed = {"status": "draft", "kind": "commerce", "region": bureau.region_id, "name_en": "New"}
    data = opened(admin_client, f"{LIST}add/") | WHY | typed | check_row()

    refused = admin_client.post(f"{LIST}add/", data)
    admin_client.post(f"{LIST}add/", data | {"phone": "0758-3611240"})

    assert "Without a phone a bureau cannot be checked by phone." in refused.content.decode()
    assert str(Bureau.objects.get(name_en="New").checked_on) == "2026-01-05"


def test_inline_check_of_what_is_not_there_is_refused_and_loses_nothing(admin_client):
    bureau = make_bureau()

    page = save(admin_client, bureau, name_en="Typed", **check_row(note="Ms Lin"))

    assert "Without a phone a bureau cannot be checked by phone." in page
    assert "Ms Lin" in page and "Typed" in page
    assert not Check.objects.filter(bureau=bureau).exists()


def test_restored_number_is_not_the_checked_one(admin_client, bureau):
    first = versions(bureau)[0]
    save(admin_client, bureau, phone="0758-3611229")
    make_check(bureau)
    assert is_checked(bureau)

    restore(admin_client, bureau, first, only="phone")

    bureau.refresh_from_db()
    assert bureau.phone == "0758-3611228" and not is_checked(bureau)


def test_history_tells_after_which_change_it_was_not_checked(admin_client, bureau):
    save(admin_client, bureau, name_en="Another")
    save(admin_client, bureau, phone="0758-3611229")
    save(admin_client, bureau, fax="0758-3611188")

    response = history(admin_client, bureau)
    sections = response.content.decode().split('<section class="module">')[1:]
    told = ["No longer checked since this change." in section for section in sections[:3]]

    assert told == [False, True, False]
    assert "0758-3611229" in sections[1]


def test_imported_number_is_not_checked(admin_client, bureau):
    other = make_bureau(ref="ccccc", phone="0758-3611250")
    make_check(other)

    rows = [["bbbbb", "0758-3611229"], ["ccccc", "+86 758 3611250"]]
    apply(admin_client, as_csv(["ref", "phone"], *rows))

    assert (is_checked(bureau), is_checked(other)) == (False, True)


@pytest.mark.parametrize("confirmed_by", ["", "phone"])
def test_accepted_correction_is_checked_only_if_confirmed(admin_client, bureau, confirmed_by):
    correction = make_correction(bureau, values={"phone": "0758-3611229"})
    url = f"{address(bureau)}?correction={correction.pk}"

    admin_client.post(url, opened(admin_client, url) | {"confirmed_by": confirmed_by})

    bureau.refresh_from_db()
    assert bureau.phone == "0758-3611229"
    assert is_checked(bureau) is bool(confirmed_by)


def test_correction_cannot_be_confirmed_by_a_phone_that_is_not_there(admin_client):
    bureau = make_bureau()
    correction = make_correction(bureau, values={"email": "a@sihui.example"})
    url = f"{address(bureau)}?correction={correction.pk}"

    page = admin_client.post(url, opened(admin_client, url) | {"confirmed_by": "phone"})

    assert "Without a phone a bureau cannot be checked by phone." in page.content.decode()
    bureau.refresh_from_db()
    assert bureau.email == "" and not correction.is_settled


def mark(client, bureaus, **values):
    keys = [bureau.pk for bureau in bureaus]
    sent = {"action": "mark_checked", "_selected_action": keys, "apply": "1"}
    return client.post(LIST, sent | ASKED | values, follow=True).content.decode()


def test_marking_many_leaves_out_and_names_those_that_cannot_be(admin_client, bureau):
    mute = make_bureau(name_en="Mute Office")

    page = mark(admin_client, [bureau, mute], note="n")

    assert [check.bureau for check in Check.objects.filter(note="n")] == [bureau]
    assert "1 check was recorded." in page
    assert "Without a phone a bureau cannot be checked by phone. Mute Office" in page


def test_marking_none_that_can_be_asks_again(admin_client):
    bureaus = [make_bureau(name_en=f"Mute Office {number}") for number in range(12)]

    page = mark(admin_client, bureaus, note="typed")

    assert not Check.objects.filter(note="typed").exists()
    assert "Mute Office 3" in page and "… 12" in page and "typed" in page


def test_call_of_a_bureau_without_a_phone_is_refused_until_its_number_is_typed(admin_client):
    bureau = make_bureau(name_en="Mute Office")
    url = f"{LIST}call-results/?region={bureau.region.slug}"
    key = f"b{bureau.pk}"
    sent = {"method": "phone", "date": "2024-03-01", "bureau": bureau.pk}

    refused = admin_client.post(url, sent | {f"{key}-outcome": "confirmed"})
    nothing = Check.objects.filter(bureau=bureau).exists()
    found = {f"{key}-outcome": "mended", f"{key}-phone": "0758-3611240"}
    admin_client.post(url, sent | found)

    bureau.refresh_from_db()
    assert "Without a phone a bureau cannot be checked by phone." in refused.content.decode()
    assert not nothing
    assert (bureau.phone, str(bureau.checked_on)) == ("0758-3611240", "2024-03-01")


def test_loaded_data_ends_a_check_too(folder):
    load_all(folder)
    bureau = Bureau.objects.exclude(phone="").first()
    make_check(bureau)
    file = folder / "bureaus.csv"
    file.write_text(file.read_text("utf-8").replace(bureau.phone, "0758-3611299"), "utf-8")

    load_all(folder)

    bureau.refresh_from_db()
    assert bureau.phone == "0758-3611299"
    assert not is_checked(bureau)
