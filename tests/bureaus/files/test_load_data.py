"""The command that loads the data files, and what it refuses."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from bureaus.models import Bureau, Region, RegionAlias
from tests.bureaus.data_files import bureaus_and_regions, edit, load_all, rewrite
from tests.factories import make_region

pytestmark = pytest.mark.django_db

# Refused rows


@pytest.mark.parametrize(
    ("name", "changes", "reason"),
    [
        ("bureaus.csv", {"ref": "rwdrb"}, ": rwdrb was given in line 4 already"),
        ("bureaus.csv", {"ref": ""}, ", ref: This cannot be blank."),
        (
            "bureaus.csv",
            {"region_code": "999999", "zone": ""},
            ", region_code zone: no region is called 999999",
        ),
        ("bureaus.csv", {"zone": "atlantis"}, ": no region is called zone:atlantis"),
        ("bureaus.csv", {"kind": "embassy"}, ", kind: Value 'embassy' is not a valid choice."),
        ("bureaus.csv", {"email": "nobody"}, ", email: "),
        ("bureaus.csv", {"source_date": "soon"}, ", source_date: "),
        ("bureaus.csv", {"source_title": "x" * 301}, ", source_title: "),
        ("bureaus.csv", {"ref": "abcde"}, "bureau_ref_form"),
        ("bureaus.csv", {"name_en": "", "name_zh_hans": ""}, "bureau_has_a_name"),
        ("regions.csv", {"code": "441284"}, ": 441284 was given in line "),
        ("regions.csv", {"slug": "sihui"}, ": 441299 was given in line "),
        ("regions.csv", {"code": ""}, ", code: This cannot be blank."),
        ("regions.csv", {"parent_code": "999999"}, ", parent_code: no region is called 999999"),
        ("regions.csv", {"parent_code": "441299"}, ", parent_code: no region is called 441299"),
        ("regions.csv", {"parent_code": ""}, "region_only_country_has_no_parent"),
        ("regions.csv", {"type": "hamlet"}, ", type: Value 'hamlet'"),
        ("regions.csv", {"level": "9"}, ", level: Value '9'"),
        ("regions.csv", {"level": "1"}, ", parent_code: A region lies in one of a wider level."),
        ("regions.csv", {"dial_code": "1"}, ", dial_code: Only digits"),
        ("regions.csv", {"name_zh": "", "short_zh": ""}, ", short_zh name_zh: "),
        ("zones.csv", {"parent_code": "999999"}, ", parent_code: no region is called 999999"),
        ("zones.csv", {"overlaps_codes": "1"}, ", overlaps_codes: no region is called 1"),
        ("region_aliases.csv", {"target": "999999"}, ", target: no region is called 999999"),
        ("region_aliases.csv", {"kind": "nickname"}, ", kind: Value 'nickname'"),
    ],
)
def test_refused_row_is_reported_with_line_column_and_reason(loaded, folder, name, changes, reason):
    fresh = {
        "bureaus.csv": {"ref": "zzzzz"},
        "regions.csv": {"code": "441299", "slug": "new"},
        "zones.csv": {"slug": "new-zone"},
        "region_aliases.csv": {"value": "New name"},
    }
    rewrite(folder / name, lambda rows: [*rows, rows[-1] | fresh[name] | changes])

    report = load_all(folder)[name]

    with (folder / name).open(encoding="utf-8") as file:
        lines = len(list(file))
    assert report.counts == {"unchanged": lines - 2, "refused": 1}
    assert report.remarks[0].startswith(f"{name}, line {lines}")
    assert reason in report.remarks[0]


def test_refused_row_is_loaded_once_it_is_mended(folder):
    edit(folder / "bureaus.csv", "rwdrb", kind="embassy")
    load_all(folder)
    edit(folder / "bureaus.csv", "rwdrb", kind="commerce")

    report = load_all(folder)["bureaus.csv"]

    assert report.counts["created"] == 1
    assert Bureau.objects.get(ref="rwdrb").kind == "commerce"


def test_refused_change_leaves_the_row_as_it_was(loaded, folder):
    edit(folder / "bureaus.csv", "rwdrb", kind="embassy", phone="0758-1111111")

    report = load_all(folder)["bureaus.csv"]

    assert report.counts["refused"] == 1
    assert Bureau.objects.get(ref="rwdrb").phone == "+86-758-3611228"


def test_slug_that_links_to_another_region_is_not_given_away(folder):
    other = make_region(name="Elsewhere")
    RegionAlias.objects.create(region=other, kind="former_slug", value="sihui")
    Region.objects.filter(level="country").update(code="000000")

    report = load_all(folder)["regions.csv"]

    assert not Region.objects.filter(code="441284").exists()
    assert any(", slug: Links to another region" in remark for remark in report.remarks)


# The command

FILES = ["regions.csv", "zones.csv", "region_aliases.csv", "bureaus.csv"]


def call(folder, **options):
    out = StringIO()
    call_command("load_data", folder=folder, stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize("name", [*FILES, "traditional_exceptions.csv", "answers.csv"])
def test_missing_file_loads_nothing(folder, name):
    (folder / name).unlink()

    assert_loads_nothing(folder, name)


@pytest.mark.parametrize("name", FILES)
def test_missing_column_loads_nothing(folder, name):
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8").replace("kind", "sort", 1), encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace("type", "sort", 1), encoding="utf-8")

    assert_loads_nothing(folder, f"{name} lacks the columns ")


@pytest.mark.parametrize("name", FILES)
def test_file_that_is_no_utf8_text_loads_nothing(folder, name):
    (folder / name).write_bytes("四会".encode("gb18030"))

    assert_loads_nothing(folder, name)


def test_command_reports_counts_and_remarks(folder):
    edit(folder / "bureaus.csv", "rwdrb", kind="embassy")

    quiet, full = call(folder, verbosity=0), call(folder)

    assert "regions.csv: 16 created, 0 changed, 0 kept, 0 unchanged, 0 refused\n" in quiet
    assert "line 4" not in quiet
    assert "regions.csv: 0 created, 0 changed, 0 kept, 16 unchanged, 0 refused\n" in full
    assert "  bureaus.csv, line 4, kind: " in full


def assert_loads_nothing(folder, message):
    with pytest.raises(CommandError, match="Nothing was loaded") as caught:
        call(folder)

    assert message in str(caught.value)
    assert not any(bureaus_and_regions().values())
