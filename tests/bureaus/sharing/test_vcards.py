"""Contact files, read with vobject; what it does not know of 4.0 is checked by the line."""

import re

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from bureaus.sharing import vcards
from tests.factories import make_bureau, make_contact_point, make_region

pytestmark = pytest.mark.django_db
LINK = "https://directory.example/b/rwdrb/"


@pytest.fixture(scope="module")
def sihui(once):
    guangdong = make_region(name="Guangdong", name_zh_hans="广东", name_zh_hant="廣東")
    zhaoqing = make_region(
        name="Zhaoqing", name_zh_hans="肇庆", parent=guangdong, level="prefecture"
    )
    sihui = make_region(name="Sihui", parent=zhaoqing, level="county", dial_code="0758")
    return make_bureau(
        region=sihui,
        ref="rwdrb",
        name_en="Investment Bureau; Sihui, Zhaoqing",
        name_zh_hans="四会市投资促进局",
        name_zh_hant="四會市投資促進局",
        address_en="3F, Administrative Center",
        address_zh_hans="四会市东城街道行政中心三楼",
        postal_code="526200",
        phone="3611228 转 8001、12345",
        fax="0758-3611188",
        email="office@example.org",
        website="https://example.org/a,b;c",
        hours="Mo-Fr 09:00-12:00",
        languages=["zh", "en"],
        source="Government page",
        source_date="2024-01-24",
    )


def read(bureau, version):
    return vobject.readOne(vcards.write_vcard(bureau, LINK, version))


def values(card, name):
    return [line.value for line in card.contents.get(name, [])]


def test_version_4_holds_every_language_as_alternatives_of_one_name(sihui):
    card = read(sihui, "4.0")

    names = {line.params["LANGUAGE"][0]: line.value for line in card.contents["fn"]}
    assert card.version.value == "4.0"
    assert card.kind.value == "org"
    assert names == {
        "en": "Investment Bureau; Sihui, Zhaoqing",
        "zh-Hans": "四会市投资促进局",
        "zh-Hant": "四會市投資促進局",
    }
    assert {line.params["ALTID"][0] for line in card.contents["fn"]} == {"1"}
    assert [line.value for line in card.contents["org"]] == [[name] for name in names.values()]


def test_version_4_writes_numbers_as_addresses_and_never_a_hotline_as_one(sihui):
    text = vcards.write_vcard(sihui, LINK, "4.0")

    assert [line for line in text.split("\r\n") if line.startswith("TEL")] == [
        "TEL;VALUE=uri;TYPE=work,voice:tel:+867583611228;ext=8001",
        "TEL;VALUE=text;TYPE=work,voice:12345",
        "TEL;VALUE=uri;TYPE=work,fax:tel:+867583611188",
    ]
    assert values(read(sihui, "4.0"), "lang") == ["zh", "en"]


def test_version_3_holds_the_name_of_the_active_language_and_both_addresses(sihui):
    card = read(sihui, "3.0")

    assert card.version.value == "3.0"
    assert values(card, "fn") == ["Investment Bureau; Sihui, Zhaoqing"]
    assert values(card, "org") == [["Investment Bureau; Sihui, Zhaoqing"]]
    assert "四会市投资促进局" in card.note.value
    assert values(card, "tel") == ["+86 758 3611228", "12345", "+86 758 3611188"]
    assert "fax" in card.contents["tel"][2].params["TYPE"]
    assert "Phone: +86 758 3611228 ext. 8001" in card.note.value.split("\n")
    assert "Spoken: Mandarin Chinese, English" in card.note.value.split("\n")
    assert [a.params["LANGUAGE"] for a in card.contents["adr"]] == [["en"], ["zh-Hans"]]


def test_version_3_has_what_it_demands_and_nothing_of_version_4(sihui):
    lines = vcards.write_vcard(sihui, LINK).replace("\r\n ", "").split("\r\n")

    names = [line.partition(":")[0].partition(";")[0] for line in lines if line]
    assert lines[:2] == ["BEGIN:VCARD", "VERSION:3.0"]
    assert {"N", "FN", "REV", "UID"} <= set(names)
    assert not {"KIND", "LANG"} & set(names)
    assert not [line for line in lines if "ALTID" in line or "VALUE=" in line or "PREF" in line]
    read(sihui, "3.0").validate()


@pytest.mark.parametrize(
    ("phone", "fax", "dialled", "noted"),
    [
        ("0758-3611228", "", ["+867583611228"], []),
        ("3611228转8001", "", ["+867583611228"], ["Phone: +86 758 3611228 ext. 8001"]),
        ("3611228-8001", "", ["+867583611228"], ["Phone: +86 758 3611228 ext. 8001"]),
        (
            "3611228转8001/8002",
            "",
            ["+867583611228"],
            ["Phone: +86 758 3611228 ext. 8001", "Phone: +86 758 3611228 ext. 8002"],
        ),
        ("0758-3611228/3611229", "", ["+867583611228", "+867583611229"], []),
        ("0758-36112", "", [], ["Phone: 0758-36112"]),
        ("ask the porter", "", [], ["Phone: ask the porter"]),
        ("12345", "", ["12345"], []),
        ("010-65128888", "", ["+861065128888"], []),
        ("(852) 2810 1234", "", ["+85228101234"], []),
        ("", "0758-3611188", ["+867583611188"], []),
        ("", "3611188转12", ["+867583611188"], ["Fax: +86 758 3611188 ext. 12"]),
        ("", "see the porter", [], ["Fax: see the porter"]),
        ("13800138000", "0758-36111", ["+8613800138000"], ["Fax: 0758-36111"]),
    ],
)
def test_phone_that_knows_digits_alone_dials_no_other_number(sihui, phone, fax, dialled, noted):
    """Address books such as Android's drop all but digits and a leading plus sign."""
    sihui.phone, sihui.fax = phone, fax

    card = read(sihui, "3.0")

    kept = [re.sub(r"[^\d+]", "", number) for number in values(card, "tel")]
    assert kept == dialled
    lines = card.note.value.split("\n")
    assert [line for line in lines if line.startswith(("Phone:", "Fax:"))] == noted


@pytest.mark.parametrize("version", vcards.VERSIONS)
def test_number_of_a_desk_that_cannot_be_dialled_is_noted_with_its_name(sihui, version):
    make_contact_point(sihui, name_en="Foreign Section", phone="0758-36112", fax="0758-3611189")

    card = read(sihui, version)

    assert "Foreign Section, Phone: 0758-36112" in card.note.value.split("\n")
    assert "36112" not in "".join(values(card, "tel")).replace("3611228", "")


@pytest.mark.parametrize("version", vcards.VERSIONS)
def test_address_is_written_in_the_language_of_each(sihui, version):
    english, chinese = values(read(sihui, version), "adr")

    assert (english.street, english.code) == ("3F, Administrative Center", "526200")
    assert (english.city, english.region, english.country) == ("Zhaoqing", "Guangdong", "China")
    assert chinese.street == "四会市东城街道行政中心三楼"
    assert (chinese.city, chinese.region, chinese.country) == ("肇庆", "广东", "中国")


@pytest.mark.parametrize("version", vcards.VERSIONS)
def test_card_names_its_source_its_state_and_itself(sihui, version):
    card = read(sihui, version)

    assert "Source: Government page (24 January 2024)" in card.note.value
    assert "Not confirmed yet" in card.note.value
    assert "Monday to Friday 09:00–12:00" in card.note.value
    assert values(card, "url") == ["https://example.org/a%2Cb%3Bc", LINK]
    assert values(card, "source") == ["https://directory.example/b/rwdrb.vcf"]
    assert card.email.value == "office@example.org"


def test_uid_stays_when_everything_else_changes(sihui):
    before = read(sihui, "4.0").uid.value
    sihui.name_en, sihui.phone = "Another", ""
    sihui.save()

    after = read(sihui, "3.0").uid.value

    assert after == before
    assert read(make_bureau(), "3.0").uid.value != before


def test_desks_are_grouped_with_their_names(sihui):
    make_contact_point(
        sihui, name_en="Foreign Section", phone="0758-3990000", email="f@example.org"
    )

    card = read(sihui, "4.0")

    labels = {line.group: line.value for line in card.contents["x-ablabel"]}
    grouped = {
        line.value: labels[line.group]
        for name in ("tel", "email")
        for line in card.contents[name]
        if line.group
    }
    assert grouped == {
        "tel:+867583990000": "Foreign Section",
        "f@example.org": "Foreign Section",
    }


def test_card_of_a_bureau_of_which_only_the_name_is_known_can_be_read():
    for version in vcards.VERSIONS:
        card = read(make_bureau(name_en="", name_zh_hans="局"), version)

        assert values(card, "fn") == ["局"]
        assert not {"tel", "adr", "email"} & card.contents.keys()


def test_card_of_the_national_agency_names_no_province():
    china = make_region().parent
    bureau = make_bureau(region=china, address_en="1 Street")

    address = read(bureau, "3.0").adr.value

    assert (address.city, address.region, address.country) == ("", "", "China")


@pytest.mark.parametrize("version", vcards.VERSIONS)
def test_lines_are_folded_at_75_octets_and_no_character_is_split(sihui, version):
    sihui.name_zh_hans = "局" * 50

    raw = vcards.write_vcard(sihui, LINK, version).encode()

    assert raw.endswith(b"END:VCARD\r\n")
    lines = raw.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(line) <= 75 and line.decode() for line in lines)
    assert ("局" * 50) in raw.decode().replace("\r\n ", "")


@given(
    text=st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=90),
    version=st.sampled_from(vcards.VERSIONS),
)
def test_any_name_comes_back(sihui, text, version):
    sihui.name_en = text

    card = vobject.readOne(vcards.write_vcard(sihui, LINK, version))

    assert values(card, "fn")[0] == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a,b;c\\d", "a\\,b\\;c\\\\d"),
        ("a\nb\r\nc\rd", "a\\nb\\nc\\nd"),
        ("a\x00b\x1bc\td", "abcd"),
        ("BEGIN:VCARD\r\nFN:x", "BEGIN:VCARD\\nFN:x"),
    ],
)
def test_what_could_break_a_card_is_escaped(text, written):
    assert vcards.escape_value(text) == written
