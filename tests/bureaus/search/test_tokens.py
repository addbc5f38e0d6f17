"""What texts are cut into, and what queries look for."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bureaus.search import tokens


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Ｓｉｈｕｉ　０７５８", "sihui 0758"),
        ("四會市", "四会市"),
        ("乾安縣", "干安县"),
        ("乾安县", "干安县"),
        ("臺灣", "台湾"),
        ("Lu'an", "luan"),
        ("Lu’an", "luan"),
        ("Ürümqi", "urumqi"),
        ("zhàoqìng", "zhaoqing"),
        ("Straße", "strasse"),
    ],
)
def test_texts_are_written_alike(text, plain):
    assert tokens.normal(text) == plain


def test_chinese_gives_characters_pairs_and_triples():
    assert set(tokens.of_text("四会市局")) == set("四会市局") | {
        "四会",
        "会市",
        "市局",
        "四会市",
        "会市局",
    }


def test_pinyin_is_split_joined_and_initials():
    found = set(tokens.of_pinyin("肇庆市招商局"))

    assert found >= {"zhao", "qing", "zhaoqing" + "shi" + "zhaoshangju", "zqszsj", "zsj"}
    assert "qszsj" not in found  # initials begin where a name does


def test_pinyin_of_lü_is_found_as_lv_and_as_lu():
    assert {"lvliang", "luliang"} <= set(tokens.of_pinyin("吕梁"))


def test_number_is_found_by_any_ending():
    assert list(tokens.of_number("07583")) == ["07583", "7583", "583"]
    assert list(tokens.of_number("")) == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("会", ["会"]),
        ("四会", ["四会"]),
        ("四会市局", ["四会市", "会市局"]),
        ("Sihui 局", ["sihui*", "局"]),
        ("the bureau of sihui", ["bureau*", "sihui*"]),
        ("of", ["of*"]),
        ("0758-3611228", ["07583611228*"]),
        ("+86 (0)758 361-1228", ["867583611228*"]),
        ("0086 758 3611228", ["867583611228*"]),
        ("36 11 228", ["3611228*"]),
        ("3990000 转 12", ["399000012*"]),
        ("C38", ["c38*"]),
        ("", []),
        ("*", []),
        ("…　.", []),
        ("\x00", []),
        ("\ue000", []),
    ],
)
def test_query_becomes_terms(query, expected):
    found = [choices[0] for choices in tokens.wanted(query)]

    assert [
        f"{term.token}{'*' * term.is_prefix}" for choice in found for term in choice
    ] == expected


@pytest.mark.parametrize(
    ("query", "joined", "groups"),
    [("2024 526200", "2024526200", ["2024", "526200"]), ("201-3", "2013", ["201", "3"])],
)
def test_numbers_that_need_not_be_a_phone_may_be_two_things(query, joined, groups):
    assert tokens.wanted(query) == [
        [[tokens.Term(joined, True)], [tokens.Term(group, True) for group in groups]]
    ]


def test_query_is_cut_to_a_bounded_number_of_terms():
    assert len(tokens.wanted(" ".join(f"w{number}" for number in range(500)))) <= tokens.MAX_TERMS
    assert len(tokens.wanted("四会市投资促进局" * 500)) <= tokens.MAX_TERMS


@given(st.text(alphabet="四会市投资促进局臺灣縣鬱乾( ）AbcŌ'-0123", max_size=12), st.data())
def test_every_part_of_a_text_gives_tokens_of_the_whole(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    chinese = tokens.CHINESE_RUN.findall(tokens.normal(text[start:end]))

    wanted = [choices[0][0].token for run in chinese for choices in tokens.wanted(run)]

    assert set(wanted) <= set(tokens.of_text(text))


@given(st.text(max_size=60))
@example("a'b\"c\\d:e*f&g|h!(i)<->j")
def test_tokens_hold_nothing_that_a_query_language_could_read(text):
    found = [*tokens.of_text(text), *tokens.of_pinyin(text), *tokens.whole(text)]
    wanted = [term.token for choices in tokens.wanted(text) for each in choices for term in each]

    assert all(found)
    assert not {*"".join([*found, *wanted])} & {*" '\"\\:*&|!()<>-"}
