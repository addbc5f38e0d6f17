"""Printed forms of numbers: 98 as offices print them, and what must never get a link."""

import csv
import random
import time
from pathlib import Path

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bureaus.values.phones import describe_reading, is_ruined, parse_faxes, parse_phones
from tests.thorough import IS_LONG, seed

PRINTED = Path(__file__).parents[2] / "printed_phones.csv"
REGIONS = Path(__file__).parents[3] / "data" / "regions.csv"
with PRINTED.open(encoding="utf-8", newline="") as lines:
    PRINTED_PHONES = [(r["printed"], r["dial_code"], r["expected"]) for r in csv.DictReader(lines)]

AREA_LENGTHS = {"0758": 10, "010": 10, "021": 10, "0851": 11, "0754": 11, "0755": 11, "0936": 10}
DIAL_CODES = st.sampled_from(["", "0758", "010", "852", "886", "0433", "junk"])
PIECES = [
    *("0758-3611228", "3611229", "010-65128888", "021", "0851-8223753", "13800138000", "12345"),
    *(
        "+86",
        "(86)",
        "86-",
        "(852) ",
        "2810 1234",
        "400-800-8888",
        "1、",
        "2、",
        "8001",
        "29",
        "30",
    ),
    *(
        "/",
        "、",
        "，",
        "; ",
        " ",
        "-",
        "转8001",
        " ext. 12",
        "(",
        ")",
        "传真",
        "电话：",
        "F: ",
        "\u200b",
    ),
]


def readings(numbers):
    """Write numbers as the file of printed phones does: "+867583611228 ext 8001 | hotline …"."""
    texts = []
    for number in numbers:
        text = number.e164 or (number.hotline and f"hotline {number.hotline}")
        if text:
            texts.append(f"{text} ext {number.extension}" if number.extension else text)
    return " | ".join(texts)


@pytest.mark.parametrize(("printed", "dial_code", "expected"), PRINTED_PHONES)
def test_printed_form_is_read_as_its_office_means_it(printed, dial_code, expected):
    assert readings(parse_phones(printed, dial_code)) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("86-36112288", ""),
        ("0758-361122", ""),
        ("0754-8822334", ""),  # eight digits today
        ("0851-8223753", ""),
        ("0565-2312345", ""),  # an area code that is gone
        ("13800138", ""),
        ("138 0013 80001", ""),
        ("800-830-12", ""),
        ("36112288001", ""),
        ("3611228/3611", "+867583611228"),
        ("0758-3611228、9001", "+867583611228"),
        ("1. 0758-3611228 2. 3611229", "+867583611228 | +867583611229"),
        ("①0758-3611228②0758-3611229", "+867583611228 | +867583611229"),
        ("(1) 0758-3611228 (2) 0758-3611240", "+867583611228 | +867583611240"),
        ("0758-3611228, 9:00-17:00", "+867583611228"),
        ("0758-3611228（2024-01-02）", "+867583611228"),
        ("邮编：526200 电话：0758-3611228", "+867583611228"),
        ("QQ：3611228", ""),
        ("office3611228@example.org", ""),
        ("86-758-36112", ""),
        ("+86 2810 1234", ""),
        ("852-2810-1234", "+85228101234"),
        ("(853) 2872 8212", "+85328728212"),
        ("886-2-2381-1234", "+886223811234"),
        ("+852 2810 123", ""),
        ("-3611228", ""),  # what a spreadsheet makes of =0758-3611986
    ],
)
def test_no_number_is_made_up(printed, expected):
    assert readings(parse_phones(printed, "0758")) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("电　话：0758-3611228", "+867583611228"),
        ("办公室0758-3611228，招商科0758-3611229", "+867583611228 | +867583611229"),
        ("0758-3611228(办公室) 0758-3611229(招商科)", "+867583611228 | +867583611229"),
        ("座机0758-3611228 手机13800138000", "+867583611228 | +8613800138000"),
        ("24小时热线12345", "hotline 12345"),
        ("3楼301室 0758-3611228", "+867583611228"),
        ("0758-3611228 (总机) 转 8001", "+867583611228 ext 8001"),
        ("0758-3611228拨8001", "+867583611228 ext 8001"),
        ("0758-3611228 # 8001", "+867583611228 ext 8001"),
        ("tel:+867583611228;ext=8001", "+867583611228 ext 8001"),
        ("0758-3611228转8001、8002", "+867583611228 ext 8001 | +867583611228 ext 8002"),
        ("0758-3611228—3611230", "+867583611228 | +867583611230"),
        ("0758-3611228到30", "+867583611228 | +867583611230"),
        ("0758-3611228\r\n0758-3611229", "+867583611228 | +867583611229"),
        ("\u202d0758\u202c-\u00ad361\ufeff1228\u2060", "+867583611228"),
        ("\u2066+86 758 3611228\u2069", "+867583611228"),
        ("0758_3611228", "+867583611228"),
        ("08675 83611228", ""),
        ("013800138000", "+8613800138000"),
        ("+1 650 253 0000", "+16502530000"),
        ("001-650-253-0000", "+16502530000"),
    ],
)
def test_ordinary_print_is_read(printed, expected):
    assert readings(parse_phones(printed, "0758")) == expected


@pytest.mark.parametrize(
    ("printed", "phones", "faxes"),
    [
        ("0558-5123456 传真同号", "+865585123456", "+865585123456"),
        ("T: 0558-5123456 F: 0558-5123457", "+865585123456", "+865585123457"),
        ("TEL 0558-5123456 FAX 0558-5123457", "+865585123456", "+865585123457"),
        ("电话：0558-5123456；传真：0558-5123457", "+865585123456", "+865585123457"),
        ("电话0558-5123456（传真：5123457）", "+865585123456", "+865585123457"),
        ("传 真：0558-5123457 电 话：0558-5123456", "+865585123456", "+865585123457"),
        ("0558-5123456/传真0558-5123457", "+865585123456", "+865585123457"),
        ("0558-5123456、5123457（传真）", "+865585123456", "+865585123457"),
        ("电话(传真)：0558-5123456", "+865585123456", "+865585123456"),
        ("电话、传真：0558-5123456", "+865585123456", "+865585123456"),
        ("Tel/Fax: 0558-5123456", "+865585123456", "+865585123456"),
        ("電話及傳真：0558-5123456", "+865585123456", "+865585123456"),
        ("0558-5123456（兼传真）、5123458", "+865585123456 | +865585123458", "+865585123456"),
        ("0558-5123456(fax)", "", "+865585123456"),
        ("0558-5123456（电话）", "+865585123456", ""),
        ("0558-5123456 传真：", "+865585123456", ""),
    ],
)
def test_phone_and_fax_go_each_where_it_belongs(printed, phones, faxes):
    assert readings(n for n in parse_phones(printed) if not n.is_fax) == phones
    assert readings(parse_faxes("", printed)) == faxes


def test_fax_that_is_noted_twice_is_given_once():
    assert readings(parse_faxes("0558-5123456", "0558-5123456 传真同号")) == "+865585123456"


@pytest.mark.parametrize(
    ("printed", "dial_code", "expected"),
    [
        ("0758-3611228转8012", "0758", "read as +86 758 3611228 ext. 8012"),
        ("3611228/29", "0758", "read as +86 758 3611228; read as +86 758 3611229"),
        ("0758-36112", "0758", "“0758-36112”: too short for 0758"),
        ("36112288", "0758", "“36112288”: too long for 0758"),
        ("+86 758 361122", "010", "“+86 758 361122”: too short for 0758"),
        ("010-6512888", "0758", "“010-6512888”: too short for 010"),
        ("0851-8223753", "0851", "“0851-8223753”: too short for 0851"),
        ("1380013800", "0758", "“1380013800”: too short for 138"),
        ("138001380001", "0758", "“138001380001”: too long for 138"),
        ("400-800-888", "0758", "“400-800-888”: too short for 400"),
        ("3611228", "", "“3611228”: cannot be read"),
        ("nobody knows", "0758", "“nobody knows”: cannot be read"),
        ("8.67583E+11", "0758", "“8.67583E+11”: cannot be read"),
        ("12345", "0758", "read as 12345"),
        (
            "T: 3611228 F: 3611229",
            "0758",
            "read as +86 758 3611228; read as the fax +86 758 3611229",
        ),
        ("3611228 传真同号", "0758", "read as the phone and fax +86 758 3611228"),
        ("", "0758", ""),
    ],
)
def test_editor_is_told_how_a_number_is_read(printed, dial_code, expected):
    assert describe_reading(printed, dial_code) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        *((text, True) for text in ("8.67583E+11", "1.38E+10", "7582621234.0", "86758362.00")),
        *((text, True) for text in ("#N/A", "#REF!", "########", "-3611228", "=0758", "nan")),
        *((text, False) for text in ("0758-3611228", "7583611228", "无", "-", "0758.361.1228")),
    ],
)
def test_what_a_spreadsheet_ruined_is_known(printed, expected):
    assert is_ruined(printed) == expected


def test_no_text_is_slow_to_read_or_breaks_the_reading():
    draw = random.Random(seed())  # noqa: S311 (nothing secret)
    letters = (
        "0123456789" * 4
        + "+-()（）/、,; .:转分机ext#*按电话传真faxT F①１２\u200b\u202a\n~至或and同"
    )
    slowest = 0.0
    for number in range(100_000 if IS_LONG else 2_000):
        kind = PIECES if number % 2 else letters
        text = "".join(draw.choices(kind, k=draw.choice([1, 5, 20, 60, 200])))
        code = draw.choice(["", "0758", "010", "852", "886", "0433", "junk"])
        began = time.process_time()
        for found in parse_phones(text, code):
            assert found.international
        describe_reading(text, code)
        slowest = max(slowest, time.process_time() - began)

    assert slowest < (0.05 if IS_LONG else 10)  # seconds; no short run depends on the machine


def test_numbers_of_an_area_code_have_one_length():
    regions = csv.DictReader(REGIONS.read_text(encoding="utf-8").splitlines())
    areas = {row["dial_code"] for row in regions if row["dial_code"].startswith("0")}
    lengths = {
        area: {n for n in (7, 8) if parse_phones(f"{area}-{'65432102'[:n]}")[0].e164}
        for area in areas
    }

    assert {area for area, found in lengths.items() if len(found) != 1} == {"0433", "0435"}


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), DIAL_CODES)
def test_what_gets_a_link_is_in_use(printed, dial_code):
    for number in (*parse_phones(printed, dial_code), *parse_faxes("", printed, dial_code)):
        if number.e164:
            assert phonenumbers.is_valid_number(phonenumbers.parse(number.e164))
            area, length = number.area_code, len(number.e164.removeprefix("+86"))
            assert length == AREA_LENGTHS.get(area, length)
        if number.hotline:
            assert 4 <= len(number.hotline.split()[-1]) <= 6
