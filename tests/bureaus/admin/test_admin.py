"""Editing regions and bureaus in the admin."""

import pytest
from django.db import connection

from bureaus.models import Bureau, BureauAlias, Region, RegionAlias
from tests.factories import (
    make_bureau,
    make_check,
    make_closed_bureau,
    make_contact_point,
    make_region,
)
from tests.forms import address, opened, save

pytestmark = pytest.mark.django_db

LIST = "/admin/bureaus/bureau/"


@pytest.mark.parametrize(
    "query",
    ["sihui", "四会", "四會", "0758-361 1228", "８６７５８３６１１２２８", "Guangdong"],
)
def test_search_knows_scripts_places_and_phone_digits(admin_client, query):
    province = make_region(name="Guangdong")
    region = make_region(parent=province, level="county", dial_code="0758")
    names = {"name_en": "Sihui Bureau", "name_zh_hans": "四会局", "name_zh_hant": "四會局"}
    make_bureau(region=region, phone="3611228", **names)
    make_bureau(name_en="Other")

    found = admin_client.get(LIST, {"q": query}).context["cl"].queryset

    assert [bureau.name_en for bureau in found] == ["Sihui Bureau"]


def test_region_is_offered_with_the_place_it_lies_in(admin_client):
    city = make_region(name="Beijing")
    make_region(name="Chaoyang", full_name_en="Chaoyang District", parent=city, level="county")
    field = {"app_label": "bureaus", "model_name": "bureau", "field_name": "region"}

    offered = admin_client.get("/admin/autocomplete/", field | {"term": "chaoyang"}).json()

    assert [item["text"] for item in offered["results"]] == ["Chaoyang District, Beijing"]


def test_saving_keeps_numbers_as_printed(admin_client):
    bureau = make_bureau()

    save(admin_client, bureau, phone="（0758）3611228 转 8001", fax="nobody knows")

    bureau.refresh_from_db()
    assert (bureau.phone, bureau.fax) == ("（0758）3611228 转 8001", "nobody knows")
    assert "8001" in bureau.phone_digits


def test_editor_is_told_at_once_what_gets_no_link(admin_client):
    bureau = make_bureau(region=make_region(dial_code="0758"))
    desk = make_contact_point(bureau, phone="0758-3611229")

    sent = opened(admin_client, address(bureau)) | {"phone": "36112", "fax": "3611188"}
    sent |= {"contact_points-0-phone": "010-6512888", "change_reason": "Its website"}
    page = admin_client.post(address(bureau), sent, follow=True)

    told = [str(message) for message in page.context["messages"]]
    assert told[0] == "“36112”: too short for 0758. It is shown as printed, without a link."
    assert told[1] == "“010-6512888”: too short for 010. It is shown as printed, without a link."
    desk.refresh_from_db()
    assert desk.phone == "010-6512888"


@pytest.mark.parametrize(
    ("field", "text", "error"),
    [
        ("phone", "8.67583E+11", "“8.67583E+11” is what a spreadsheet makes of a number"),
        ("fax", "7583611188.0", "“7583611188.0” is what a spreadsheet makes of a number"),
        ("phone", "#N/A", "“#N/A” is what a spreadsheet makes of a number"),
        ("phone", "0758-3611188（传真）", "“0758-3611188（传真）” is a fax: it belongs"),
    ],
)
def test_what_is_no_phone_is_refused_and_stays_in_its_field(admin_client, field, text, error):
    bureau = make_bureau(phone="0758-3611228")

    sent = opened(admin_client, address(bureau)) | {field: text, "change_reason": "A list"}
    page = admin_client.post(address(bureau), sent)

    form = page.context["adminform"].form
    assert form.errors[field][0].startswith(error)
    assert form[field].value() == text


@pytest.mark.parametrize(
    ("text", "place", "reading"),
    [
        ("3611228转8012", "0758", "read as +86 758 3611228 ext. 8012"),
        ("3611228", "", "“3611228”: cannot be read"),
        ("", "0758", ""),
        ("9" * 300, "0758", None),
    ],
)
def test_reading_is_told_while_a_number_is_typed(admin_client, text, place, reading):
    region = make_region(dial_code=place)

    answer = admin_client.get(f"{LIST}reading/", {"text": text, "region": region.pk})

    assert answer.status_code == 200
    assert reading is None or answer.json() == {"reading": reading}


@pytest.mark.parametrize("region", ["", "x", "999999", "９", str(2**70)])
def test_reading_without_a_place_is_told_too(admin_client, region):
    answer = admin_client.get(f"{LIST}reading/", {"text": "0758-3611228", "region": region})

    assert answer.json() == {"reading": "read as +86 758 3611228"}


def test_reading_is_for_staff(client):
    assert client.get(f"{LIST}reading/", {"text": "3611228"}).status_code == 302


def test_form_neither_closes_nor_names_successors(admin_client):
    bureau, successor = make_bureau(), make_bureau()
    closing = {"status": "closed", "closure": "merged", "closed_on": "2024-03-01"}
    rows = {"successions-TOTAL_FORMS": "1", "successions-0-successor": successor.pk}

    answer = save(admin_client, bureau, **closing, **rows)

    bureau.refresh_from_db()
    assert "closed is not one of the available choices" in answer.content.decode()
    assert (bureau.status, bureau.closure, bureau.closed_on) == ("published", "", None)
    assert not bureau.successors.exists()


def test_form_leaves_a_closed_bureau_closed(admin_client):
    successor = make_bureau()
    bureau = make_closed_bureau(successor)

    answer = save(admin_client, bureau, status="published", closure="", name_en="Mended")

    bureau.refresh_from_db()
    assert answer.status_code == 302, answer.context["errors"]
    assert (bureau.status, bureau.closure, bureau.name_en) == ("closed", "replaced", "Mended")
    assert bureau.successors.get() == successor


def test_check_is_signed_by_who_enters_it(admin_client, admin_user):
    bureau = make_bureau(phone="0758-3611228")
    row = {"TOTAL_FORMS": 1, "0-date": "2024-03-01", "0-method": "phone", "0-outcome": "confirmed"}

    save(admin_client, bureau, **{f"checks-{name}": value for name, value in row.items()})

    assert bureau.checks.get().checked_by == admin_user


def test_draft_that_once_was_public_is_never_deleted(admin_client):
    bureau = make_bureau()
    bureau.status = "draft"
    bureau.save()

    answer = admin_client.post(f"{LIST}{bureau.pk}/delete/", {"post": "yes"})

    assert answer.status_code == 403
    assert Bureau.objects.filter(pk=bureau.pk).exists()


def test_regions_and_what_belongs_to_them_are_never_deleted(admin_client):
    region = make_region()
    RegionAlias.objects.create(region=region, kind="former_code", value="441283")

    chosen = {"action": "delete_selected", "_selected_action": [region.pk], "post": "yes"}
    admin_client.post("/admin/bureaus/region/", chosen)
    page = admin_client.get(f"/admin/bureaus/region/{region.pk}/change/").content.decode()

    assert Region.objects.filter(pk=region.pk).exists()
    assert "aliases-0-DELETE" not in page


def test_checks_and_former_names_cannot_be_removed(admin_client):
    bureau = make_bureau()
    make_check(bureau)
    BureauAlias.objects.create(bureau=bureau, kind="former_name", value="Old")

    answer = save(admin_client, bureau, **{"checks-0-DELETE": "on", "aliases-0-DELETE": "on"})

    assert answer.status_code == 302, answer.context["errors"]
    assert bureau.checks.exists()
    assert bureau.aliases.exists()


def test_former_slug_may_be_entered_although_it_is_noted_by_itself(admin_client):
    region = make_region(name="Sihui")
    row = {"TOTAL_FORMS": 1, "0-kind": "former_slug", "0-value": "sihui", "0-note": "renamed"}
    row["0-use"] = "redirect"

    answer = save(
        admin_client, region, slug="szewui", **{f"aliases-{key}": row[key] for key in row}
    )

    assert answer.status_code == 302, answer.context["errors"]
    assert [(a.value, a.note) for a in region.aliases.all()] == [("sihui", "renamed")]


def test_region_cannot_be_moved_into_itself(admin_client):
    outer = make_region()
    inner = make_region(parent=outer, level="prefecture")

    answer = save(admin_client, outer, parent=inner.pk)

    assert answer.status_code == 200
    assert "A region cannot lie inside itself." in answer.content.decode()
    assert Region.objects.get(pk=outer.pk).parent != inner


def test_opening_and_saving_a_bureau_takes_few_queries(admin_client, count_queries):
    bureau = make_bureau(region=make_region(parent=make_region(level="province")))
    make_contact_point(bureau)
    make_contact_point(bureau, name_en="Another")
    make_check(bureau)
    BureauAlias.objects.create(bureau=bureau, kind="former_name", value="Old")
    data = opened(admin_client, address(bureau))

    opening = count_queries(admin_client.get, address(bureau))
    saving = count_queries(save, admin_client, bureau, data, phone="0758-3611229")

    assert opening <= 15
    assert saving <= {"sqlite": 34, "postgresql": 37}[connection.vendor]  # where locks are taken
    assert Bureau.objects.get(pk=bureau.pk).phone == "0758-3611229"
