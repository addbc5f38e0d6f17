"""The front page of the workbench: what is left to do, and the rows behind each number."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bureaus.models import Correction, ImportRun
from tests.factories import (
    make_bureau,
    make_check,
    make_closed_bureau,
    make_document,
    make_missing,
    make_priority,
    make_region,
    make_staff,
)

pytestmark = pytest.mark.django_db


def figures(client):
    """Read the front page as {(noun, title): figure}."""
    groups = client.get("/admin/").context["figures"]
    return {(str(noun), figure.title): figure for noun, some in groups.items() for figure in some}


def numbers(client):
    return {key: figure.number for key, figure in figures(client).items() if figure.number}


def log_in(client, *models, regions=()):
    """Log a member of staff in who may change these models, only in some regions if given."""
    codenames = [f"{verb}_{model}" for model in models for verb in ("view", "change")]
    user = make_staff(*codenames, regions=regions)
    client.force_login(user)
    return user


def make_one_of_each(region):
    """Make rows so that every task has at least one, some of them several."""
    today = timezone.localdate()
    whole = {"phone": "1", "fax": "1", "name_zh_hans": "局", "address_en": "Road"}
    make_bureau(region=region, **whole)
    make_bureau(region=region, status="draft")
    closed = make_closed_bureau(closure="abolished", region=region)
    Correction.objects.create(bureau=closed, token_digest=closed.ref, sender="x", source="x")
    make_missing(region)
    for days in (400, 160, 0):
        make_check(make_bureau(region=region, **whole), date=today - timedelta(days))
    for field in whole:
        make_check(make_bureau(region=region, **whole | {field: ""}))
    for status in ("draft", "published"):
        values = {"region": region, "status": status, "is_translation_reviewed": False}
        make_priority(document=make_document(**values), **values)


@pytest.fixture(scope="module")
def one_of_each(once, sihui):
    make_one_of_each(sihui)


def test_front_page_counts_what_is_left_to_do(admin_client, one_of_each):
    assert numbers(admin_client) == {
        ("bureaus", "Never checked"): 1,
        ("bureaus", "Check overdue"): 1,
        ("bureaus", "Check due within 30 days"): 1,
        ("bureaus", "Drafts"): 1,
        ("bureaus", "Without phone"): 1,
        ("bureaus", "Without fax"): 1,
        ("bureaus", "Without a Chinese name"): 1,
        ("bureaus", "Without an address"): 1,
        ("corrections", "Open"): 2,
        ("corrections", "Missing bureaus proposed"): 1,
        ("regions", "With bureaus but no priorities this year"): 1,
        ("documents", "Drafts"): 1,
        ("documents", "Translations not reviewed"): 2,
        ("priorities", "Drafts"): 1,
        ("priorities", "Translations not reviewed"): 2,
    }


def test_region_with_a_priority_of_this_year_is_done(admin_client, sihui):
    make_bureau(region=sihui)
    make_priority(region=sihui, year=timezone.localdate().year)
    make_priority(region=make_region(), year=2020)

    assert ("regions", "With bureaus but no priorities this year") not in numbers(admin_client)


def test_every_number_leads_to_exactly_its_rows(admin_client, one_of_each):
    make_one_of_each(make_region())
    ImportRun.objects.create(state="failed")

    for figure in figures(admin_client).values():
        listed = admin_client.get(figure.address).context["cl"]
        assert listed.result_count == figure.number > 0, figure


def test_numbers_of_a_regional_editor_cover_the_own_regions_and_lead_there(client, sihui):
    make_one_of_each(make_region(parent=sihui, level="prefecture"))
    make_one_of_each(make_region())
    user = log_in(client, "bureau", "region", "document", "priority", regions=[sihui])
    ImportRun.objects.create(state="failed", user=user)
    ImportRun.objects.create(state="failed")

    found = figures(client)

    assert found["bureaus", "Never checked"].number == 1
    for figure in found.values():
        listed = client.get(figure.address).context["cl"]
        assert listed.result_count == figure.number > 0, figure


def test_what_a_member_of_staff_may_not_see_is_not_counted(client, one_of_each):
    log_in(client, "document")

    assert {noun for noun, _title in figures(client)} == {"documents"}


def test_front_page_needs_the_same_queries_for_many_rows(admin_client, one_of_each, count_queries):
    few = count_queries(admin_client.get, "/admin/")
    for _ in range(3):
        make_one_of_each(make_region())

    assert count_queries(admin_client.get, "/admin/") == few


@pytest.mark.parametrize("noun", ["bureaus/bureau", "bureaus/region", "policies/priority"])
@pytest.mark.parametrize("query", ["task=nonsense", "task=", "reach=other", "inside=nowhere"])
def test_unknown_value_in_the_address_of_a_list_is_no_error(admin_client, one_of_each, noun, query):
    assert admin_client.get(f"/admin/{noun}/?{query}").status_code in {200, 302}


def test_bureaus_are_narrowed_to_a_province(admin_client, sihui):
    inside = make_bureau(region=make_region(parent=sihui, level="prefecture"))
    make_bureau()

    answer = admin_client.get("/admin/bureaus/bureau/?inside=sihui")

    assert list(answer.context["cl"].queryset) == [inside]
    shown = answer.content.decode().replace("\n", "")
    assert "Sihui (1)" in shown
