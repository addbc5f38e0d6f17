"""What each parameter of ``/<lang>/bureaus/`` keeps; partners write these addresses themselves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bureaus.models import RegionAlias
from tests.factories import (
    make_bureau,
    make_check,
    make_closed_bureau,
    make_industry,
    make_priority,
    make_region,
)
from tests.redirects import followed

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def places(once):
    """Make Guangdong > Zhaoqing > Sihui > a zone, and Suzhou with the two successors of Wuxian."""
    guangdong = make_region(name="Guangdong", code="440000")
    zhaoqing = make_region(name="Zhaoqing", code="441200", level="prefecture", parent=guangdong)
    sihui = make_region(name="Sihui", code="441284", level="county", parent=zhaoqing)
    zone = make_region(name="Sihui Zone", level="zone", parent=sihui)
    gaoyao = make_region(name="Gaoyao", code="441204", level="county", parent=zhaoqing)
    RegionAlias.objects.create(region=gaoyao, kind="former_code", value="441283")
    RegionAlias.objects.create(region=gaoyao, kind="former_slug", value="gaoyao-city")
    suzhou = make_region(name="Suzhou", code="320500", level="prefecture")
    wuzhong = make_region(name="Wuzhong", code="320506", level="county", parent=suzhou)
    xiangcheng = make_region(name="Xiangcheng", code="320507", level="county", parent=suzhou)
    for successor in (wuzhong, xiangcheng):
        RegionAlias.objects.create(region=successor, kind="former_code", value="320586")
    for place in (guangdong, zhaoqing, sihui, zone, gaoyao, suzhou, wuzhong, xiangcheng):
        make_bureau(region=place, name_en=f"{place.name_en} Bureau")


def listed(client, query):
    response = followed(client, f"/en/bureaus/?{query}")
    assert response.status_code == 200
    return [bureau.name_en.removesuffix(" Bureau") for bureau in response.context["object_list"]]


def notices(client, query):
    return " ".join(client.get(f"/en/bureaus/?{query}").context["notices"])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("region=guangdong", {"Guangdong", "Zhaoqing", "Sihui", "Sihui Zone", "Gaoyao"}),
        ("region=zhaoqing", {"Zhaoqing", "Sihui", "Sihui Zone", "Gaoyao"}),
        ("region=441284", {"Sihui", "Sihui Zone"}),
        ("region=sihui-zone", {"Sihui Zone"}),
        ("region=SIHUI", {"Sihui", "Sihui Zone"}),
        ("region=441283", {"Gaoyao"}),
        ("region=gaoyao-city", {"Gaoyao"}),
        ("region=320586", {"Wuzhong", "Xiangcheng"}),
        ("region=gaoyao&region=320586", {"Gaoyao", "Wuzhong", "Xiangcheng"}),
        ("region=sihui&region=zhaoqing", {"Zhaoqing", "Sihui", "Sihui Zone", "Gaoyao"}),
    ],
)
def test_region_covers_everything_inside_by_slug_code_or_former_one(
    client, places, query, expected
):
    found = listed(client, query)

    assert set(found) == expected
    assert len(found) == len(expected)


UNKNOWN = {
    "bureaus": ["kind=castle", "region=atlantis", "language=tlh", "checked=maybe", "closed=so"],
    "priorities": ["year=soon", "industry=cheese", "level=galaxy", "region=atlantis"],
}


@pytest.mark.parametrize("query", [f"{name}/?{q}" for name, some in UNKNOWN.items() for q in some])
def test_unknown_value_matches_nothing_and_is_named(client, lang, query):
    make_bureau(languages=["en"])
    make_priority(industries=[make_industry()])
    value = query.partition("=")[2]

    response = client.get(f"/{lang}/{query}")

    assert list(response.context["object_list"]) == []
    assert value in " ".join(response.context["notices"])
    assert f'<p class="notice">{response.context["notices"][0]}' in response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        *("kind=commerce&kind=castle", "region=sihui&region=atlantis", "language=ja&language=tlh"),
        *("checked=no&checked=maybe", "closed=no&closed=perhaps"),
    ],
)
def test_unknown_value_beside_a_known_one_adds_nothing(client, query):
    make_bureau(name_en="A", kind="commerce", languages=["ja"], region=make_region(slug="sihui"))
    known, _, unknown = query.partition("&")

    assert listed(client, query) == listed(client, known) == ["A"]
    assert unknown.partition("=")[2] in notices(client, query)
    assert notices(client, known) == ""


def test_unknown_value_is_escaped_in_its_notice(client):
    response = client.get("/en/bureaus/?kind=<script>alert(1)</script>")

    assert b"<script>alert" not in response.content
    assert "&lt;script&gt;alert(1)" in response.content.decode()


def test_empty_values_and_foreign_keys_filter_nothing(client):
    make_bureau(name_en="A")

    query = "q=&region=&kind=%20&language=&checked=&closed=&sort=&page=&utm_source=partner"

    assert listed(client, query) == ["A"]
    assert notices(client, query) == ""


def test_repeated_kind_means_or(client):
    for kind in ("commerce", "economic-promotion", "national-agency"):
        make_bureau(name_en=kind, kind=kind)

    found = listed(client, "kind=commerce&kind=economic-promotion")

    assert set(found) == {"commerce", "economic-promotion"}


def test_language_matches_whole_tags_and_repeats_mean_or(client):
    make_bureau(name_en="Japanese", languages=["zh", "ja"])
    make_bureau(name_en="Cantonese", languages=["yue"])
    make_bureau(name_en="Unknown", languages=[])

    assert listed(client, "language=zh") == listed(client, "language=ja") == ["Japanese"]
    assert listed(client, "language=en") == []
    assert listed(client, "language=yue") == ["Cantonese"]
    assert set(listed(client, "language=ja&language=yue")) == {"Japanese", "Cantonese"}


def test_different_keys_mean_and(client, places):
    make_bureau(name_en="Other", kind="commerce", languages=["de"])
    huaiji = make_region(name="Huaiji", level="county", parent=make_region(name="Zhanjiang"))
    make_bureau(name_en="Both", kind="commerce", languages=["de"], region=huaiji)
    make_bureau(name_en="Kind only", kind="commerce", region=huaiji)

    assert listed(client, "region=zhanjiang&kind=commerce&language=de") == ["Both"]


def test_checked_tells_valid_checks_from_old_bad_and_missing_ones(client):
    today = timezone.localdate()
    make_check(make_bureau(name_en="Fresh"), date=today - timedelta(days=30))
    make_check(make_bureau(name_en="Old"), date=today - timedelta(days=400))
    make_check(make_bureau(name_en="Failed"), outcome="unreachable")
    make_bureau(name_en="Never")

    assert listed(client, "checked=yes") == ["Fresh"]
    assert set(listed(client, "checked=no")) == {"Old", "Failed", "Never"}
    assert len(listed(client, "checked=yes&checked=no")) == 4


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"Open"}),
        ("closed=no", {"Open"}),
        ("closed=yes", {"Open", "Closed"}),
        ("closed=no&closed=yes", {"Open", "Closed"}),
    ],
)
def test_closed_bureaus_only_when_asked_for_and_drafts_never(client, query, expected):
    make_bureau(name_en="Open")
    make_closed_bureau(name_en="Closed", closure="abolished")
    make_bureau(name_en="Draft", status="draft")

    assert set(listed(client, query)) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["B", "C", "A"]),
        ("sort=place", ["B", "C", "A"]),
        ("sort=name", ["A", "B", "C"]),
        ("sort=checked", ["C", "A", "B"]),
        ("sort=nonsense", ["B", "C", "A"]),
        ("sort=nonsense&sort=name", ["A", "B", "C"]),
    ],
)
def test_sort(client, query, expected):
    today = timezone.localdate()
    first, second, third = (make_region(name=name) for name in ("Aba", "Bozhou", "Chaohu"))
    make_check(make_bureau(name_en="A", region=third), date=today - timedelta(days=20))
    make_bureau(name_en="B", region=first)
    make_check(make_bureau(name_en="C", region=second), date=today - timedelta(days=10))

    assert listed(client, query) == expected


def test_unknown_sort_is_named(client):
    assert "nonsense" in notices(client, "sort=nonsense")


def test_page_takes_the_next_rows_and_keeps_the_filters(client):
    for number in range(30):
        make_bureau(name_en=f"B{number:02}", kind="commerce")
        make_bureau(kind="economic-promotion")

    first = listed(client, "kind=commerce&sort=name")
    second = listed(client, "kind=commerce&sort=name&page=2")
    page = client.get("/en/bureaus/?kind=commerce&sort=name").content.decode()

    assert [len(first), len(second)] == [25, 5]
    assert first + second == [f"B{number:02}" for number in range(30)]
    assert 'href="?kind=commerce&amp;sort=name&amp;page=2"' in page


def test_page_that_does_not_exist_leads_to_the_nearest_with_a_notice(client):
    nearest = {"3": 2, "0": 2, "-1": 2, "abc": 1, "9" * 5000: 2, "²": 1}
    for _ in range(26):
        make_bureau()

    for asked, number in nearest.items():
        response = client.get("/en/bureaus/", {"page": asked})

        assert response.status_code == 200
        assert response.context["page_obj"].number == number
        assert asked[:20] in response.context["notices"][0]
