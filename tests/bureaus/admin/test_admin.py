"""Editing regions and bureaus in the admin."""

import pytest

from bureaus.models import Bureau, BureauAlias, Region, RegionAlias
from tests.factories import (
    make_bureau,
    make_check,
    make_closed_bureau,
    make_contact_point,
    make_country,
    make_region,
)

pytestmark = pytest.mark.django_db

LIST = "/admin/bureaus/bureau/"
INLINES = ("contact_points", "checks", "successions", "aliases")
NONE = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"}


def form(bureau, **changes):
    """Fill in the form of a bureau as the page gives it, with some changes."""
    values = {
        name: getattr(bureau, name) or ""
        for name in ("status", "kind", "name_en", "phone", "fax", "closure")
    }
    rows = {f"{inline}-{key}": value for inline in INLINES for key, value in NONE.items()}
    about = {"region": bureau.region_id, "change_reason": "Its website"}
    return values | about | rows | changes


def change(client, bureau, **changes):
    return client.post(f"{LIST}{bureau.pk}/change/", form(bureau, **changes))


@pytest.mark.parametrize("model", ["region", "bureau"])
def test_list_and_forms_open(admin_client, model):
    bureau = make_bureau()
    make_contact_point(bureau)
    make_check(bureau)
    RegionAlias.objects.create(region=bureau.region, kind="former_name", value="Old")
    pk = bureau.pk if model == "bureau" else bureau.region_id

    for path in ("", "add/", f"{pk}/change/", f"{pk}/history/"):
        assert admin_client.get(f"/admin/bureaus/{model}/{path}").status_code == 200


def test_list_needs_the_same_queries_for_many_rows(admin_client, count_queries):
    for _ in range(3):
        make_bureau()
    few = count_queries(admin_client.get, LIST)
    for _ in range(20):
        make_bureau()

    assert count_queries(admin_client.get, LIST) == few


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

    change(admin_client, bureau, phone="（0758）3611228 转 8001", fax="nobody knows")

    bureau.refresh_from_db()
    assert (bureau.phone, bureau.fax) == ("（0758）3611228 转 8001", "nobody knows")
    assert "8001" in bureau.phone_digits


def test_form_neither_closes_nor_names_successors(admin_client):
    bureau, successor = make_bureau(), make_bureau()
    closing = {"status": "closed", "closure": "merged", "closed_on": "2024-03-01"}
    rows = {"successions-TOTAL_FORMS": "1", "successions-0-successor": successor.pk}

    answer = change(admin_client, bureau, **closing, **rows)

    bureau.refresh_from_db()
    assert "closed is not one of the available choices" in answer.content.decode()
    assert (bureau.status, bureau.closure, bureau.closed_on) == ("published", "", None)
    assert not bureau.successors.exists()


def test_form_leaves_a_closed_bureau_closed(admin_client):
    successor = make_bureau()
    bureau = make_closed_bureau(successor)

    answer = change(admin_client, bureau, status="published", closure="", name_en="Mended")

    bureau.refresh_from_db()
    assert answer.status_code == 302
    assert (bureau.status, bureau.closure, bureau.name_en) == ("closed", "replaced", "Mended")
    assert bureau.successors.get() == successor


def test_check_is_signed_by_who_enters_it(admin_client, admin_user):
    bureau = make_bureau()
    row = {
        "TOTAL_FORMS": "1",
        "0-date": "2024-03-01",
        "0-method": "phone",
        "0-outcome": "confirmed",
    }

    change(admin_client, bureau, **{f"checks-{name}": value for name, value in row.items()})

    assert bureau.checks.get().checked_by == admin_user


@pytest.mark.parametrize(("status", "code"), [("draft", 200), ("published", 403)])
def test_only_drafts_can_be_deleted(admin_client, status, code):
    bureau = make_bureau(status=status)

    assert admin_client.get(f"{LIST}{bureau.pk}/delete/").status_code == code


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

    assert admin_client.get(f"/admin/bureaus/region/{region.pk}/delete/").status_code == 403
    assert Region.objects.filter(pk=region.pk).exists()
    assert "aliases-0-DELETE" not in page


def test_checks_and_former_names_cannot_be_removed(admin_client):
    bureau = make_bureau()
    check = make_check(bureau)
    alias = BureauAlias.objects.create(bureau=bureau, kind="former_name", value="Old")
    rows = {}
    for inline, row in (("checks", check), ("aliases", alias)):
        rows |= {f"{inline}-TOTAL_FORMS": "1", f"{inline}-INITIAL_FORMS": "1"}
        rows |= {f"{inline}-0-id": row.pk, f"{inline}-0-DELETE": "on"}
    rows |= {"checks-0-date": check.date, "checks-0-method": "phone"}
    rows |= {"checks-0-outcome": "confirmed"}
    rows |= {"aliases-0-kind": "former_name", "aliases-0-value": "Old"}

    answer = change(admin_client, bureau, **rows)

    assert answer.status_code == 302
    assert bureau.checks.exists()
    assert bureau.aliases.exists()


def test_former_slug_may_be_entered_although_it_is_noted_by_itself(admin_client):
    country = make_country()
    region = make_region(name="Sihui", parent=country)
    names = {f"{f}name_{c}": "x" for f in ("", "full_") for c in ("en", "zh_hans")}
    values = {"level": region.level, "kind": region.kind, "slug": "szewui", "parent": country.pk}
    values |= {"change_reason": "Renamed"}
    rows = {f"aliases-{key}": value for key, value in NONE.items()} | {
        "aliases-TOTAL_FORMS": "1",
        "aliases-0-kind": "former_slug",
        "aliases-0-value": "sihui",
        "aliases-0-note": "renamed",
    }

    answer = admin_client.post(f"/admin/bureaus/region/{region.pk}/change/", values | names | rows)

    assert answer.status_code == 302
    assert [(a.value, a.note) for a in region.aliases.all()] == [("sihui", "renamed")]


def test_region_cannot_be_moved_into_itself(admin_client):
    outer = make_region()
    inner = make_region(parent=outer, level="prefecture")
    values = {name: getattr(outer, name) for name in ("level", "kind", "slug")}
    names = {f"{f}name_{c}": "x" for f in ("", "full_") for c in ("en", "zh_hans")}
    rows = {f"aliases-{key}": value for key, value in NONE.items()}

    answer = admin_client.post(
        f"/admin/bureaus/region/{outer.pk}/change/", values | names | rows | {"parent": inner.pk}
    )

    assert answer.status_code == 200
    assert "A region cannot lie inside itself." in answer.content.decode()
    assert Region.objects.get(pk=outer.pk).parent != inner
