"""Dates known to the day, the month or the year."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from bureaus.values.partial_dates import describe_date, validate

REFUSED = [
    *("", "24", "2024-1", "2024-01-24\n", "2024/01/24", "２０２４", "2024-01-24T00:00", "undated"),
    *("2024-13", "2024-00", "2024-02-30", "2023-02-29", "0000"),
]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("2024-01-24", "en", "24 January 2024"),
        ("2017-07", "en", "July 2017"),
        ("2021", "en", "2021"),
        ("2024-01-24", "zh-hans", "2024年1月24日"),
        ("2017-07", "zh-hans", "2017年7月"),
        ("2021", "zh-hans", "2021"),
        ("2024-02-29", "zh-hant", "2024年2月29日"),
        ("2017-07", "zh-hant", "2017年7月"),
    ],
)
def test_date_is_written_as_precisely_as_it_is_known(text, language, expected):
    validate(text)

    with override(language):
        assert describe_date(text) == expected


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_date_is_refused_and_shown_as_it_is(text):
    with pytest.raises(ValidationError) as caught:
        validate(text)

    assert caught.value.code == "partial_date"
    assert describe_date(text) == text


@given(st.text(), st.sampled_from(["en", "zh-hans", "zh-hant"]))
def test_no_text_is_too_strange_to_show(text, language):
    with override(language):
        assert describe_date(text) or not text


@given(st.dates(), st.sampled_from([4, 7, 10]))
def test_every_day_month_and_year_is_accepted(day, length):
    text = day.isoformat()[:length]

    validate(text)

    assert str(day.year) in describe_date(text)
