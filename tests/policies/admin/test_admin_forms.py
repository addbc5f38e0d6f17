"""What staff may save, in the grid of priorities and on the pages of priorities and documents."""

import pytest

from policies.models import Priority
from tests.factories import make_document, make_national_priority, make_priority, make_region
from tests.forms import WHY, opened, opened_grid, save, save_grid

pytestmark = pytest.mark.django_db

GRID = "/admin/policies/priority/"
FIELDS = ("rank", "title_en", "title_zh_hans", "status")


def make_ranked(number, **values):
    """Make priorities of one document, ranked from 1."""
    document = make_document()
    own = {"document": document, "region": document.region, **values}
    return [make_priority(rank=rank, **own) for rank in range(1, number + 1)]


def send_grid(client, *changes, query=""):
    """Type changes into rows of the grid, each given with its priority, and save it."""
    data = opened_grid(client, GRID + query)
    prefixes = {data[name]: name.removesuffix("id") for name in data if name.endswith("-id")}
    typed = {
        f"{prefixes[priority.pk]}{name}": value
        for priority, row in changes
        for name, value in row.items()
    }
    return save_grid(client, GRID + query, data, **typed)


def errors_of_row(response, priority):
    forms = {form.instance.pk: form for form in response.context["cl"].formset.forms}
    return dict(forms[priority.pk].errors)


# The grid


def test_grid_saves_ranks_titles_and_states(admin_client):
    first, _second = make_ranked(2)
    changes = {"rank": 7, "title_en": "Auto parts", "title_zh_hans": "汽车", "status": "draft"}

    response = send_grid(admin_client, (first, changes))

    first.refresh_from_db()
    assert response.status_code == 302
    assert {name: getattr(first, name) for name in FIELDS} == changes


def test_rows_may_swap_their_ranks(admin_client):
    rows = make_ranked(3)

    send_grid(admin_client, *zip(rows, [{"rank": 2}, {"rank": 3}, {"rank": 1}], strict=True))

    assert [Priority.objects.get(pk=row.pk).rank for row in rows] == [2, 3, 1]


@pytest.mark.parametrize("query", ["", "?q=first"])
def test_rank_in_use_is_refused_with_a_message(admin_client, query):
    first, _second = make_ranked(2)
    first.title_en = "First"
    first.save()

    response = send_grid(admin_client, (first, {"rank": 2}), query=query)

    assert errors_of_row(response, first) == {
        "rank": ["The document has a priority of this rank already."]
    }


def test_equal_ranks_of_other_regions_do_not_clash(admin_client):
    first, _second = make_priority(rank=1), make_priority(rank=2)

    assert send_grid(admin_client, (first, {"rank": 2})).status_code == 302


@pytest.mark.parametrize("rank", ["-1", "many", "40000000000000000000"])
def test_impossible_rank_is_refused(admin_client, rank):
    priority = make_priority()

    response = send_grid(admin_client, (priority, {"rank": rank}))

    assert list(errors_of_row(response, priority)) == ["rank"]


def test_grid_does_not_publish_without_a_document(admin_client):
    draft = make_priority(status="draft", document=None)

    response = send_grid(admin_client, (draft, {"status": "published"}))

    draft.refresh_from_db()
    assert draft.status == "draft"
    assert errors_of_row(response, draft) == {
        "status": ["A priority can be published only with its document."]
    }


def test_grid_shows_what_is_wrong_in_fields_that_it_lacks(admin_client):
    local = make_priority(answers=make_national_priority())
    Priority.objects.national().update(year=2023)

    response = send_grid(admin_client, (local, {"title_en": "New"}))

    errors = errors_of_row(response, local)
    assert "It can be in line only with a national priority" in errors["__all__"][0]


# The page of a priority


def errors(response):
    return response.context["adminform"].form.errors


def test_page_does_not_publish_without_a_document(admin_client):
    draft = make_priority(status="draft", document=None)

    response = save(admin_client, draft, status="published")

    assert errors(response) == {"__all__": ["A priority can be published only with its document."]}


def test_page_refuses_to_carry_out_what_is_of_another_year(admin_client):
    response = save(admin_client, make_priority(), answers=make_national_priority(year=2023).pk)

    assert list(errors(response)) == ["answers"]


def test_page_saves(admin_client):
    local, national = make_priority(), make_national_priority()

    response = save(admin_client, local, answers=national.pk, rank=5)

    local.refresh_from_db()
    assert response.status_code == 302
    assert (local.rank, local.answers) == (5, national)


def test_year_of_what_others_carry_out_stays(admin_client):
    national = make_national_priority()
    make_priority(answers=national)

    assert "must stay" in str(errors(save(admin_client, national, year=2025)))


def test_only_national_priorities_are_offered_to_be_carried_out(admin_client):
    make_priority(title_en="Local theme")
    national = make_national_priority(title_en="National theme")
    query = "app_label=policies&model_name=priority&field_name=answers&term=theme"

    results = admin_client.get(f"/admin/autocomplete/?{query}").json()["results"]

    assert [result["id"] for result in results] == [str(national.pk)]


# Documents


def under(*rows):
    """Give what the page of a document sends for the priorities under it."""
    return {
        f"priorities-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()
    }


def test_document_and_its_priorities_are_published_at_once(admin_client):
    page, region = "/admin/policies/document/add/", make_region()
    own = {"region": region.pk, "status": "published"}
    rows = [own | {"rank": rank, "year": 2024, "title_en": f"No. {rank}"} for rank in (1, 2)]
    typed = own | {"title_en": "Plan", "kind": "plan", "priorities-TOTAL_FORMS": 2}

    response = admin_client.post(page, opened(admin_client, page) | typed | under(*rows) | WHY)

    assert response.status_code == 302
    assert Priority.objects.published().filter(document__title_en="Plan").count() == 2


def test_priorities_of_a_document_may_swap_their_ranks(admin_client):
    first, second = make_ranked(2)

    response = save(admin_client, first.document, **under({"rank": 2}, {"rank": 1}))

    assert response.status_code == 302
    assert [Priority.objects.get(pk=row.pk).rank for row in (first, second)] == [2, 1]


@pytest.mark.parametrize("new", [{"rank": 2}, {"rank": 1, "year": 2023}])
def test_document_refuses_what_breaks_the_rules(admin_client, new):
    first, _second = make_ranked(2, answers=make_national_priority())

    response = save(admin_client, first.document, **under(new))

    assert response.status_code == 200
    assert response.context["errors"]


def test_document_is_not_reported_in_itself(admin_client):
    document = make_document()

    assert list(errors(save(admin_client, document, reported_in=document.pk))) == ["reported_in"]
