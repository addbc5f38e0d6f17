"""What people type, in the real data: each query and whom it must find, or must not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bureaus.models import Bureau, BureauTokens, Region, RegionTokens
from bureaus.search.query import called_exactly, matching

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_only")]

SIHUI, GAOYAO, NEW_AREA, HIGH_TECH = "rwdrb", "ht2t3", "ntcbb", "z29xk"
CHENGDU = "4yvnr"
ANQING = "pns23"  # 招商中心 of 安庆: zhao and qing are syllables of its name and place
ZHAOQING = {SIHUI, GAOYAO, NEW_AREA, HIGH_TECH}


def refs(query):
    return set(Bureau.objects.filter(matching(query)).values_list("ref", flat=True))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("zhaoqing", ZHAOQING),
        ("ZHAO QING", {*ZHAOQING, ANQING}),
        ("zhao-qing", {*ZHAOQING, ANQING}),
        ("zhàoqìng", ZHAOQING),
        ("zhaoqingshi", ZHAOQING),
        ("肇庆", ZHAOQING),
        ("肇慶市", ZHAOQING),
        ("肇", ZHAOQING),
        ("0758", ZHAOQING),
        ("zhaoq bureau", ZHAOQING),
        ("广东 肇庆 bureau", ZHAOQING),
        ("sihui", {SIHUI, HIGH_TECH}),
        ("四会", {SIHUI, HIGH_TECH}),
        ("四會 bureau", {SIHUI, HIGH_TECH}),
        ("441284", {SIHUI, HIGH_TECH}),
        ("office of sihui city", set()),
        ("bureau of the sihui city investment", {SIHUI, HIGH_TECH}),
        ("cdstzcjj", {CHENGDU}),
        ("chengdushitouzi", {CHENGDU}),
        ("cheng du tou zi", {CHENGDU}),
        ("成都投资", {"4yvnr"}),
        ("成都 投资", {CHENGDU}),
        ("成都市投資促進局", {CHENGDU}),
        ("rwdrb", {SIHUI}),
        ("RWDRB", {SIHUI}),
        ("0758-3611228", {SIHUI}),
        ("+86 758 3611228", {SIHUI}),
        ("0086 0758 3611228", {SIHUI}),
        ("(0758) 361 1228", {SIHUI}),
        ("3611228", {SIHUI}),
        ("36 11 228", {SIHUI}),
        ("1228", {SIHUI, "sn3sb", "zfs3v"}),
        ("611188", {SIHUI}),
        ("fax 0758-3611188", {SIHUI}),
        ("３６１１２２８", {SIHUI}),
        ("四会3611228", {SIHUI}),
        ("高要市", {GAOYAO}),
        ("441283", {GAOYAO}),
        ("nanxing 1st road", {GAOYAO}),
        ("zqgxzs@163.com", {HIGH_TECH}),
        ("zqgx.gov.cn", {HIGH_TECH}),
        ("大旺 四会", {HIGH_TECH}),
        ("zhaoqing qingpu", set()),
        ("3611229", set()),
        ("", set()),
    ],
)
def test_query_finds_exactly_these_bureaus(query, expected):
    assert refs(query) == expected


def test_run_of_characters_finds_every_name_that_holds_it():
    held = Bureau.objects.filter(name_zh_hans__contains="投资促进局")

    assert refs("投资促进局") == set(held.values_list("ref", flat=True))


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("zhaoqing", ["zhaoqing"]),
        ("肇庆市", ["zhaoqing"]),
        ("肇慶", ["zhaoqing"]),
        ("441200", ["zhaoqing"]),
        ("310229", ["qingpu"]),
        ("huhehaote", ["hohhot"]),
        ("Suzhou", ["suzhou", "suzhou-anhui", "suzhou-jiuquan"]),
    ],
)
def test_exact_names_and_codes_name_regions(query, slugs):
    found = Region.objects.filter(called_exactly(query, RegionTokens)).order_by("slug")

    assert [region.slug for region in found] == slugs


def test_conditions_combine_like_any_other():
    zhaoqing, sihui = matching("zhaoqing"), matching("sihui")
    everything = Bureau.objects.order_by("pk")

    assert set(everything.filter(zhaoqing & ~sihui).values_list("ref", flat=True)) == {
        GAOYAO,
        NEW_AREA,
    }
    assert everything.filter(zhaoqing | matching("chengdu")).count() == 4 + len(refs("chengdu"))
    assert everything.filter(zhaoqing).exclude(sihui).count() == 2
    assert everything.filter(~zhaoqing).count() == everything.count() - 4
    assert everything.filter(zhaoqing, kind="economic-promotion").count() == 1


@given(st.text(alphabet=st.characters(exclude_characters="\x00", codec="utf-8"), max_size=250))
def test_any_text_is_a_query(text):
    found = Bureau.objects.filter(
        matching(text) | called_exactly(text, BureauTokens, is_prefix=True)
    )

    assert 0 <= found.count() <= 200


@given(st.text(alphabet="\"'*():^-+|&!<>~\\ \tANDORNEAR0四s", max_size=60))
def test_operators_of_query_languages_mean_nothing(text):
    assert 0 <= Bureau.objects.filter(matching(text)).count() <= 200
