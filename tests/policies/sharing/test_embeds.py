"""The card of an industry in other sites."""

import pytest

from tests.factories import make_bureau, make_industry, make_priority, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def tea(once):
    return make_industry(slug="tea", name_en="Tea", name_zh_hans="茶")


def test_industry_shows_who_wants_it_this_year_and_whom_to_call(client, tea):
    north, south = make_region(name="North"), make_region(name="South")
    make_bureau(region=north, name_en="North Office", phone="0758-3611228")
    make_priority(region=north, year=2025, industries=[tea])
    make_priority(region=south, year=2024, industries=[tea])

    page = client.get("/embed/v1/industry/tea/?lang=en").content.decode()

    for text in ("Tea", "茶", "2025", "North", "North Office", "tel:+867583611228"):
        assert text in page
    assert "South" not in page


def test_industry_hides_drafts(client, tea):
    north = make_region(name="North")
    make_priority(region=north, industries=[tea], status="draft")

    page = client.get("/embed/v1/industry/tea/?lang=en").content.decode()

    assert "North" not in page
    assert "No region is known to want it in this year." in page


def test_industry_without_phones_shows_only_regions(client, tea):
    north = make_region(name="North")
    make_bureau(region=north, phone="0758-3611228")
    make_priority(region=north, industries=[tea])

    page = client.get("/embed/v1/industry/tea/?parts=regions&lang=en").content.decode()

    assert "North" in page
    assert "tel:" not in page
    assert "<h1>" not in page


def test_unknown_industry_is_a_small_page_that_may_be_framed(client):
    response = client.get("/embed/v1/industry/nothing/")

    assert response.status_code == 404
    assert "X-Frame-Options" not in response
