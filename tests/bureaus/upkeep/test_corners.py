"""Corners of lifecycle, checks, places and loading that once were wrong."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from bureaus.files.datasets import Regions
from bureaus.files.loading import load
from bureaus.models import Bureau, LoadedRow
from bureaus.upkeep.lifecycle import close
from bureaus.values.phones import parse_phones
from tests.bureaus.data_files import edit, load_all
from tests.factories import make_bureau, make_check, make_region

pytestmark = pytest.mark.django_db


def test_bureau_cannot_succeed_itself():
    bureau = make_bureau()

    with pytest.raises(ValidationError, match="succeed itself"):
        close(bureau, "renamed", timezone.localdate(), [bureau])

    bureau.refresh_from_db()
    assert bureau.status == "published"


def test_split_into_the_same_successor_twice_is_refused():
    successor = make_bureau()

    with pytest.raises(ValidationError, match="at least two"):
        close(make_bureau(), "split", timezone.localdate(), [successor, successor])


def test_check_that_moves_takes_its_date_along():
    first, second = make_bureau(), make_bureau()
    make_check(first)
    check = first.checks.get()

    check.bureau = second
    check.save()

    first.refresh_from_db()
    second.refresh_from_db()
    assert first.checked_on is None
    assert second.checked_on == timezone.localdate()


def test_two_bureaus_cannot_be_part_of_each_other():
    whole = make_bureau()
    part = make_bureau(parent=whole)
    whole.parent = part

    with pytest.raises(ValidationError, match="part of each other"):
        whole.full_clean()


def test_circle_of_regions_of_one_level_is_refused_by_the_form():
    outer = make_region()
    inner = make_region(parent=outer)
    outer.parent = inner

    with pytest.raises(ValidationError, match="inside itself"):
        outer.full_clean()


def test_code_in_full_width_digits_is_refused():
    region = make_region()
    region.code = "４４１２８４"

    with pytest.raises(ValidationError, match="six digits"):
        region.full_clean()


@pytest.mark.parametrize(
    ("name", "content"), [("traditional_exceptions.csv", None), ("seed.json", "[]")]
)
def test_file_that_is_missing_or_odd_loads_nothing(folder, name, content):
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_text(content, encoding="utf-8")

    with pytest.raises(CommandError, match="Nothing was loaded"):
        call_command("load_data", folder=folder, verbosity=0)


def test_unknown_level_is_refused(folder):
    edit(folder / "regions.csv", "441284", level="9")

    report = load_all(folder)["regions.csv"]

    assert any("level “9”" in remark for remark in report.remarks)


def test_file_row_whose_ref_staff_used_is_refused(loaded, folder):
    Bureau.objects.filter(ref="rwdrb").update(name_en="Entered by staff")
    LoadedRow.objects.filter(key="rwdrb").delete()

    report = load_all(folder)["bureaus_read.csv"]

    assert report.counts["refused"] == 1
    assert Bureau.objects.get(ref="rwdrb").name_en == "Entered by staff"


def test_column_that_is_new_in_a_file_is_filled_in(loaded, folder):
    row = LoadedRow.objects.get(dataset="regions.csv", key="441284")
    del row.values["dial_code"]
    row.save()
    edit(folder / "regions.csv", "441284", dial_code="0759")

    report = load(Regions(folder))

    assert report.counts["changed"] == 1


@pytest.mark.parametrize(
    ("printed", "international"),
    [
        ("(+86)758-3611228", ["+86 758 3611228"]),
        ("Tel.: 0758-3611228", ["+86 758 3611228"]),
        ("021-6230 1234-801", ["+86 21 6230 1234 ext. 801"]),
        ("0758-3611228 (总机)", ["+86 758 3611228"]),
        ("0758-3611228/3611229", ["+86 758 3611228", "+86 758 3611229"]),
        ("010-12345678、87654321", ["+86 10 1234 5678", "+86 10 8765 4321"]),
        ("0758-12345", ["0758 12345"]),
        ("12345转3", ["12345 ext. 3"]),
        ("12345-3", ["12345 ext. 3"]),
    ],
)
def test_printed_numbers_are_read_without_a_dialling_code(printed, international):
    assert [number.international for number in parse_phones(printed)] == international
