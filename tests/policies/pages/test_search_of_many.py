"""The search page where a query finds very many rows of a kind."""

import pytest

from policies.pages import search
from tests.factories import make_bureau, make_region
from tests.policies.pages.test_search_page import groups

pytestmark = pytest.mark.django_db


def test_among_very_many_exact_and_wide_ones_come_first(client, monkeypatch):
    monkeypatch.setattr(search, "MOST_SORTED", 2)
    province = make_region(name="Opal Coast")
    city = make_region(name="Opal City", level="prefecture", parent=province)
    for number in range(6):
        make_bureau(region=city, name_en=f"Opal {number}")
    make_bureau(region=city, name_en="Opal")
    wide = make_bureau(region=province, name_en="Opal Z")

    found = groups(client, "opal bureau")["bureau"]

    assert found.total == 8
    assert found.rows[0] == wide
    assert len({row.pk for row in found.rows}) == search.SHOWN


def test_what_is_too_much_to_count_is_listed_without_a_number(client, monkeypatch):
    monkeypatch.setattr(search, "MANY", 3)
    province = make_region(name="Opal Coast")
    city = make_region(name="Opal City", level="prefecture", parent=province)
    narrow = [make_bureau(region=city, name_en=f"Opal {number}") for number in range(6)]
    wide = make_bureau(region=province, name_en="Opal Z")
    exact = [make_bureau(region=city, name_en="Opal") for _time in range(2)]
    make_bureau(region=city, name_en="Opal draft", status="draft")

    found = groups(client, "opal")
    page = client.get("/en/search/", {"q": "opal"}).content.decode()

    assert found["region"].total == 2
    assert found["bureau"].total is None
    assert set(found["bureau"].rows[:2]) == set(exact)
    assert found["bureau"].rows[2] == wide
    assert set(found["bureau"].rows[3:]) < set(narrow)
    assert len(found["bureau"].rows) == search.SHOWN
    assert f'<a href="{found["bureau"].address.replace("&", "&amp;")}">Bureaus: all</a>' in page
    assert len(client.get(found["bureau"].address).context["object_list"]) == 9


@pytest.mark.parametrize("number", [1, 4])
def test_kind_of_which_nothing_is_public_is_left_out(client, monkeypatch, number):
    monkeypatch.setattr(search, "MANY", 3)
    for _time in range(number):
        make_bureau(name_en="Opal draft", status="draft")

    assert groups(client, "opal") == {}
