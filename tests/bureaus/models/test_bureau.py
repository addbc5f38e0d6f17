"""An office: its reference, its slug, its numbers, and which offices a query keeps."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override

from bureaus.models import Bureau, Region
from bureaus.models.tree import inside
from bureaus.values import refs
from tests.factories import (
    make_bureau,
    make_closed_bureau,
    make_contact_point,
    make_country,
    make_region,
)

pytestmark = pytest.mark.django_db


# The reference


def test_new_bureau_gets_a_reference_of_its_own():
    drawn = {make_bureau().ref for _ in range(5)}

    assert all(re.fullmatch(refs.PATTERN, ref) for ref in drawn)
    assert len(drawn) == 5


def test_reference_given_in_a_file_is_kept():
    assert make_bureau(ref="ntcbb").ref == "ntcbb"


def test_reference_outlives_every_change():
    bureau = make_bureau(ref="ntcbb", name_en="Old name")
    bureau.name_en, bureau.region = "New name", make_region()

    bureau.save()
    bureau.set_checked(None, None)

    bureau.refresh_from_db()
    assert (bureau.ref, bureau.name_en) == ("ntcbb", "New name")


# Its page


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Investment Promotion Bureau of Sihui City", "investment-promotion-bureau-of-sihui-city"),
        ("Bureau (Foreign Affairs) & Co.", "bureau-foreign-affairs-co"),
        ("a" * 79 + " bc", "a" * 79),
        ("x" * 200, "x" * 80),
    ],
)
def test_slug_follows_the_english_name(name, slug):
    assert make_bureau(name_en=name).slug == slug


def test_bureau_without_an_english_name_goes_by_its_region():
    bureau = make_bureau(
        name_en="", name_zh_hans="四会市投资促进局", region=make_region(slug="sihui")
    )

    assert bureau.slug == "sihui"


def test_page_address_ends_with_the_reference():
    bureau = make_bureau(ref="rwdrb", name_en="Sihui Bureau")

    assert bureau.get_absolute_url() == "/en/bureaus/sihui-bureau-rwdrb/"


@pytest.mark.parametrize(
    ("language", "columns", "shown"),
    [
        ("en", {"address_zh_hans": "路1号", "address_zh_hant": "路1號"}, "路1号"),
        ("zh-hans", {"address_zh_hans": "路1号", "address_zh_hant": "路1號"}, "路1号"),
        ("zh-hant", {"address_zh_hans": "路1号", "address_zh_hant": "路1號"}, "路1號"),
        ("en", {"address_zh_hant": "路1號"}, "路1號"),
        ("zh-hant", {"address_zh_hans": "路1号"}, "路1号"),
        ("zh-hant", {"address_en": "1 Road"}, ""),
    ],
)
def test_driver_is_shown_a_chinese_address(language, columns, shown):
    bureau = make_bureau(**columns)

    with override(language):
        assert bureau.chinese_address == shown


# Its numbers


def test_numbers_are_searchable_as_soon_as_they_are_saved():
    bureau = make_bureau(
        region=make_region(dial_code="0758"), phone="3611228/29", fax="0758-3611188 转 8"
    )

    bureau.refresh_from_db()

    assert {"867583611228", "07583611229", "8675836111888"} <= set(bureau.phone_digits.split())
    assert [number.e164 for number in bureau.phones] == ["+867583611228", "+867583611229"]
    assert [number.extension for number in bureau.faxes] == ["8"]


def test_numbers_stay_searchable_when_only_the_phone_is_saved():
    bureau = make_bureau(phone="0758-3611228")
    bureau.phone = "0758-2583333"

    bureau.save(update_fields=["phone"])

    bureau.refresh_from_db()
    assert "07582583333" in bureau.phone_digits
    assert "3611228" not in bureau.phone_digits


def test_desk_completes_its_numbers_like_its_bureau():
    bureau = make_bureau(region=make_region(dial_code="0758"))

    desk = make_contact_point(bureau, phone="3611228")

    assert desk.phones[0].e164 == "+867583611228"
    assert "07583611228" in desk.phone_digits.split()


# Validation


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"postal_code": "52620"}, "postal_code"),
        ({"source_date": "January 2024"}, "source_date"),
        ({"email": "nobody"}, "email"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"kind": "embassy"}, "kind"),
        ({"name_en": ""}, "__all__"),
        ({"closure": "abolished"}, "__all__"),
        ({"status": "closed"}, "__all__"),
        ({"status": "closed", "closure": "abolished", "closed_on": "2999-01-01"}, "closed_on"),
    ],
)
def test_wrong_value_is_refused_where_it_was_entered(values, field):
    bureau = make_bureau()
    for name, value in values.items():
        setattr(bureau, name, value)

    with pytest.raises(ValidationError) as caught:
        bureau.full_clean()

    assert set(caught.value.message_dict) == {field}


def test_two_bureaus_cannot_be_part_of_each_other():
    whole = make_bureau()
    part = make_bureau(parent=whole)
    whole.parent = part

    with pytest.raises(ValidationError, match="part of each other"):
        whole.full_clean()


# Which bureaus


def test_published_hides_drafts_and_closed_ones_and_public_only_drafts():
    open_one = make_bureau(name_en="A")
    closed = make_closed_bureau(closure="abolished", name_en="B")
    draft = make_bureau(status="draft", name_en="C")

    assert set(Bureau.objects.published()) == {open_one}
    assert set(Bureau.objects.closed()) == {closed}
    assert set(Bureau.objects.public()) == {open_one, closed}
    assert set(Bureau.objects.all()) == {open_one, closed, draft}


def test_within_keeps_bureaus_of_the_region_and_inside_it():
    guangdong = make_region(name="Guangdong")
    sihui = make_region(level="county", kind="county-level-city", parent=guangdong)
    own, below = make_bureau(region=guangdong), make_bureau(region=sihui)
    make_bureau()

    assert set(Bureau.objects.within(guangdong)) == {own, below}
    assert set(Bureau.objects.within(sihui)) == {below}
    assert Bureau.objects.within(make_country()).count() == 3


def test_inside_matches_any_of_the_regions_and_nothing_for_none():
    north, south = make_region(), make_region()
    town = make_region(parent=north, level="prefecture")
    make_region()

    found = Region.objects.filter(inside([north, south]))

    assert set(found) == {north, south, town}
    assert not Region.objects.filter(inside([])).exists()


@pytest.mark.parametrize(("days_left", "is_checked"), [(1, True), (0, True), (-1, False)])
def test_bureau_counts_as_checked_until_the_next_check_is_overdue(days_left, is_checked):
    today = timezone.localdate()
    bureau = make_bureau()
    bureau.set_checked(today - timedelta(200), today + timedelta(days_left))

    assert Bureau.objects.checked().exists() is is_checked
    assert bureau.is_checked is is_checked


def test_bureau_never_checked_is_not_checked():
    bureau = make_bureau()

    assert not Bureau.objects.checked().exists()
    assert not bureau.is_checked


def test_entries_are_counted_by_the_year_of_their_source():
    for source_date in ("2024-01-24", "2024", "2017-07", ""):
        make_bureau(source_date=source_date)

    assert list(Bureau.objects.per_source_year()) == [("2024", 2), ("2017", 1), ("", 1)]


def test_places_of_many_bureaus_cost_one_query(django_assert_num_queries):
    for _ in range(3):
        city = make_region(level="prefecture", kind="prefecture-level-city", parent=make_region())
        make_bureau(region=city)

    with django_assert_num_queries(1):
        places = [bureau.region.place for bureau in Bureau.objects.with_region()]

    assert len(places) == 3


def test_what_no_file_could_hold_is_left_out_as_it_comes_in():
    bureau = make_bureau()
    bureau.name_en, bureau.notes = "Of\x7ffice\ufffe", "one\x0b\ntwo\tthree"

    bureau.full_clean()

    assert (bureau.name_en, bureau.notes) == ("Office", "one\ntwo\tthree")
