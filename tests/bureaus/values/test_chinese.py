"""Drafts in the other script, with the exceptions of ``data/``."""

import pytest
from django.conf import settings

from bureaus.files.data_files import Rows
from bureaus.values.chinese import Scripts


@pytest.fixture(scope="module")
def scripts():
    return Rows(settings.BASE_DIR / "data").scripts


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


def test_no_exceptions_are_needed():
    assert Scripts({}).traditional("四会市") == "四會市"
