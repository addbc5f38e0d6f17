"""Drafts in the other script, with the exceptions of ``data/``."""

import pytest
from django.conf import settings

from bureaus.files.loading import Dataset
from bureaus.values.chinese import Scripts


@pytest.fixture(scope="module")
def scripts():
    return Dataset(settings.BASE_DIR / "data").scripts


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("成都市投资促进局", "成都市投資促進局"),
        ("台北市", "臺北市"),
        ("后海", "後海"),
        ("郁南县", "郁南縣"),
        ("郁南县投资促进局", "郁南縣投資促進局"),
        ("云浮市云城区招商局", "雲浮市雲城區招商局"),
        ("厦门市湖里区", "廈門市湖里區"),
        ("钟山县和钟山区", "鍾山縣和鐘山區"),
        ("Chengdu 成都", "Chengdu 成都"),
        ("", ""),
    ],
)
def test_traditional_is_drafted_with_place_names_as_listed(scripts, simplified, traditional):
    assert scripts.traditional(simplified) == traditional


@pytest.mark.parametrize(
    ("printed", "simplified", "traditional"),
    [
        ("成都市投资促进局", "成都市投资促进局", "成都市投資促進局"),
        ("成都市投資促進局", "成都市投资促进局", "成都市投資促進局"),
        ("臺北市", "台北市", "臺北市"),
        ("郁南縣投資促進局", "郁南县投资促进局", "郁南縣投資促進局"),
        ("鬱南縣", "郁南县", "鬱南縣"),
        ("上海市", "上海市", "上海市"),
        ("", "", ""),
    ],
)
def test_printed_script_stands_and_the_other_is_drafted(scripts, printed, simplified, traditional):
    assert scripts.both(printed) == (simplified, traditional)


def test_no_exceptions_are_needed():
    assert Scripts({}).traditional("四会市") == "四會市"


def test_name_with_a_character_of_both_scripts_stays_simplified(scripts):
    assert scripts.both("乾县招商局") == ("乾县招商局", "乾縣招商局")
