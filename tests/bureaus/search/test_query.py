"""What ``/<lang>/bureaus/?q=`` finds."""

import pytest

from bureaus.models import BureauAlias, RegionAlias
from tests.factories import make_bureau, make_contact_point, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def sihui(once):
    """Make Sihui's bureau, which the queries look for, and one in Chengdu, which they do not."""
    names = {"name": "Zhaoqing", "name_zh_hans": "肇庆", "name_zh_hant": "肇慶"}
    zhaoqing = make_region(**names, level="prefecture", code="441200", dial_code="0758")
    RegionAlias.objects.create(region=zhaoqing, kind="former_name", value="端州")
    RegionAlias.objects.create(region=zhaoqing, kind="alternative_name", value="Shiuhing")
    sihui = make_region(
        name="Sihui",
        full_name_en="Sihui City",
        name_zh_hans="四会",
        name_zh_hant="四會",
        full_name_zh_hans="四会市",
        full_name_zh_hant="四會市",
        level="county",
        code="441284",
        dial_code="0758",
        parent=zhaoqing,
    )
    bureau = make_bureau(
        region=sihui,
        name_en="Investment Promotion Bureau of Sihui City",
        name_zh_hans="四会市投资促进局",
        name_zh_hant="四會市投資促進局",
        address_en="3F, Administrative Center, Dongcheng Street",
        address_zh_hans="东城街道行政中心三楼",
        postal_code="526200",
        phone="+86-758-3611228",
        fax="0758-3611188",
    )
    BureauAlias.objects.create(bureau=bureau, kind="former_name", value="Sihui Investment Office")
    make_contact_point(bureau, phone="0758-3990000 转 12")
    make_bureau(name_en="Chengdu Bureau", name_zh_hans="成都市投资促进局", phone="028-61889999")
    return bureau


def found(client, text, lang="en"):
    response = client.get(f"/{lang}/bureaus/", {"q": text})
    assert response.status_code == 200
    return list(response.context["object_list"])


@pytest.mark.parametrize(
    "text",
    [
        "Sihui",
        "promotion bureau of SIHUI",
        "city sihui",
        "四会市投资促进局",
        "四會",
        "四會市投資促進局",
        "dongcheng",
        "东城街道",
        "Sihui Investment Office",
        "zhaoqing investment",
        "肇慶",
        "端州",
        "Shiuhing",
        "441200",
        "526200",
        "361-1228",
        "07583611228",
        "+86-758-3611228",
        "+867583611228",
        "3611188",
        "3990000",
        "Ｓｉｈｕｉ",
        "四会　投资",
        "  Sihui  ",
    ],
)
def test_query_finds_the_bureau_and_no_other(client, sihui, lang, text):
    assert found(client, text, lang) == [sihui]


@pytest.mark.parametrize(
    "text",
    ["Sihui Chengdu", "四会 成都", "3611229", "Zhaoqing 61889999", "Sihui nowhere", "526201"],
)
def test_every_word_must_match(client, text):
    assert found(client, text) == []


@pytest.mark.parametrize("text", ["%", "_", "\\", "'", '"', "%%", "\\%", "*", "?", "^", "-", ":"])
def test_signs_alone_find_nothing(client, text):
    make_bureau(name_en=f"Odd {text} name")

    assert found(client, text) == []


@pytest.mark.parametrize("text", ["Sih%ui", "Sih_ui", "Sih*ui", "?ihui", "NEAR(sihui chengdu)"])
def test_signs_are_no_wildcards_or_operators(client, text):
    assert found(client, text) == []


@pytest.mark.parametrize(
    "text", ["' OR 1=1 --", "Robert'); DROP TABLE bureaus_bureau;--", "…", "　."]
)
def test_queries_of_signs_find_nothing_and_break_nothing(client, text):
    assert found(client, text) == []


def test_query_is_shown_escaped_in_the_form(client):
    page = client.get("/en/bureaus/", {"q": '"><script>'}).content.decode()

    assert 'value="&#34;&gt;&lt;script&gt;"' in page
    assert '"><script>' not in page


def test_drafts_are_not_found(client):
    make_bureau(name_en="Secret Bureau", phone="0758-5550000", status="draft")

    assert found(client, "Secret") == []
    assert found(client, "5550000") == []


def test_search_combines_with_filters(client, sihui):
    make_bureau(name_en="Sihui Commerce", kind="commerce", region=sihui.region)

    response = client.get("/en/bureaus/?q=sihui&kind=investment-promotion&region=zhaoqing")

    assert list(response.context["object_list"]) == [sihui]


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "a" * 10_000,
        "q=" + "a+" * 5_000,
        "q=" + "%E5%9B%9B" * 3_400,
        "&".join(f"region=place-{number}" for number in range(200)),
        "&".join(f"kind=kind-{number}" for number in range(200)),
        "&".join(f"q=word-{number}" for number in range(200)),
        "&".join(f"key{number}=value" for number in range(200)),
    ],
    ids=["long word", "many words", "long Chinese", "regions", "kinds", "queries", "keys"],
)
def test_very_long_queries_are_answered(client, query):
    response = client.get(f"/en/bureaus/?{query}")

    assert response.status_code == 200


def test_word_that_is_true_of_all_bureaus_leaves_none_out(client, sihui):
    bureaus = {*found(client, "")}

    assert {*found(client, "bureau")} == {*found(client, "BUR")} == bureaus
    assert found(client, "bureau 四会") == [sihui]
    assert {*client.get("/en/bureaus/?q=bureau&q=四会").context["object_list"]} == bureaus
    assert found(client, "bureaux") == []
