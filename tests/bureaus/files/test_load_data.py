"""The command that loads the data files, and what it refuses."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from bureaus.models import Bureau
from tests.bureaus.data_files import edit, load_all, rewrite, stored

pytestmark = pytest.mark.django_db

# Refused rows


@pytest.mark.parametrize(
    ("name", "changes", "reason"),
    [
        ("bureaus_read.csv", {"ref": "rwdrb"}, "rwdrb was given in line 4 already"),
        ("bureaus_read.csv", {"region_code": "999999", "zone": ""}, "no region is called 999999"),
        ("bureaus_read.csv", {"zone": "atlantis"}, "no region is called atlantis"),
        ("bureaus_read.csv", {"kind": "embassy"}, "embassy"),
        ("bureaus_read.csv", {"email": "nobody"}, "email"),
        ("bureaus_read.csv", {"ref": "abcde"}, "bureau_ref_form"),
        ("bureaus_read.csv", {"name_en": "", "name_zh": ""}, "bureau_has_a_name"),
        ("regions.csv", {"code": "441284"}, "441284 was given in line "),
        ("regions.csv", {"parent_code": "999999"}, "no region has the code 999999"),
        ("regions.csv", {"parent_code": "441299"}, "441299 is listed inside itself"),
        ("regions.csv", {"type": "hamlet"}, "hamlet"),
        ("regions.csv", {"dial_code": "1"}, "Only digits"),
        ("zones.csv", {"parent_code": "999999"}, "no region has the code 999999"),
        ("zones.csv", {"overlaps_codes": "999999"}, "no region has the code 999999"),
        ("region_aliases.csv", {"region_code": "999999"}, "no region has the code 999999"),
        ("region_aliases.csv", {"kind": "nickname"}, "nickname"),
    ],
)
def test_refused_row_is_reported_with_its_line_and_reason(loaded, folder, name, changes, reason):
    fresh = {
        "bureaus_read.csv": {"ref": "zzzzz"},
        "regions.csv": {"code": "441299"},
        "zones.csv": {"slug": "new-zone"},
        "region_aliases.csv": {"value": "New name"},
    }
    rewrite(folder / name, lambda rows: [*rows, rows[-1] | fresh[name] | changes])

    report = load_all(folder)[name]

    with (folder / name).open(encoding="utf-8") as file:
        lines = len(list(file))
    assert report.counts == {"unchanged": lines - 2, "refused": 1}
    assert len(report.remarks) == 1
    assert report.remarks[0].startswith(f"line {lines}: ")
    assert reason in report.remarks[0]


def test_refused_row_is_loaded_once_it_is_mended(folder):
    edit(folder / "bureaus_read.csv", "rwdrb", kind="embassy")
    load_all(folder)
    edit(folder / "bureaus_read.csv", "rwdrb", kind="commerce")

    report = load_all(folder)["bureaus_read.csv"]

    assert report.counts["created"] == 1
    assert Bureau.objects.get(ref="rwdrb").kind == "commerce"


def test_refused_change_leaves_the_row_as_it_was(loaded, folder):
    edit(folder / "bureaus_read.csv", "rwdrb", kind="embassy", phone="0758-1111111")

    report = load_all(folder)["bureaus_read.csv"]

    assert report.counts["refused"] == 1
    assert Bureau.objects.get(ref="rwdrb").phone == "+86-758-3611228"


# The command

FILES = ["seed.json", "regions.csv", "zones.csv", "region_aliases.csv", "bureaus_read.csv"]


def call(folder, **options):
    out = StringIO()
    call_command("load_data", folder=folder, stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize("name", FILES)
def test_missing_file_loads_nothing(folder, name):
    (folder / name).unlink()

    assert_loads_nothing(folder, name)


@pytest.mark.parametrize("name", FILES[1:])
def test_missing_column_loads_nothing(folder, name):
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8").replace("_", "-", 1), encoding="utf-8")

    assert_loads_nothing(folder, f"{name} lacks the columns ")


@pytest.mark.parametrize("name", FILES)
def test_file_that_is_no_utf8_text_loads_nothing(folder, name):
    (folder / name).write_bytes("四会".encode("gb18030"))

    assert_loads_nothing(folder, name)


@pytest.mark.parametrize("text", ["", "{}", '{"regions": []}', "四会"])
def test_seed_without_the_country_loads_nothing(folder, text):
    (folder / "seed.json").write_text(text, encoding="utf-8")

    assert_loads_nothing(folder, "seed.json")


def test_command_reports_counts_and_remarks(folder):
    edit(folder / "bureaus_read.csv", "rwdrb", kind="embassy")

    quiet, full = call(folder, verbosity=0), call(folder)

    assert "regions.csv: 15 created, 0 changed, 0 kept, 0 unchanged, 0 refused\n" in quiet
    assert "  line 4: " not in quiet
    assert "regions.csv: 0 created, 0 changed, 0 kept, 15 unchanged, 0 refused\n" in full
    assert "  line 4: " in full


def assert_loads_nothing(folder, message):
    with pytest.raises(CommandError, match="Nothing was loaded") as caught:
        call(folder)

    assert message in str(caught.value)
    assert not any(stored().values())
