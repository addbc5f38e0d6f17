"""The pictures that other sites show beside links."""

import io

import pytest
from PIL import Image

from bureaus.sharing import pictures as drawing
from tests.factories import make_bureau, make_region

MOST_BYTES = 60_000
LONG = "Investment Promotion and Foreign Economic Cooperation Bureau " * 5


@pytest.mark.parametrize(
    ("title", "subtitle"),
    [
        ("Investment Promotion Bureau of Sihui City", "四会市投资促进局"),
        ("四會市投資促進局" * 12, LONG),
        (LONG, "澳門招商投資促進局" * 20),
        ("x" * 400, "\n\t\x07"),
        ("", ""),
    ],
)
def test_picture_has_its_size_whatever_the_texts(title, subtitle):
    content = drawing.png(title, subtitle, LONG, LONG)

    picture = Image.open(io.BytesIO(content))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert len(content) <= MOST_BYTES


def test_chinese_and_latin_letters_are_drawn_with_a_shape_of_their_own():
    def drawn(text):
        return drawing.png(text, "", "", "")

    unknown = "\U000f0000"  # private use: drawn as the sign for what a font does not have
    pictures = [drawn(text) for text in ("局", "會", "会", "B", "é", unknown)]

    assert len(set(pictures)) == len(pictures)


def test_text_is_broken_between_words_and_chinese_characters():
    lines = drawing.wrapped("投资" * 30 + " Bureau of Sihui", 42, 3)

    assert len(lines) == 3
    assert lines[-1].endswith("Bureau of Sihui")


def test_text_too_long_ends_with_an_ellipsis():
    assert drawing.wrapped(LONG, 42, 1)[0].endswith("…")
    assert drawing.wrapped("Short", 42, 1) == ["Short"]


@pytest.mark.django_db
def test_bureau_has_a_picture_in_each_language(client):
    make_bureau(ref="rwdrb", name_en="Office", name_zh_hans="局")

    answers = [client.get(f"/b/rwdrb.png?lang={lang}") for lang in ("en", "zh-hans")]

    assert {answer["Content-Type"] for answer in answers} == {"image/png"}
    assert answers[0].content != answers[1].content


@pytest.mark.django_db
def test_region_has_a_picture_in_a_known_language(client):
    make_region(name="Sihui")

    assert client.get("/r/sihui.png")["Content-Type"] == "image/png"
    assert client.get("/r/sihui.png?lang=fr").status_code == 400
