"""The opaque references that permanent links are built on."""

import re

import pytest

from bureaus.values import refs


def test_new_reference_has_the_form_of_one():
    drawn = {refs.new() for _ in range(200)}

    assert all(re.fullmatch(refs.PATTERN, ref) for ref in drawn)
    assert len(drawn) > 190


@pytest.mark.parametrize("text", ["ntcbb", "23456", "zzzzz"])
def test_five_characters_of_the_alphabet_are_a_reference(text):
    assert re.fullmatch(refs.PATTERN, text)


@pytest.mark.parametrize(
    "text", ["", "ntcb", "ntcbbb", "NTCBB", "ntcb1", "ntcb0", "ntcba", "ntcbl", "ntcbb\n", "ｎtcbb"]
)
def test_anything_else_is_no_reference(text):
    assert not re.fullmatch(refs.PATTERN, text)
