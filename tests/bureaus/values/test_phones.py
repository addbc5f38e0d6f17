"""Numbers as offices print them, and what the directory makes of them."""

import unicodedata

import pytest
from django.utils.translation import override
from hypothesis import example, given
from hypothesis import strategies as st

from bureaus.values.phones import SEPARATORS, digits, only_digits, parse_phones

SIHUI = "+867583611228"
AREAS = {"10": 8, "21": 8, "28": 8, "512": 8, "755": 8, "758": 7, "936": 7}  # digits that follow
FULL_WIDTH = str.maketrans("0123456789+-()", "０１２３４５６７８９＋－（）")
dial_codes = st.sampled_from(["", "0758", "010", "852", "853", "886", "junk"])


@st.composite
def landlines(draw):
    """Draw (printed form, E.164) of a mainland landline."""
    area = draw(st.sampled_from(sorted(AREAS)))
    local = draw(st.from_regex(rf"[2-8][0-9]{{{AREAS[area] - 1}}}", fullmatch=True))
    separator = draw(st.sampled_from(["-", " ", " - ", "–", "—", "."]))
    head = draw(
        st.sampled_from(
            [f"0{area}", f"(0{area})"]
            + [f"{country}{separator}{area}" for country in ("86", "+86", "0086", "(86)")]
            + [f"+86{area}", f"86{area}", f"+86 (0) {area}", f"+86 0{area}"]
        )
    )
    cut = draw(st.sampled_from([0, len(local) - 4]))
    gap = draw(st.sampled_from(["-", " "])) if cut else ""
    printed = f" {head}{separator}{local[:cut]}{gap}{local[cut:]} "
    return draw(st.sampled_from([printed, printed.translate(FULL_WIDTH)])), f"+86{area}{local}"


@pytest.mark.parametrize(
    "printed",
    [
        *("0758-3611228", "(0758)3611228", "（0758）3611228", "０７５８－３６１１２２８"),
        *("86-758-3611228", "+86-758-3611228", "0086-758-3611228", "(+86)758-3611228"),
        *("电话：0758-3611228", "傳真 0758-3611228", "Tel: 0758-361 1228", "Tel.: 0758-3611228"),
        *("0758—3611228", "0758-3611228 (总机)"),
    ],
)
def test_landline_is_written_for_callers_at_home_and_abroad(printed):
    (number,) = parse_phones(printed)

    assert number.printed == printed
    assert number.e164 == SIHUI
    assert number.international == "+86 758 3611228"
    assert number.domestic == "0758 3611228"
    assert number.uri == "tel:+867583611228"


@pytest.mark.parametrize(
    ("printed", "extension"),
    [
        ("0758-3611228转8001", "8001"),
        ("0758-3611228 轉 8001", "8001"),
        ("0758-3611228（转8001）", "8001"),
        ("0758-3611228转接８００１", "8001"),
        ("0758-3611228分机8001", "8001"),
        ("0758-3611228 分機號：008", "008"),
        ("0758-3611228 内线 12", "12"),
        ("0758-3611228 ext. 8001", "8001"),
        ("0758-3611228 (Ext 0)", "0"),
        ("0758-3611228 extension 8001", "8001"),
        ("0758-3611228 x12", "12"),
        ("0758-3611228#12", "12"),
        ("0758-3611228-8001", "8001"),
        ("86-758-3611228 转 8001", "8001"),
    ],
)
def test_extension_is_kept_as_text(printed, extension):
    (number,) = parse_phones(printed)

    assert (number.e164, number.extension) == (SIHUI, extension)
    assert number.uri == f"tel:{SIHUI};ext={extension}"
    assert number.international.startswith("+86 758 3611228 ")
    assert number.international.endswith(extension)
    assert number.domestic.endswith(extension)


@pytest.mark.parametrize(
    "printed",
    [
        *(f"0758-3611228{mark}3611229" for mark in ("/", "、", ", ", "，", ";", "；", "\n")),
        *("0758-3611228 or 3611229", "0758-3611228或3611229"),
        *("0758-3611228 / 0758-3611229", "3611228/3611229"),
    ],
)
def test_list_gives_every_number(printed):
    numbers = parse_phones(printed, "0758")

    assert [number.e164 for number in numbers] == [SIHUI, "+867583611229"]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("0758-3611228/9", [("+867583611228", ""), ("+867583611229", "")]),
        ("0758-3611228/29", [("+867583611228", ""), ("+867583611229", "")]),
        ("0758-3611228、29、1300", [(f"+86758361{end}", "") for end in ("1228", "1229", "1300")]),
        ("0758-3611228转8001/8002", [(SIHUI, "8001"), (SIHUI, "8002")]),
    ],
)
def test_short_piece_continues_the_number_before_it(printed, expected):
    numbers = parse_phones(printed)

    assert [(number.e164, number.extension) for number in numbers] == expected


@pytest.mark.parametrize(
    ("printed", "dial_code", "e164", "international", "domestic"),
    [
        ("3611228", "0758", SIHUI, "+86 758 3611228", "0758 3611228"),
        ("65128888", "010", "+861065128888", "+86 10 6512 8888", "010 6512 8888"),
        ("021-6230 1234", "0758", "+862162301234", "+86 21 6230 1234", "021 6230 1234"),
        ("400-800-8888", "0758", "+864008008888", "+86 400 800 8888", "400 800 8888"),
        ("４００８００８８８８", "", "+864008008888", "+86 400 800 8888", "400 800 8888"),
        ("13800138000", "0758", "+8613800138000", "+86 138 0013 8000", "138 0013 8000"),
        ("2810 1234", "852", "+85228101234", "+852 2810 1234", "2810 1234"),
        ("852-28101234", "852", "+85228101234", "+852 2810 1234", "2810 1234"),
        ("+852 2810 1234", "", "+85228101234", "+852 2810 1234", "2810 1234"),
        ("28728212", "853", "+85328728212", "+853 2872 8212", "2872 8212"),
        ("(02) 2381-1234", "886", "+886223811234", "+886 2 2381 1234", "02 2381 1234"),
    ],
)
def test_place_decides_how_a_number_is_read(printed, dial_code, e164, international, domestic):
    (number,) = parse_phones(printed, dial_code)

    assert number.e164 == e164
    assert number.international == international
    assert number.domestic == domestic


@pytest.mark.parametrize("printed", ["12345", "１２３４５", " 12345 ", "电话：12345"])
def test_hotline_works_only_inside_china(printed):
    (number,) = parse_phones(printed, "0758")

    assert (number.hotline, number.e164) == ("12345", "")
    assert number.international == number.domestic == "12345"
    assert number.uri == "tel:12345"


@pytest.mark.parametrize(
    "printed", ["3611228", "请致电总机", "see website", "0", "999999999999999"]
)
def test_what_cannot_be_read_stands_as_printed(printed):
    (number,) = parse_phones(printed)

    assert number.printed == number.international == printed
    assert number.e164 == number.hotline == number.domestic == number.uri == ""


@pytest.mark.parametrize("printed", ["", "  ", "/", "、，；"])
def test_nothing_printed_gives_no_number(printed):
    assert parse_phones(printed) == ()
    assert digits(printed) == ""


def test_digits_hold_both_forms_of_every_number():
    found = digits("0758-3611228/29", "12345", dial_code="0758").split()

    assert set(found) >= {"867583611228", "07583611228", "867583611229", "07583611229", "12345"}


@given(landlines())
def test_landline_is_read_alike_however_it_is_grouped(landline):
    printed, e164 = landline

    (number,) = parse_phones(printed)

    assert (number.e164, number.extension) == (e164, "")
    assert number.printed == printed.strip()


@given(landlines())
@example((" +8610 2000-0000 ", "+861020000000"))  # a range the numbering plan does not know
def test_landline_is_found_by_its_digits(landline):
    printed, e164 = landline

    found = digits(printed)

    assert e164.removeprefix("+") in found.split()
    assert e164.replace("+86", "0") in found.split()


@given(landlines(), st.from_regex(r"[0-9]{1,5}", fullmatch=True))
def test_extension_does_not_change_the_number(landline, extension):
    printed, e164 = landline

    (number,) = parse_phones(f"{printed}转{extension}")

    assert (number.e164, number.extension) == (e164, extension)


@given(st.one_of(st.text(), st.text("0123456789+-/、()转x or")), dial_codes)
@example("+86", "")
@example("1/2/3", "")
@example("0758-3611228／２９", "0758")
def test_nothing_printed_is_ever_lost(printed, dial_code):
    numbers = parse_phones(printed, dial_code)

    assert content("/".join(number.printed for number in numbers)) == content(printed)
    if len(numbers) == 1:
        assert numbers[0].printed == printed.strip()


@given(st.one_of(st.text(), st.text("0123456789+-/、()转x or")), dial_codes)
def test_every_number_can_be_shown(printed, dial_code):
    for number in parse_phones(printed, dial_code):
        assert number.international
        assert bool(number.uri) == bool(number.domestic) == bool(number.e164 or number.hotline)
        assert only_digits(number.international) in digits(printed, dial_code=dial_code)


def content(text):
    """Keep letters and digits, without what separates numbers."""
    visible = "".join(each for each in text if unicodedata.category(each) != "Cf")
    plain = SEPARATORS.sub("/", unicodedata.normalize("NFKC", visible))
    return [character for character in plain if character.isalnum()]


@pytest.mark.parametrize("printed", [f"1{' ' * 200_000}2", f"x{' ' * 200_000}y"])
def test_blanks_without_end_are_read_at_once(printed):
    assert parse_phones(printed)[0].printed == printed  # took minutes


@pytest.mark.parametrize(
    ("printed", "international"),
    [
        ("021-6230 1234-801", ["+86 21 6230 1234 ext. 801"]),
        ("0758-3611228/3611229", ["+86 758 3611228", "+86 758 3611229"]),
        ("010-12345678、87654321", ["+86 10 1234 5678", "+86 10 8765 4321"]),
        ("0758-12345", ["0758 12345"]),
        ("12345转3", ["12345 ext. 3"]),
        ("12345-3", ["12345 ext. 3"]),
    ],
)
def test_printed_numbers_are_read_without_a_dialling_code(printed, international):
    assert [number.international for number in parse_phones(printed)] == international


@pytest.mark.parametrize(
    ("printed", "dial_code", "expected"),
    [
        ("0758-3611228", "0758", "0758-3611228"),
        ("010-55579266", "010", "010-55579266"),
        ("0758-3611228 转 8001", "0758", "0758-3611228 ext. 8001"),
        ("13800138000", "0758", "138 0013 8000"),
        ("3107 1000", "852", ""),
        ("12345", "0758", ""),
    ],
)
def test_only_mainland_numbers_have_a_form_for_callers_there(printed, dial_code, expected):
    (number,) = parse_phones(printed, dial_code)

    assert number.within_china == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "+86 758 3611228"), ("zh-hans", "0758-3611228"), ("zh-hant", "0758-3611228")],
)
def test_number_is_shown_as_the_readers_of_the_language_dial_it(language, expected):
    (number,) = parse_phones("0758-3611228")

    with override(language):
        assert number.shown == expected
