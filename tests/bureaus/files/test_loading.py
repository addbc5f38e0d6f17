"""Loading data files again and again, on a small copy of ``data/``."""

import pytest
from django.core.management import CommandError, call_command

from bureaus.files.datasets import Country, Regions
from bureaus.files.loading import load
from bureaus.models import Bureau, LoadedRow, Region, RegionAlias
from tests.bureaus.data_files import edit, load_all, rewrite, stored
from tests.factories import make_region

pytestmark = pytest.mark.django_db

# Loading again


def test_second_load_changes_nothing(loaded, folder):
    before = stored()

    second = load_all(folder)

    assert all(report.counts["created"] for report in loaded.values())
    assert stored() == before
    for name, report in second.items():
        assert report.counts == {"unchanged": loaded[name].counts["created"]}
        assert report.remarks == []


def test_staff_edit_survives_and_is_reported_with_its_fields(loaded, folder):
    Bureau.objects.filter(ref="rwdrb").update(phone="0758-3611229", email="office@example.org")

    report = load_all(folder)["bureaus_read.csv"]

    bureau = Bureau.objects.get(ref="rwdrb")
    assert (bureau.phone, bureau.email) == ("0758-3611229", "office@example.org")
    assert report.counts["kept"] == 1
    assert report.remarks == ["line 4: rwdrb: staff changed phone, email"]


def test_changed_file_changes_what_nobody_touched_and_keeps_what_staff_edited(loaded, folder):
    Bureau.objects.filter(ref="rwdrb").update(phone="0758-3611229")
    edit(folder / "bureaus_read.csv", "rwdrb", phone="0758-1111111", fax="0758-2222222")
    edit(folder / "bureaus_read.csv", "ht2t3", phone="0758-8888888")

    report = load_all(folder)["bureaus_read.csv"]

    sihui, gaoyao = Bureau.objects.get(ref="rwdrb"), Bureau.objects.get(ref="ht2t3")
    assert (sihui.phone, sihui.fax) == ("0758-3611229", "0758-2222222")
    assert gaoyao.phone == "0758-8888888"
    assert "07588888888" in gaoyao.phone_digits
    assert (report.counts["kept"], report.counts["changed"]) == (1, 1)


def test_staff_edit_is_still_kept_after_the_file_changed_twice(loaded, folder):
    Bureau.objects.filter(ref="rwdrb").update(phone="0758-3611229")

    for phone in ("0758-1111111", "0758-2222222"):
        edit(folder / "bureaus_read.csv", "rwdrb", phone=phone)
        load_all(folder)

    assert Bureau.objects.get(ref="rwdrb").phone == "0758-3611229"


def test_edit_that_the_file_now_agrees_with_is_no_edit(loaded, folder):
    Bureau.objects.filter(ref="rwdrb").update(phone="0758-3611229")
    edit(folder / "bureaus_read.csv", "rwdrb", phone="0758-3611229")

    report = load_all(folder)["bureaus_read.csv"]

    assert report.counts["kept"] == 0
    assert report.remarks == []


def test_deleted_row_is_not_brought_back(loaded, folder):
    Bureau.objects.get(ref="rwdrb").delete()

    report = load_all(folder)["bureaus_read.csv"]

    assert not Bureau.objects.filter(ref="rwdrb").exists()
    assert report.remarks == ["line 4: rwdrb was deleted here and is not brought back"]


def test_row_gone_from_the_file_stays(loaded, folder):
    rewrite(folder / "bureaus_read.csv", lambda rows: [r for r in rows if r["ref"] != "rwdrb"])

    load_all(folder)

    assert Bureau.objects.filter(ref="rwdrb").exists()


def test_what_staff_entered_is_left_alone(loaded, folder):
    hunan = make_region(name="Hunan", code="430000", parent=Region.objects.get(level="country"))

    load_all(folder)

    hunan.refresh_from_db()
    assert hunan.name_en == "Hunan"


def test_region_moved_in_the_file_takes_along_what_lies_inside(loaded, folder):
    edit(folder / "regions.csv", "441284", parent_code="440000")

    load_all(folder)

    sihui, zone = (Region.objects.get(slug=slug) for slug in ("sihui", "zhaoqing-high-tech-zone"))
    assert [region.slug for region in sihui.above] == ["guangdong", "china"]
    assert zone.path == f"{sihui.path}{zone.pk}/"


def test_region_new_in_the_file_lies_in_one_that_moves_in_it(loaded, folder):
    new = {"parent_code": "441200", "level": "3", "dial_code": ""}

    def change(rows):
        moved = next(row for row in rows if row["code"] == "441200")
        rest = [row for row in rows if row is not moved]
        before, after = (rest[-1] | new | {"code": code} for code in ("441298", "441299"))
        return [*rest, before, moved | {"parent_code": "320000"}, after]

    rewrite(folder / "regions.csv", change)
    load_all(folder)

    above = Region.objects.get(code="441200").path
    for region in Region.objects.filter(code__in=["441298", "441299"]):
        assert region.path == f"{above}{region.pk}/"
    assert Region.objects.get(code="320000").is_above(Region.objects.get(code="441299"))


# Slugs


def test_renamed_region_keeps_its_slug(loaded, folder):
    edit(folder / "regions.csv", "441284", name_en="Szewui")

    load_all(folder)

    assert Region.objects.get(code="441284").name_en == "Szewui"
    assert Region.objects.get(code="441284").slug == "sihui"


def test_slug_in_use_now_or_before_is_not_given_away(folder):
    edit(folder / "regions.csv", "441204", name_en="Sihui")
    load(Country(folder))
    other = make_region(name="Zhaoqing", parent=Region.objects.get(level="country"))
    RegionAlias.objects.create(region=other, kind="former_slug", value="sihui")

    load_all(folder)

    slugs = dict(Region.objects.exclude(code="").values_list("code", "slug"))
    assert slugs["441200"] == "zhaoqing-guangdong"
    assert slugs["441204"] == "sihui-zhaoqing-guangdong"
    assert slugs["441284"] == "sihui-county-level-city-zhaoqing-guangdong"


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
