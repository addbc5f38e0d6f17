"""What staff may save, in the grid of priorities and on the pages of priorities and documents."""

import pytest

from policies.models import Document, Priority
from tests.factories import make_country, make_document, make_priority, make_region

pytestmark = pytest.mark.django_db

GRID = "/admin/policies/priority/"
DOCUMENTS = "/admin/policies/document/"
NO_POINTS = {f"key_points-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL")}
WHY = {"change_reason": "The document"}
FIELDS = ("rank", "title_en", "title_zh_hans", "status")


def make_national(**values):
    return make_priority(region=make_country(), **values)


def make_grid(number, **values):
    """Make priorities of one document, ranked from 1."""
    document = make_document()
    own = {"document": document, "region": document.region, **values}
    return [make_priority(rank=rank, **own) for rank in range(1, number + 1)]


def grid_data(*rows):
    """Give what the grid sends for (priority, changes)."""
    data = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows), "_save": "Save"}
    data |= WHY
    for number, (priority, changes) in enumerate(rows):
        values = {name: getattr(priority, name) for name in FIELDS} | changes
        values["id"] = priority.pk
        data |= {f"form-{number}-{name}": value for name, value in values.items()}
    return data


def priority_data(priority, **changes):
    """Give what the page of a priority sends."""
    names = ("region_id", "year", "rank", "status", "title_en", "title_zh_hans")
    values = {name.removesuffix("_id"): getattr(priority, name) for name in names}
    return values | WHY | NO_POINTS | changes


def document_data(document, *rows, **changes):
    """Give what the page of a document sends, with (priority or None, changes) under it."""
    values = {"region": document.region_id, "title_en": document.title_en}
    values |= {"status": document.status, "kind": document.kind, "date": document.date}
    known = sum(priority is not None for priority, _changes in rows)
    data = {"speakers-TOTAL_FORMS": 0, "speakers-INITIAL_FORMS": 0}
    data |= {"priorities-TOTAL_FORMS": len(rows), "priorities-INITIAL_FORMS": known}
    for number, (priority, row) in enumerate(rows):
        if priority:
            names = (*FIELDS, "year", "region_id", "pk")
            given = {name: getattr(priority, name) for name in names}
            row = given | {"id": given["pk"], "region": given["region_id"]} | row
        data |= {f"priorities-{number}-{name}": value for name, value in row.items()}
    return values | WHY | data | changes


def errors_of_row(response, number=0):
    return dict(response.context["cl"].formset.forms[number].errors)


# The grid


def test_grid_saves_ranks_titles_and_states(admin_client):
    first, second = make_grid(2)
    changes = {"rank": 7, "title_en": "Auto parts", "title_zh_hans": "汽车", "status": "draft"}

    response = admin_client.post(GRID, grid_data((first, changes), (second, {})))

    first.refresh_from_db()
    assert response.status_code == 302
    assert {name: getattr(first, name) for name in FIELDS} == changes


def test_rows_may_swap_their_ranks(admin_client):
    rows = make_grid(3)

    data = grid_data(*zip(rows, [{"rank": 2}, {"rank": 3}, {"rank": 1}], strict=True))
    admin_client.post(GRID, data)

    assert [Priority.objects.get(pk=row.pk).rank for row in rows] == [2, 3, 1]


@pytest.mark.parametrize("is_listed", [True, False])
def test_rank_in_use_is_refused_with_a_message(admin_client, is_listed):
    first, second = make_grid(2)
    rows = [(first, {"rank": 2}), (second, {})]

    response = admin_client.post(GRID, grid_data(*rows[: 2 if is_listed else 1]))

    assert errors_of_row(response) == {
        "rank": ["The document has a priority of this rank already."]
    }


def test_equal_ranks_of_other_regions_do_not_clash(admin_client):
    first, second = make_priority(rank=1), make_priority(rank=2)

    response = admin_client.post(GRID, grid_data((first, {"rank": 2}), (second, {})))

    assert response.status_code == 302


@pytest.mark.parametrize("rank", ["-1", "many", "40000000000000000000"])
def test_impossible_rank_is_refused(admin_client, rank):
    response = admin_client.post(GRID, grid_data((make_priority(), {"rank": rank})))

    assert list(errors_of_row(response)) == ["rank"]


def test_grid_does_not_publish_without_a_document(admin_client):
    draft = make_priority(status="draft", document=None)

    response = admin_client.post(GRID, grid_data((draft, {"status": "published"})))

    draft.refresh_from_db()
    assert draft.status == "draft"
    assert errors_of_row(response) == {
        "status": ["A priority can be published only with its document."]
    }


def test_grid_shows_what_is_wrong_in_fields_that_it_lacks(admin_client):
    local = make_priority(answers=make_national())
    Priority.objects.national().update(year=2023)

    response = admin_client.post(GRID, grid_data((local, {"title_en": "New"})))

    assert "Only a national priority of the same year" in errors_of_row(response)["__all__"][0]


# The page of a priority


def test_page_does_not_publish_without_a_document(admin_client):
    draft = make_priority(status="draft", document=None)

    response = admin_client.post(
        f"{GRID}{draft.pk}/change/", priority_data(draft, status="published")
    )

    errors = response.context["adminform"].form.errors
    assert errors == {"__all__": ["A priority can be published only with its document."]}


def test_page_refuses_to_carry_out_what_is_of_another_year(admin_client):
    local, national = make_priority(), make_national(year=2023)
    data = priority_data(local, document=local.document_id, answers=national.pk)

    response = admin_client.post(f"{GRID}{local.pk}/change/", data)

    assert list(response.context["adminform"].form.errors) == ["answers"]


def test_page_saves(admin_client):
    local, national = make_priority(), make_national()
    data = priority_data(local, document=local.document_id, answers=national.pk, rank=5)

    response = admin_client.post(f"{GRID}{local.pk}/change/", data)

    local.refresh_from_db()
    assert response.status_code == 302
    assert (local.rank, local.answers) == (5, national)


def test_year_of_what_others_carry_out_stays(admin_client):
    national = make_national()
    make_priority(answers=national)
    data = priority_data(national, document=national.document_id, year=2025)

    response = admin_client.post(f"{GRID}{national.pk}/change/", data)

    assert "must stay" in str(response.context["adminform"].form.errors)


def test_only_national_priorities_are_offered_to_be_carried_out(admin_client):
    make_priority(title_en="Local theme")
    national = make_national(title_en="National theme")
    query = "app_label=policies&model_name=priority&field_name=answers&term=theme"

    results = admin_client.get(f"/admin/autocomplete/?{query}").json()["results"]

    assert [result["id"] for result in results] == [str(national.pk)]


# Documents


def test_document_and_its_priorities_are_published_at_once(admin_client):
    draft = Document(region=make_region(), title_en="Plan", status="published", kind="plan")
    rows = [
        {"rank": rank, "year": 2024, "region": draft.region_id, "title_en": f"No. {rank}"}
        | {"status": "published"}
        for rank in (1, 2)
    ]

    response = admin_client.post(
        f"{DOCUMENTS}add/", document_data(draft, *((None, row) for row in rows))
    )

    assert response.status_code == 302
    assert Priority.objects.published().filter(document__title_en="Plan").count() == 2


def test_priorities_of_a_document_may_swap_their_ranks(admin_client):
    first, second = make_grid(2)
    document = first.document
    data = document_data(document, (first, {"rank": 2}), (second, {"rank": 1}))

    response = admin_client.post(f"{DOCUMENTS}{document.pk}/change/", data)

    assert response.status_code == 302
    assert [Priority.objects.get(pk=row.pk).rank for row in (first, second)] == [2, 1]


@pytest.mark.parametrize("new", [{"rank": 2}, {"rank": 1, "year": 2023}])
def test_document_refuses_what_breaks_the_rules(admin_client, new):
    document = make_document()
    own = {"document": document, "region": document.region, "answers": make_national()}
    first, second = (make_priority(rank=rank, **own) for rank in (1, 2))
    data = document_data(document, (first, new), (second, {}))

    response = admin_client.post(f"{DOCUMENTS}{document.pk}/change/", data)

    assert response.status_code == 200
    assert response.context["errors"]


def test_document_is_not_reported_in_itself(admin_client):
    document = make_document()
    data = document_data(document, reported_in=document.pk)

    response = admin_client.post(f"{DOCUMENTS}{document.pk}/change/", data)

    assert list(response.context["adminform"].form.errors) == ["reported_in"]
