"""The digits of phones follow the dialling code that completes them, and so does the index."""

import pytest

from bureaus.models import Bureau, ContactPoint
from bureaus.search.query import matching
from tests.factories import make_bureau, make_contact_point, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def county(once):
    """Make a county in a city that has the code which the county is going to have."""
    city = make_region(level="prefecture", dial_code="0759")
    return make_region(level="county", parent=city, dial_code="0758")


@pytest.fixture(scope="module")
def bureau(once, county):
    return make_bureau(region=county, phone="3611228", fax="0755-25551188")


def found(text):
    return list(Bureau.objects.filter(matching(text)))


def test_new_code_of_a_region_completes_the_phones_of_its_bureaus(county, bureau):
    county.dial_code = "0759"
    county.save()

    bureau.refresh_from_db()
    assert "07593611228" in bureau.phone_digits.split()
    assert "075525551188" in bureau.phone_digits.split()
    assert found("0759-3611228") == [bureau]
    assert found("0758-3611228") == []


def test_new_code_of_a_region_completes_the_phones_of_desks(county, bureau):
    desk = make_contact_point(bureau, phone="3611229")

    county.dial_code = "0759"
    county.save()

    desk.refresh_from_db()
    assert "07593611229" in desk.phone_digits.split()
    assert found("0759-3611229") == [bureau]


def test_bureau_that_moves_takes_the_phones_of_its_desks_along(bureau):
    make_contact_point(bureau, phone="3611229")

    bureau.region = make_region(dial_code="0751")
    bureau.save()

    assert "07513611229" in ContactPoint.objects.get().phone_digits.split()
    assert found("0751 3611229") == [bureau]


def test_region_that_keeps_its_code_leaves_its_bureaus_alone(county, bureau):
    Bureau.objects.update(phone_digits="1")
    county.name_en = "Elsewhere"

    county.save()

    bureau.refresh_from_db()
    assert bureau.phone_digits == "1"


def test_phone_and_fax_printed_together_are_given_apart(county):
    bureau = make_bureau(region=county, phone="T: 3611228 F: 3611188", fax="0758-3611188")

    assert [number.e164 for number in bureau.phones] == ["+867583611228"]
    assert [number.e164 for number in bureau.faxes] == ["+867583611188"]
    assert found("0758-3611188") == [bureau]
