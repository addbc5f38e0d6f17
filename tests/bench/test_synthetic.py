import pytest

from bureaus.models import Bureau, ContactPoint
from bureaus.values import phones
from policies.models import Document, Priority
from tests.bench import synthetic, synthetic_bureaus
from tests.bench.synthetic import OtherRowsError, fill
from tests.bench.synthetic_bureaus import MARK
from tests.factories import make_bureau, make_industry, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places(monkeypatch):
    monkeypatch.setattr(synthetic, "AT_A_TIME", 7)  # batches that end in the midst of a document
    for name in ("Hubei", "Hunan", "Hainan"):
        make_region(name=name, dial_code="0758")
    make_industry()
    make_industry()


def rows():
    bureaus = Bureau.objects.order_by("name_en").values_list(
        "ref", "name_en", "region__slug", "kind", "status", "phone_digits", "checked_on"
    )
    priorities = Priority.objects.order_by("title_en").values_list(
        "title_en", "region__slug", "year", "rank", "document__title_en", "industries__slug"
    )
    return list(bureaus), list(priorities)


def test_rows_are_the_same_when_they_were_made_in_two_runs():
    fill(30, 45)
    in_one_run = rows()
    for model in (Priority, Document, Bureau):
        model.objects.all().delete()

    fill(9, 14)
    fill(30, 45)

    assert rows() == in_one_run


def test_as_many_rows_are_made_as_asked_for():
    fill(30, 45)
    fill(30, 45)

    assert (Bureau.objects.count(), Priority.objects.count()) == (30, 45)
    assert Document.objects.count() == 5


def test_every_row_says_that_it_is_synthetic():
    fill(30, 45)

    assert set(Bureau.objects.values_list("notes", "source")) == {(MARK, "Synthetic")}
    assert not Bureau.objects.exclude(name_en__contains="(synthetic").exists()
    assert not Bureau.objects.exclude(name_zh_hans__contains="合成").exists()
    assert not Priority.objects.exclude(title_en__contains="(synthetic").exists()
    assert set(Document.objects.values_list("notes", "credit")) == {(MARK, "Synthetic")}


def test_references_of_real_bureaus_are_left_alone():
    first, second = list(zip(range(2), synthetic_bureaus.free_refs(0), strict=False))
    make_bureau(ref=first[1])

    assert next(synthetic_bureaus.free_refs(0)) == second[1]


def test_rows_of_another_form_are_refused():
    make_bureau(notes="Synthetic, form 0")

    with pytest.raises(OtherRowsError):
        fill(30, 45)


def test_fewer_rows_than_there_are_are_refused():
    fill(30, 45)

    with pytest.raises(OtherRowsError):
        fill(10, 45)


def test_saving_a_row_changes_nothing_in_it():
    fill(30, 0)
    before = list(Bureau.objects.order_by("pk").values_list("phone_digits"))
    desks = list(ContactPoint.objects.order_by("pk").values_list("phone_digits"))

    for row in (*Bureau.objects.all(), *ContactPoint.objects.all()):
        row.save()

    assert list(Bureau.objects.order_by("pk").values_list("phone_digits")) == before
    assert list(ContactPoint.objects.order_by("pk").values_list("phone_digits")) == desks


@pytest.mark.parametrize("dial_code", ["0758", "010", "", "852", "853", "886"])
def test_digits_are_those_that_the_phone_module_finds(dial_code):
    region = make_region(dial_code=dial_code)
    number = synthetic_bureaus.number(region, 555, 12)

    assert synthetic_bureaus.digits(region, number) == phones.digits(number, dial_code=dial_code)
    assert phones.parse_phones(number, dial_code)[0].e164
