"""What staff find and do in the lists of bureaus, priorities, documents and industries."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import RequestFactory

from policies.models import Priority
from tests.factories import (
    make_bureau,
    make_document,
    make_industry,
    make_national_priority,
    make_priority,
    make_region,
)
from tests.forms import address

pytestmark = pytest.mark.django_db

GRID = "/admin/policies/priority/"


def act(client, action, priorities, query="", **data):
    chosen = {"action": action, "_selected_action": [priority.pk for priority in priorities]}
    return client.post(f"{GRID}{query}", chosen | data, follow=True)


def messages(response):
    return [str(message) for message in response.context["messages"]]


def listed(client, query):
    response = client.get(f"{GRID}?{query}")
    assert response.status_code == 200
    return set(response.context["cl"].result_list)


# Pages


@pytest.mark.parametrize("make", [make_bureau, make_document, make_priority])
def test_what_is_public_cannot_be_deleted(admin_client, make):
    assert admin_client.get(address(make(), "delete/")).status_code == 403


@pytest.mark.parametrize("noun", ["bureaus/bureau", "policies/document", "policies/priority"])
def test_list_has_a_constant_number_of_queries(admin_client, count_queries, noun):
    counts = []
    for _round in range(2):
        for _row in range(3):
            city = make_region(level="prefecture", parent=make_region())
            make_bureau(region=city)
            national = make_national_priority()
            make_priority(region=city, industries=[make_industry()], answers=national)
        counts.append(count_queries(admin_client.get, f"/admin/{noun}/"))

    assert counts[0] == counts[1]


def test_industry_keeps_its_slug(admin_client):
    industry = make_industry(slug="tea")

    added = admin_client.get("/admin/policies/industry/add/").content
    changed = admin_client.get(f"/admin/policies/industry/{industry.pk}/change/").content

    assert b'name="slug"' in added
    assert b'name="slug"' not in changed
    assert b"tea" in changed


@pytest.mark.parametrize(
    ("model", "text"),
    [("priority", "310118"), ("document", "青浦"), ("industry", "锂电"), ("priority", "qingpu")],
)
def test_lists_are_searched(admin_client, model, text):
    make_priority(region=make_region(name="Qingpu", name_zh_hans="青浦", code="310118"))
    make_priority()
    make_industry(keywords_zh="储能|锂电")
    make_industry()

    response = admin_client.get(f"/admin/policies/{model}/?q={text}")

    assert len(response.context["cl"].result_list) == 1


def unexplained(form):
    return {name for name, field in form.base_fields.items() if not field.help_text}


def test_every_field_of_a_form_is_explained(admin_user):
    request = RequestFactory().get("/admin/")
    request.user = admin_user

    for model in apps.get_app_config("policies").get_models():
        if model in admin.site._registry:
            page = admin.site._registry[model]
            formsets = [formset for formset, _inline in page.get_formsets_with_inlines(request)]
            links = {formset.fk.name for formset in formsets}  # to the page itself, not shown
            assert unexplained(page.get_form(request)) == set()
            for formset in formsets:
                assert unexplained(formset.form) <= links


def test_only_what_is_public_has_a_link_to_its_page(admin_client):
    shown, hidden = make_priority(), make_priority(document=make_document(status="draft"))

    assert "/priorities/" in admin_client.get(f"{GRID}{shown.pk}/change/").content.decode()
    assert "/priorities/" not in admin_client.get(f"{GRID}{hidden.pk}/change/").content.decode()


def test_row_links_to_the_grid_of_its_region_and_year(admin_client):
    first = make_priority()
    second = make_priority(region=first.region)
    make_priority(region=first.region, year=2023)
    make_priority()
    query = f"region__id__exact={first.region_id}&amp;year=2024"

    page = admin_client.get(GRID).content.decode()

    assert f'href="{GRID}?{query}"' in page
    assert listed(admin_client, query.replace("&amp;", "&")) == {first, second}


# Filters


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("translation=missing", {"untitled", "plain"}),
        ("translation=complete", {"titled"}),
        ("source=missing", {"plain"}),
        ("source=draft", {"untitled"}),
        ("source=published", {"titled"}),
        ("status=draft", {"plain"}),
        ("status__exact=published&year=2024", {"titled"}),
        ("is_translation_reviewed__exact=0", {"titled"}),
        ("region__level__exact=prefecture", {"titled"}),
        ("year=2023", {"untitled"}),
    ],
)
def test_priorities_are_filtered(admin_client, query, expected):
    make_priority(
        title_en="titled",
        title_zh_hans="汽车",
        title_zh_hant="汽車",
        is_translation_reviewed=False,
        region=make_region(level="prefecture", parent=make_region()),
    )
    make_priority(title_en="untitled", year=2023, document=make_document(status="draft"))
    make_priority(title_en="plain", status="draft", document=None, title_zh_hans="汽车")

    assert {priority.title_en for priority in listed(admin_client, query)} == expected


def test_priorities_are_filtered_by_industry(admin_client):
    industry = make_industry()
    named = make_priority(industries=[industry])
    make_priority(industries=[make_industry()])

    assert listed(admin_client, f"industries__id__exact={industry.pk}") == {named}


def test_filters_show_counts(admin_client):
    make_priority(document=None, status="draft")

    page = admin_client.get(GRID).content.decode()

    for label in ("Missing (1)", "Complete (0)", "Draft (1)", "2024 (1)", "Province level (1)"):
        assert label in page


# Actions


def test_priorities_are_copied_as_drafts_of_the_next_year(admin_client):
    first, second = make_priority(), make_priority()
    make_priority(region=second.region, title_en=second.title_en, year=2025)

    response = act(admin_client, "copy_as_drafts", [first, second])

    assert messages(response) == ["1 priority was copied. 1 was there already."]
    assert Priority.objects.get(year=2025, status="draft").region == first.region


def test_last_year_of_a_region_is_copied_with_select_all(admin_client):
    first = make_priority()
    make_priority(region=first.region)
    make_priority()
    query = f"?region__id__exact={first.region_id}&year=2024"

    act(admin_client, "copy_as_drafts", [first], query=query, select_across=1)

    assert Priority.objects.filter(year=2025, region=first.region).count() == 2
    assert Priority.objects.filter(year=2025).count() == 2


def test_only_what_has_a_published_document_is_published(admin_client):
    ready = make_priority(status="draft")
    bare = make_priority(status="draft", document=None)
    early = make_priority(status="draft", document=make_document(status="draft"))

    response = act(admin_client, "publish", [ready, bare, early])

    assert list(Priority.objects.filter(status="published")) == [ready]
    done, left = messages(response)
    assert done == "1 priority was published."
    assert bare.title_en in left
    assert early.title_en in left
    assert ready.title_en not in left


@pytest.mark.parametrize("query", ["", "?q=Priority&region__level__exact=province"])
def test_publishing_works_on_a_filtered_list(admin_client, query):
    chosen = [make_priority(status="draft") for _row in range(2)]

    response = act(admin_client, "publish", chosen, query=query, select_across=1)

    assert messages(response) == ["2 priorities were published."]
    assert Priority.objects.published().count() == 2


def test_translations_are_marked_as_reviewed(admin_client):
    drafted = make_priority(is_translation_reviewed=False)
    other = make_priority(is_translation_reviewed=False)

    response = act(admin_client, "mark_reviewed", [drafted])

    assert messages(response) == ["1 translation was marked."]
    assert list(Priority.objects.filter(is_translation_reviewed=False)) == [other]
