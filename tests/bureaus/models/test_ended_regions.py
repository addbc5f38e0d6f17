"""Regions that have ended: what names them leads to what took them over."""

import pytest

from bureaus.models import Region
from bureaus.pages.moved import redirects
from bureaus.search.gazetteer import gazetteer
from tests.factories import make_region

pytestmark = pytest.mark.django_db


def end(region, *successors, ending="merged"):
    region.ended_on, region.ending = "2025-11-06", ending
    region.save()
    region.successors.set(successors)


@pytest.fixture
def city(db):
    return make_region(name="City", level="prefecture", code="500100")


@pytest.fixture
def old(city):
    region = make_region(name="Old", level="county", code="500105", parent=city)
    region.aliases.create(kind="former_name", value="Ancient")
    return region


@pytest.fixture
def new(city):
    return make_region(name="New", level="county", code="500157", parent=city)


@pytest.fixture
def other(city):
    return make_region(name="Other", level="county", code="500109", parent=city)


def names(value):
    return [region.name_en for region in gazetteer().called(value)]


@pytest.mark.parametrize("value", ["500105", "old", "Ancient"])
def test_whatever_names_it_finds_the_successor(old, new, value):
    end(old, new)

    assert names(value) == ["New"]


def test_split_region_finds_each_successor(old, new, other):
    end(old, new, other, ending="split")

    assert names("500105") == ["New", "Other"]


def test_successor_that_ended_too_is_followed_by_its_own(old, new, other):
    end(old, new)
    end(new, other)

    assert names("500105") == ["Other"]


def test_region_without_successor_is_named_by_nothing(old):
    end(old)

    assert names("500105") == []


def test_page_answers_410_and_says_what_became_of_it(client, old, new, lang):
    end(old, new)

    response = client.get(f"/{lang}/regions/old/")

    assert response.status_code == 410
    assert f'href="/{lang}/regions/new/"' in response.content.decode()
    assert "noindex" in response.content.decode()


def test_page_of_one_without_successor_is_410_too(client, old):
    end(old)

    assert client.get("/en/regions/old/").status_code == 410


def test_code_redirects_to_the_successor(client, old, new):
    end(old, new)

    assert client.get("/r/500105/")["Location"] == "/en/regions/new/"


def test_code_of_a_split_region_offers_each(client, old, new, other):
    end(old, new, other, ending="split")

    response = client.get("/r/500105/")

    assert response.status_code == 300
    assert '"/en/regions/new/"' in response.content.decode()
    assert '"/en/regions/other/"' in response.content.decode()


def test_filter_leads_to_the_list_of_the_successor(client, old, new):
    end(old, new)

    response = client.get("/en/bureaus/?region=500105")

    assert response["Location"] == "/en/bureaus/?region=new"


@pytest.mark.parametrize("path", ["regions/", "regions/?q=old", "search/?q=old", "regions/city/"])
def test_it_leaves_lists_search_and_the_page_above(client, old, new, path):
    end(old, new)

    assert "/en/regions/old/" not in client.get(f"/en/{path}").content.decode()


def test_search_for_its_name_leads_to_the_successor(client, old, new):
    end(old, new)

    response = client.get("/en/search/", {"q": old.full_name_zh_hans})

    assert response.headers["Location"] == new.get_absolute_url()


def test_it_leaves_the_list_of_the_api(client, old, new):
    end(old, new)

    listed = client.get("/api/v1/regions/").json()["results"]

    assert "old" not in [record["slug"] for record in listed]


def test_api_answers_410_with_record_and_successors(client, old, new):
    end(old, new)

    response = client.get("/api/v1/regions/old/")

    assert response.status_code == 410
    answer = response.json()
    assert (answer["region"]["ended_on"], answer["region"]["ending"]) == ("2025-11-06", "merged")
    assert [record["slug"] for record in answer["successors"]] == ["new"]


# Uses of other names


def test_name_that_only_helps_the_search_leads_nowhere(client, new):
    new.aliases.create(kind="alternative_name", value="Nickname", use="search")

    assert names("Nickname") == []
    assert client.get("/en/search/?q=nickname")["Location"] == "/en/regions/new/"


def test_former_name_that_another_bears_today_offers_both(new, old):
    new.aliases.create(kind="former_name", value=old.full_name_zh_hans, use="offer")

    assert sorted(names(old.full_name_zh_hans)) == ["New", "Old"]


def test_shared_former_name_offers_each_of_its_places(new, old):
    for region in (new, old):
        region.aliases.create(kind="former_name", value="大县", use="offer")

    assert sorted(names("大县")) == ["New", "Old"]


# All redirects as a file


def test_file_of_redirects_tells_of_pages_and_codes_that_ended(old, new, other):
    make_region(name="Gone", level="county", parent=new.parent, code="500199")
    end(Region.objects.get(slug="gone"), new, other, ending="split")
    end(old, new)

    assert list(redirects()) == [
        ("/en/regions/500105/", "/en/regions/new/", 301),
        ("/en/regions/500199/", "/en/regions/new/", 300),
        ("/en/regions/500199/", "/en/regions/other/", 300),
        ("/en/regions/gone/", "/en/regions/new/", 410),
        ("/en/regions/gone/", "/en/regions/other/", 410),
        ("/en/regions/old/", "/en/regions/new/", 410),
    ]


def test_former_code_of_a_region_that_ended_leads_on_in_the_file_too(old, new):
    old.aliases.create(kind="former_code", value="500221")
    end(old, new)

    assert ("/en/regions/500221/", "/en/regions/new/", 301) in list(redirects())
