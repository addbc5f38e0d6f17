from itertools import islice

import pytest

from bureaus.models import Bureau
from policies.models import Document, Priority
from tests.bench import synthetic
from tests.bench.synthetic import MARK, fill
from tests.factories import make_bureau, make_industry, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places(monkeypatch):
    monkeypatch.setattr(synthetic, "AT_A_TIME", 20)
    for name in ("Hubei", "Hunan", "Hainan"):
        make_region(name=name)
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


def test_as_many_rows_are_made_as_asked_for_and_always_the_same():
    fill(30, 45)
    first = rows()
    for model in (Priority, Document, Bureau):
        model.objects.all().delete()

    fill(30, 45)

    assert rows() == first
    assert [model.objects.count() for model in (Bureau, Priority, Document)] == [30, 45, 5]


def test_references_of_real_bureaus_are_left_alone():
    first, second = islice(synthetic.free_refs(), 2)
    real = make_bureau(ref=first)

    fill(3, 0)

    assert Bureau.objects.get(ref=first) == real
    assert Bureau.objects.get(ref=second).notes == MARK
    assert Bureau.objects.count() == 4


def test_every_row_says_that_it_is_synthetic():
    fill(30, 45)

    assert set(Bureau.objects.values_list("notes", "source")) == {(MARK, "Synthetic")}
    assert not Bureau.objects.exclude(name_en__contains="(synthetic").exists()
    assert not Bureau.objects.exclude(name_zh_hans__contains="合成").exists()
    assert not Priority.objects.exclude(title_en__contains="(synthetic").exists()
    assert set(Document.objects.values_list("notes", "credit")) == {(MARK, "Synthetic")}
