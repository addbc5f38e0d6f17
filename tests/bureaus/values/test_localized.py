"""Which of three columns a page shows, and what it says about it."""

import copy
import pickle

import pytest
from django.utils.translation import deactivate_all, override

from bureaus.values.localized import Counterpart, Localized, LocalizedText

LANGUAGES = ["en", "zh-hans", "zh-hant"]
TEXTS = {"en": "Sihui", "zh-hans": "四会", "zh-hant": "四會"}
TAGS = {"en": "en", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}


class Place:
    name = Localized("name")
    counterpart = Counterpart("name")

    def __init__(self, *languages):
        for language, text in TEXTS.items():
            column = f"name_{language.replace('-', '_')}"
            setattr(self, column, text if language in languages else "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_is_read_in_the_active_language(language):
    with override(language):
        name = Place(*LANGUAGES).name

    assert name == TEXTS[language]
    assert name.lang == TAGS[language]
    assert not name.is_fallback


@pytest.mark.parametrize(
    ("language", "present", "shown"),
    [
        ("en", ["zh-hans", "zh-hant"], "zh-hans"),
        ("en", ["zh-hant"], "zh-hant"),
        ("zh-hans", ["en", "zh-hant"], "zh-hant"),
        ("zh-hans", ["en"], "en"),
        ("zh-hant", ["en", "zh-hans"], "zh-hans"),
        ("zh-hant", ["en"], "en"),
    ],
)
def test_fallback_names_its_own_language(language, present, shown):
    with override(language):
        name = Place(*present).name

    assert (name, name.lang, name.is_fallback) == (TEXTS[shown], TAGS[shown], True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_missing_everywhere_is_empty_and_no_fallback(language):
    with override(language):
        name = Place().name

    assert (name, name.lang, name.is_fallback) == ("", TAGS[language], False)


def test_unknown_or_no_language_reads_english():
    deactivate_all()

    assert Place(*LANGUAGES).name == "Sihui"
    assert LocalizedText.pick(TEXTS, "fr") == "Sihui"


def test_language_survives_copies_and_caches():
    with override("en"):
        name = Place("zh-hans").name

    for copied in (copy.copy(name), pickle.loads(pickle.dumps(name))):  # noqa: S301
        assert (copied, copied.lang, copied.is_fallback) == ("四会", "zh-Hans", True)


@pytest.mark.parametrize(
    ("language", "present", "shown"),
    [
        ("en", LANGUAGES, "zh-hans"),
        ("en", ["en", "zh-hant"], "zh-hant"),
        ("zh-hans", LANGUAGES, "en"),
        ("zh-hant", ["en", "zh-hans"], "en"),
    ],
)
def test_counterpart_is_in_the_other_tongue(language, present, shown):
    with override(language):
        counterpart = Place(*present).counterpart

    assert (counterpart, counterpart.lang) == (TEXTS[shown], TAGS[shown])


@pytest.mark.parametrize(
    ("language", "present"),
    [
        ("en", ["en"]),
        ("en", ["zh-hans", "zh-hant"]),
        ("zh-hans", ["zh-hans", "zh-hant"]),
        ("zh-hans", ["en"]),
        ("zh-hant", []),
    ],
)
def test_counterpart_is_empty_without_a_second_tongue(language, present):
    with override(language):
        assert Place(*present).counterpart == ""
