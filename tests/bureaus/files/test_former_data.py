"""The files of 0.1.0 in a database, and what today's make of it."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings

from bureaus.files.loading import load
from bureaus.models import Bureau, Region, RegionAlias
from policies.models import Document, Priority
from tests.bureaus.data_files import load_all, rewrite

pytestmark = pytest.mark.django_db

FORMER = Path(settings.BASE_DIR, "tests/released/0.1.0")  # its data/, of places only the needed
# Columns that files have today, with what migrating puts into the fields that they fill
LATER = {
    "regions.csv": ("latitude longitude capital_code ended_on ending successor_codes", {}),
    "region_aliases.csv": ("source", {"use": "redirect"}),
    "bureaus.csv": ("phone_label", {}),
    "documents.csv": ("publisher", {}),
    "priority_industries.csv": ("evidence_en evidence_zh", {}),
}


@pytest.fixture
def former(tmp_path):
    """Load the files of 0.1.0."""
    folder = shutil.copytree(FORMER, tmp_path / "former")
    for name, (blank, filled) in LATER.items():
        later = dict.fromkeys(blank.split(), "") | filled
        rewrite(folder / name, lambda rows, later=later: [row | later for row in rows])
    (folder / "neighbours.csv").write_text("code,neighbour_code\n", encoding="utf-8")
    reports = load(folder)
    assert not [remark for report in reports for remark in report.remarks]


@pytest.mark.either_database
def test_new_files_bring_what_is_new_and_keep_what_staff_edited(former):
    sihui = Bureau.objects.get(ref="rwdrb")
    sihui.phone = "0758-3611299"
    sihui.save()
    gaoyao = Region.objects.get(slug="gaoyao")
    gaoyao.name_en = "Koyiu"
    gaoyao.save()
    liangjiang = Region.objects.get(slug="liangjiang-new-area")
    numbers = dict(Document.objects.exclude(key="").values_list("key", "pk"))
    wanted = dict(Priority.objects.values_list("title_en", "pk"))
    assert (liangjiang.level, liangjiang.code) == ("zone", "")

    reports = load_all(settings.BASE_DIR / "data")

    assert Bureau.objects.get(ref="rwdrb").phone == "0758-3611299"
    assert Region.objects.get(slug="gaoyao").name_en == "Koyiu"
    assert reports["bureaus.csv"].counts["kept"] == reports["regions.csv"].counts["kept"] == 1
    assert Bureau.objects.count() == 200
    assert Document.objects.count() == 90
    assert numbers.items() <= dict(Document.objects.values_list("key", "pk")).items()
    assert wanted.items() <= dict(Priority.objects.values_list("title_en", "pk")).items()
    assert not [r for report in reports.values() for r in report.remarks if "edited" not in r]
    # A zone that became a division keeps its address, a name whose kind changed is there once
    became = Region.objects.get(slug="liangjiang-new-area")
    assert (became.pk, became.level, became.code) == (liangjiang.pk, "county", "500157")
    assert RegionAlias.objects.get(value="Peking").kind == "romanisation"
