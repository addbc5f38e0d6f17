"""Opening hours in the words of schema.org."""

import pytest
from django.utils.dates import WEEKDAYS
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from bureaus.values import hours

LANGUAGES = ["en", "zh-hans", "zh-hant"]
days = st.sampled_from(hours.DAYS)
day_spans = days | st.builds("{}-{}".format, days, days)
clock_times = st.times().map("{:%H:%M}".format)
time_spans = st.builds("{}-{}".format, clock_times, clock_times | st.just("24:00"))
periods = st.builds(
    "{} {}".format,
    st.lists(day_spans, min_size=1, max_size=3).map(",".join),
    st.lists(time_spans, min_size=1, max_size=3).map(",".join),
)
valid_hours = st.lists(periods, min_size=1, max_size=4).map("; ".join)


def test_days_and_times_are_read():
    assert hours.parse_hours("Mo-Fr 09:00-12:00,13:30-17:00; Sa 09:00-12:00") == [
        hours.Period(days=((0, 4),), times=(("09:00", "12:00"), ("13:30", "17:00"))),
        hours.Period(days=((5, 5),), times=(("09:00", "12:00"),)),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mo-Fr 09:00-12:00,13:30-17:00", "Monday to Friday 09:00–12:00, 13:30–17:00"),
        ("Mo,We 09:00-12:00", "Monday, Wednesday 09:00–12:00"),
        ("Mo-Fr 09:00-17:00; Sa 09:00-12:00", "Monday to Friday 09:00–17:00; Saturday 09:00–12:00"),
        ("Mo-Su 00:00-24:00;", "Monday to Sunday 00:00–24:00"),
        ("  Tu  08:30-12:00, 14:00-17:30 ", "Tuesday 08:30–12:00, 14:00–17:30"),
    ],
)
def test_hours_are_written_out_in_english(text, expected):
    with override("en"):
        assert hours.describe_hours(text) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_are_named_in_the_active_language(language):
    with override(language):
        written = hours.describe_hours("Mo-We 09:00-12:00; Su 10:00-11:00")

        assert [day for day in range(7) if str(WEEKDAYS[day]) in written] == [0, 2, 6]
        assert "09:00–12:00" in written
        assert "10:00–11:00" in written


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "text",
    [
        *("", ";", "Mo-Fr", "09:00-12:00", "mo-fr 09:00-12:00", "Mo-Fr 09:00-12:00; closed"),
        *(f"Mo-Fr {times}" for times in ("9:00-12:00", "09:00-25:00", "24:00-24:00")),
        *(f"Mo-Fr {times}" for times in ("09:60-12:00", "09:00–12:00", "０９:00-12:00")),
        "周一至周五 9:00-17:00",
    ],
)
def test_anything_else_stands_as_it_is(text, language):
    with override(language):
        assert hours.parse_hours(text) is None
        assert hours.describe_hours(text) == text


@given(st.text())
def test_no_text_is_too_strange(text):
    assert hours.parse_hours(text) is not None or hours.describe_hours(text) == text


@given(valid_hours, st.sampled_from(LANGUAGES))
def test_every_time_of_valid_hours_is_shown(text, language):
    with override(language):
        written = hours.describe_hours(text)

    for period in hours.parse_hours(text):
        assert all(f"{start}–{end}" in written for start, end in period.times)


@given(valid_hours)
def test_valid_hours_are_read_completely(text):
    rebuilt = "; ".join(
        ",".join(f"{hours.DAYS[first]}-{hours.DAYS[last]}" for first, last in period.days)
        + " "
        + ",".join(f"{start}-{end}" for start, end in period.times)
        for period in hours.parse_hours(text)
    )

    assert hours.parse_hours(rebuilt) == hours.parse_hours(text)
    assert len(rebuilt.split(";")) == len(text.split(";"))
