"""What is known of bureaus as a filter, and shortlists of them."""

import pytest

from bureaus.models import Bureau
from bureaus.models.contacts import PHONE_FIRST
from tests.factories import make_bureau, make_closed_bureau, make_region

pytestmark = pytest.mark.django_db

PHONE, EMAIL, WEBSITE = "0758-3611228", "office@example.org", "https://example.org/"


@pytest.fixture
def bureaus(db):
    region = make_region(name="Town")
    known = {
        "bbbbb": {"phone": PHONE},
        "ccccc": {"email": EMAIL},
        "ddddd": {"website": WEBSITE, "address_zh_hans": "东城街道"},
        "fffff": {"phone": PHONE, "email": EMAIL},
        "ggggg": {},
    }
    for ref, values in known.items():
        make_bureau(ref=ref, region=region, **{"phone": ""} | values)


def refs(client, query):
    response = client.get(f"/en/bureaus/?{query}")
    return [bureau.ref for bureau in response.context["object_list"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("has=phone", {"bbbbb", "fffff"}),
        ("has=email", {"ccccc", "fffff"}),
        ("has=website", {"ddddd"}),
        ("has=address_zh", {"ddddd"}),
        ("has=phone&has=email", {"bbbbb", "ccccc", "fffff"}),
        ("has=pigeon", set()),
        ("has=phone&has=pigeon", {"bbbbb", "fffff"}),
        ("has=phone&region=town", {"bbbbb", "fffff"}),
    ],
)
def test_list_keeps_bureaus_of_which_that_is_known(client, bureaus, query, expected):
    assert set(refs(client, query)) == expected


def test_what_is_known_is_counted(client, bureaus):
    facets = client.get("/en/bureaus/").context["facets"].facets

    (facet,) = [facet for facet in facets if facet.name == "has"]
    assert [(value.value, value.count) for value in facet.values] == [
        ("phone", 2),
        ("email", 2),
        ("website", 1),
        ("address_zh", 1),
    ]


def test_a_new_phone_is_known_at_once(client, bureaus):
    make_bureau(ref="hhhhh", phone="")
    assert "hhhhh" not in refs(client, "has=phone")

    Bureau.objects.filter(ref="hhhhh").update(phone=PHONE)

    assert "hhhhh" in refs(client, "has=phone")


def test_those_with_a_phone_come_first(client, bureaus):
    assert set(refs(client, "")[:2]) == {"bbbbb", "fffff"}


@pytest.mark.parametrize("with_phone", [0, 3, 25, 30, 60])
def test_pages_go_on_from_those_with_a_phone_to_the_others(client, with_phone):
    towns = [make_region(name=f"Town {number:02}") for number in range(60)]
    for number, town in enumerate(towns):
        make_bureau(region=town, phone=PHONE if number % 60 < with_phone else "")

    listed = [ref for page in (1, 2, 3) for ref in refs(client, f"page={page}")]

    wanted = Bureau.objects.order_by(PHONE_FIRST, "region__slug", "name_en", "ref")
    assert listed == list(wanted.values_list("ref", flat=True))


def test_api_and_files_know_the_filter(client, bureaus):
    listed = client.get("/api/v1/bureaus/?has=email").json()["results"]
    lines = client.get("/en/bureaus/list.csv?has=email").getvalue().decode().splitlines()

    assert {record["ref"] for record in listed} == {"ccccc", "fffff"}
    assert len(lines) == 3
    assert client.get("/api/v1/bureaus/?has=pigeon").status_code == 400


# Shortlists


def test_shortlist_is_the_list_of_just_those(client, bureaus):
    assert set(refs(client, "ref=bbbbb&ref=DDDDD")) == {"bbbbb", "ddddd"}


def test_unknown_reference_is_named_and_matches_nothing(client, bureaus):
    response = client.get("/en/bureaus/?ref=zzzzz")

    assert not response.context["object_list"]
    assert "zzzzz" in response.content.decode()


def test_shortlist_as_files(client, bureaus):
    query = "ref=bbbbb&ref=ddddd"

    listed = client.get(f"/api/v1/bureaus/?{query}").json()["results"]
    contacts = client.get(f"/en/bureaus/list.vcf?{query}").getvalue().decode()

    assert {record["ref"] for record in listed} == {"bbbbb", "ddddd"}
    assert contacts.count("BEGIN:VCARD") == 2


def test_regions_of_a_shortlist_stand_side_by_side(client, bureaus):
    make_bureau(ref="hhhhh", region=make_region(name="Other"))

    response = client.get("/en/compare/?ref=bbbbb&ref=ccccc&ref=hhhhh&ref=zzzzz")

    assert response["Location"] == "/en/compare/?region=town&region=other"


def test_closed_bureau_of_a_shortlist_shows_only_when_asked_for(client, bureaus):
    make_closed_bureau(ref="jjjjj", region=make_region())

    assert refs(client, "ref=bbbbb&ref=jjjjj") == ["bbbbb"]
    assert set(refs(client, "ref=bbbbb&ref=jjjjj&closed=yes")) == {"bbbbb", "jjjjj"}
