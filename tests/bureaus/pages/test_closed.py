"""What is left of a closed bureau in public, and that a draft is nowhere at all."""

import pytest

from bureaus.models import Region, Succession
from tests.factories import make_bureau, make_closed_bureau, make_contact_point, make_region

pytestmark = pytest.mark.django_db


def test_closed_bureau_is_gone_and_shows_the_full_card_of_each_successor(client, lang):
    first = make_bureau(
        ref="bbbbb",
        name_en="First Heir",
        address_en="1 Heir Road",
        phone="0758-3611228",
        fax="0758-3611188",
        email="first@example.org",
        website="https://first.example.org/",
        hours="Mo-Fr 09:00-17:00",
    )
    second = make_bureau(ref="ccccc", name_en="Second Heir", phone="0758-3990000")
    make_closed_bureau(first, second, closure="split", name_en="Old Office", ref="rwdrb")

    response = client.get(f"/{lang}/bureaus/old-office-rwdrb/")
    page = response.content.decode()

    assert response.status_code == 410
    assert f'href="/{lang}/bureaus/first-heir-bbbbb/"' in page
    assert f'href="/{lang}/bureaus/second-heir-ccccc/"' in page
    assert 'href="tel:+867583611228"' in page
    assert 'href="tel:+867583990000"' in page
    assert ("+86 758 3611188" if lang == "en" else "0758-3611188") in page
    assert "tel:+867583611188" not in page
    for text in ("1 Heir Road", "mailto:first@example.org", "https://first.example.org/", "09:00"):
        assert text in page


def test_closed_bureau_says_what_happened_and_when(client):
    successor = make_bureau()
    make_closed_bureau(
        successor, closure="merged", closed_on="2023-05-04", name_en="Old", ref="rwdrb"
    )

    page = client.get("/en/bureaus/old-rwdrb/").content.decode()

    assert "Merged into another, 4 May 2023." in page
    assert '<meta name="robots" content="noindex">' in page


def test_successors_are_found_through_any_number_of_closures(client):
    successor = make_bureau(name_en="Standing", ref="bbbbb")
    middle = make_closed_bureau(successor, name_en="Middle", ref="ccccc")
    make_closed_bureau(middle, name_en="Oldest", ref="rwdrb")

    response = client.get("/en/bureaus/oldest-rwdrb/")

    assert response.status_code == 410
    assert response.context["successors"] == [successor]


def test_draft_successor_is_hidden_and_the_region_offered_instead(client):
    successor = make_bureau(name_en="Secret", status="draft")
    place = make_region(name="Sihui")
    make_closed_bureau(successor, name_en="Old", ref="rwdrb", region=place)

    response = client.get("/en/bureaus/old-rwdrb/")
    page = response.content.decode()

    assert response.status_code == 410
    assert "Secret" not in page
    assert successor.ref not in page
    assert 'href="/en/regions/sihui/"' in page


def test_duplicate_of_a_draft_is_gone(client):
    original = make_bureau(status="draft", name_en="Secret")
    make_closed_bureau(original, closure="duplicate", name_en="Twin", ref="rwdrb")

    response = client.get("/en/bureaus/twin-rwdrb/")

    assert response.status_code == 410
    assert b"Secret" not in response.content


def test_closed_bureau_in_a_list_points_to_its_public_successors_only(client):
    closed = make_closed_bureau(make_bureau(name_en="Successor", ref="bbbbb"), name_en="Old")
    Succession.objects.create(
        predecessor=closed, successor=make_bureau(name_en="Secret", ref="ccccc", status="draft")
    )

    page = client.get("/en/bureaus/?closed=yes").content.decode()

    assert 'href="/b/bbbbb/"' in page
    assert "ccccc" not in page
    assert "Secret" not in page


def test_closed_bureau_counts_nowhere(client):
    place = make_region(name="Ghost Town", level="prefecture")
    make_closed_bureau(closure="abolished", name_en="Old Office", region=place)

    assert client.get("/en/").context["covered"].total == 0
    assert client.get("/en/about/").context["total"] == 0
    assert b"Old Office" not in client.get("/en/regions/ghost-town/").content
    assert not Region.objects.listed().exists()


@pytest.fixture(scope="module")
def draft(once):
    """Make a draft in a place of its own, beside an open bureau of the same province."""
    province = make_region(name="Guangdong")
    place = make_region(name="Hidden Valley", level="county", code="441299", parent=province)
    make_bureau(region=province, name_en="Open Office", ref="bbbbb")
    draft = make_bureau(
        region=place,
        name_en="Secret Office",
        ref="rwdrb",
        status="draft",
        phone="0758-5550000",
        kind="commerce",
        languages=["ja"],
        address_zh_hans="东城街道",
    )
    make_contact_point(draft, name_en="Secret Desk", phone="0758-5551111")
    return draft


@pytest.mark.parametrize(
    "url",
    [
        *("/{}/", "/{}/about/", "/{}/bureaus/", "/{}/bureaus/open-office-bbbbb/"),
        *(f"/{{}}/bureaus/?{query}" for query in ("closed=yes", "region=hidden-valley")),
        *(f"/{{}}/bureaus/?q={text}" for text in ("secret", "5550000", "5551111")),
        *("/{}/regions/", "/{}/regions/guangdong/", "/{}/regions/hidden-valley/"),
        "/embed/v1/region/hidden-valley/?lang={}",
    ],
)
def test_draft_is_on_no_page(client, draft, lang, url):
    response = client.get(url.format(lang))

    assert response.status_code == 200
    for text in (b"Secret", b"rwdrb", b"555 0000", b"5550000</a>"):
        assert text not in response.content


@pytest.mark.parametrize(
    "url",
    [
        *(f"/en/bureaus/{name}/" for name in ("secret-office-rwdrb", "rwdrb")),
        *(f"/en/bureaus/secret-office-rwdrb/{page}/" for page in ("correct", "card", "taxi")),
        *(f"/b/rwdrb{end}" for end in ("/", ".vcf", ".json", ".svg", ".png")),
        *(f"/embed/v1/bureau/rwdrb/{end}" for end in ("", "badge.svg")),
        *(f"/{path}/?url=http://testserver/b/rwdrb/" for path in ("embed/v1", "oembed")),
        "/api/v1/bureaus/rwdrb/",
    ],
)
def test_draft_has_no_address(client, draft, url):
    response = client.get(url)

    assert response.status_code == 404
    assert b"Secret" not in response.content
    if "correct" in url:
        assert client.post(url, {"phone": "1", "source": "x"}).status_code == 404


def test_draft_is_in_no_count(client, draft):
    counts = dict(client.get("/en/regions/guangdong/").context["places"])
    facets = client.get("/en/bureaus/").context["facets"].facets

    assert client.get("/en/").context["covered"].total == 1
    assert client.get("/en/about/").context["total"] == 1
    assert counts == {draft.region: 0}
    shown = {(item.value, item.count) for facet in facets for item in facet.values}
    assert not {value for value, _count in shown} & {"commerce", "ja"}
    assert {count for _value, count in shown} == {1}


def test_place_with_only_a_draft_is_not_listed(client, draft):
    assert draft.region not in Region.objects.listed()
    assert draft.region.pk not in client.get("/en/regions/").context["listed"]
