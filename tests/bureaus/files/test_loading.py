"""Loading data files again and again, on a small copy of ``data/``."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bureaus.changes.history import versions_of
from bureaus.models import Bureau, Region, RegionAlias
from tests.bureaus.data_files import bureaus_and_regions, edit, load_all, rewrite
from tests.factories import make_bureau, make_region, make_staff

pytestmark = pytest.mark.django_db

# Loading again


def test_second_load_changes_nothing(loaded, folder):
    before = bureaus_and_regions()

    with CaptureQueriesContext(connection) as queries:
        second = load_all(folder)

    assert bureaus_and_regions() == before
    assert {q["sql"].split()[0] for q in queries} <= {"SELECT", "SAVEPOINT", "RELEASE"}
    for name, report in second.items():
        assert report.counts["unchanged"] == report.counts.total() == loaded[name].counts.total()
        assert report.remarks == []


def test_each_row_has_one_version_that_names_loading(loaded):
    for model in (Region, RegionAlias, Bureau):
        versions = versions_of(model).objects.filter(history_change_reason="load_data")
        assert versions.count() == model.objects.count() == versions_of(model).objects.count()


def test_staff_edit_survives_and_is_reported_with_its_fields(loaded, folder):
    Bureau.objects.filter(ref="rwdrb").update(phone="0758-3611229", email="office@example.org")

    report = load_all(folder)["bureaus.csv"]

    bureau = Bureau.objects.get(ref="rwdrb")
    assert (bureau.phone, bureau.email) == ("0758-3611229", "office@example.org")
    assert report.counts["kept"] == 1
    assert report.remarks == [
        "bureaus.csv, line 4: rwdrb was edited here and keeps its phone, email"
    ]


def test_changed_file_changes_what_nobody_touched_and_no_row_that_staff_edited(loaded, folder):
    Bureau.objects.filter(ref="rwdrb").update(phone="0758-3611229")
    edit(folder / "bureaus.csv", "rwdrb", fax="0758-2222222")
    edit(folder / "bureaus.csv", "ht2t3", phone="0758-8888888")

    for _again in range(2):
        load_all(folder)

    sihui, gaoyao = Bureau.objects.get(ref="rwdrb"), Bureau.objects.get(ref="ht2t3")
    assert (sihui.phone, sihui.fax) == ("0758-3611229", "+86-758-3611188")
    assert gaoyao.phone == "0758-8888888"
    assert "07588888888" in gaoyao.phone_digits


def test_row_can_be_changed_by_the_file_again_and_again(loaded, folder):
    for phone in ("0758-1111111", "0758-2222222"):
        edit(folder / "bureaus.csv", "rwdrb", phone=phone)
        report = load_all(folder)["bureaus.csv"]

        assert report.counts["changed"] == 1
        assert Bureau.objects.get(ref="rwdrb").phone == phone


def test_edit_that_the_file_now_agrees_with_is_not_reported(loaded, folder):
    Bureau.objects.filter(ref="rwdrb").update(phone="0758-3611229")
    edit(folder / "bureaus.csv", "rwdrb", phone="0758-3611229")

    report = load_all(folder)["bureaus.csv"]

    assert report.counts["kept"] == 0
    assert report.remarks == []


def test_edit_that_was_taken_back_is_still_one(loaded, folder):
    for phone in ("0758-3611229", "+86-758-3611228"):
        Bureau.objects.filter(ref="rwdrb").update(phone=phone)
    edit(folder / "bureaus.csv", "rwdrb", phone="0758-1111111")

    load_all(folder)

    assert Bureau.objects.get(ref="rwdrb").phone == "+86-758-3611228"


def test_edit_by_somebody_who_gives_the_same_reason_is_kept(loaded, folder):
    Bureau.objects.filter(ref="rwdrb").update(phone="0758-3611229")
    newest = Bureau.history.filter(ref="rwdrb").latest("history_id")
    Bureau.history.filter(pk=newest.pk).update(
        history_change_reason="load_data", history_user=make_staff()
    )

    load_all(folder)

    assert Bureau.objects.get(ref="rwdrb").phone == "0758-3611229"


def test_row_whose_versions_are_lost_is_kept(loaded, folder):
    Bureau.history.all().delete()
    edit(folder / "bureaus.csv", "rwdrb", phone="0758-1111111")

    report = load_all(folder)["bureaus.csv"]

    assert Bureau.objects.get(ref="rwdrb").phone == "+86-758-3611228"
    assert (report.counts["kept"], report.counts["unchanged"]) == (1, 14)


def test_deleted_row_is_not_brought_back(loaded, folder):
    Bureau.objects.get(ref="rwdrb").delete()

    report = load_all(folder)["bureaus.csv"]

    assert not Bureau.objects.filter(ref="rwdrb").exists()
    assert report.remarks == ["bureaus.csv, line 4: rwdrb was deleted here"]
    assert report.counts["kept"] == 1


def test_line_about_a_deleted_row_is_kept_out_too(loaded, folder):
    Region.objects.get(slug="wuxi-high-tech-zone").delete()
    alias = {"target": "zone:wuxi-high-tech-zone", "kind": "alternative_name", "value": "WND"}
    rewrite(folder / "region_aliases.csv", lambda rows: [*rows, rows[-1] | alias])

    reports = load_all(folder)

    assert reports["zones.csv"].counts["kept"] == reports["region_aliases.csv"].counts["kept"] == 1
    assert (
        reports["region_aliases.csv"]
        .remarks[0]
        .endswith(", target: zone:wuxi-high-tech-zone was deleted here")
    )


def test_row_whose_key_staff_changed_is_not_loaded_anew(loaded, folder):
    count = Region.objects.count()
    sihui = Region.objects.get(slug="sihui")
    sihui.slug = "szewui"
    sihui.save()

    report = load_all(folder)["regions.csv"]

    assert Region.objects.count() == count
    assert report.remarks[0].endswith("441284 was edited here and keeps its slug")


def test_row_gone_from_the_file_stays(loaded, folder):
    rewrite(folder / "bureaus.csv", lambda rows: [r for r in rows if r["ref"] != "rwdrb"])

    load_all(folder)

    assert Bureau.objects.filter(ref="rwdrb").exists()


def test_what_staff_entered_is_left_alone(loaded, folder):
    hunan = make_region(name="Hunan", code="430000", parent=Region.objects.get(level="country"))
    make_bureau(region=hunan, ref="zzzzz", name_en="Entered by staff")
    region, bureau = {"slug": "hunan", "code": "430001"}, {"ref": "zzzzz"}
    rewrite(folder / "regions.csv", lambda rows: [*rows, rows[-1] | region])
    rewrite(folder / "bureaus.csv", lambda rows: [*rows, rows[-1] | bureau])

    reports = load_all(folder)

    hunan.refresh_from_db()
    assert (hunan.name_en, hunan.code) == ("Hunan", "430000")
    assert Bureau.objects.get(ref="zzzzz").name_en == "Entered by staff"
    assert reports["regions.csv"].counts["kept"] == reports["bureaus.csv"].counts["kept"] == 1


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
        before, after = (
            rest[-1] | new | {"code": code, "slug": slug}
            for code, slug in (("441298", "new-before"), ("441299", "new-after"))
        )
        return [*rest, before, moved | {"parent_code": "320000"}, after]

    rewrite(folder / "regions.csv", change)
    load_all(folder)

    above = Region.objects.get(code="441200").path
    for region in Region.objects.filter(code__in=["441298", "441299"]):
        assert region.path == f"{above}{region.pk}/"
    assert Region.objects.get(code="320000").is_above(Region.objects.get(code="441299"))


def test_renamed_region_keeps_its_slug(loaded, folder):
    edit(folder / "regions.csv", "441284", name_en="Szewui")

    load_all(folder)

    assert Region.objects.get(code="441284").name_en == "Szewui"
    assert Region.objects.get(code="441284").slug == "sihui"


# Columns


def test_columns_for_people_are_not_looked_at(loaded, folder):
    rewrite(folder / "bureaus.csv", lambda rows: [{"seen_by": "nobody"} | row for row in rows])

    report = load_all(folder)["bureaus.csv"]

    assert report.counts == {"unchanged": 15}


def test_traditional_name_is_drafted_unless_it_is_given(loaded, folder):
    edit(
        folder / "bureaus.csv", "rwdrb", name_zh_hans="四会市投资促进局", address_zh_hans="东城街道"
    )
    edit(folder / "bureaus.csv", "ht2t3", name_zh_hans="台", name_zh_hant="台")

    load_all(folder)

    sihui = Bureau.objects.get(ref="rwdrb")
    assert (sihui.name_zh_hant, sihui.address_zh_hant) == ("四會市投資促進局", "東城街道")
    assert Bureau.objects.get(ref="ht2t3").name_zh_hant == "台"
