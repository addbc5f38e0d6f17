"""Changes to a copy of the data files, as somebody would make them in a spreadsheet."""

import csv
import shutil

from django.conf import settings

from bureaus.changes.history import versions_of
from bureaus.files.loading import load
from bureaus.models import Bureau, Region, RegionAlias

# China, and the places of the founding article with those above them
CODES = {"000000", "130000", "130300", "310000", "310118", "320000", "320200", "320214"}
CODES |= {"320500", "320507", "440000", "440300", "441200", "441203", "441204", "441284"}
PLACE = {
    "regions.csv": "code",
    "zones.csv": "parent_code",
    "region_aliases.csv": "target",
    "bureaus.csv": "region_code",
}


def copy_data(target):
    """Copy of ``data/`` only the bureaus of a few regions, and leave the other files empty."""
    folder = shutil.copytree(settings.BASE_DIR / "data", target)
    for path in folder.glob("*.csv"):
        if path.name != "traditional_exceptions.csv":
            column = PLACE.get(path.name)
            rewrite(path, lambda rows, at=column: [r for r in rows if at and r[at] in CODES])
    edit(folder / "regions.csv", capital_code="", successor_codes="")
    rewrite(folder / "zones.csv", lambda rows: [r for r in rows if _overlaps_only(r, CODES)])
    return folder


def _overlaps_only(zone, codes):
    return codes.issuperset(zone["overlaps_codes"].split())


def records(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rewrite(path, change):
    """Replace the records of a CSV file by what ``change`` makes of them."""
    before = records(path)
    after = list(change(before))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*after, before[0]][0])
        writer.writeheader()
        writer.writerows(after)


def edit(path, *key, **values):
    """Change the records that begin with ``key``."""

    def edited(row):
        return row | values if tuple(row.values())[: len(key)] == key else row

    rewrite(path, lambda rows: [edited(row) for row in rows])


def load_all(folder):
    """Give the report of each file; of one that is read twice, that of its rows themselves."""
    return {report.file: report for report in reversed(load(folder))}


def stored(*models, many=()):
    """Give every value of every row of the models, with all their versions."""
    tables = [*models, *map(versions_of, models), *many]
    return {table: sorted(table.objects.values_list(), key=lambda row: row[0]) for table in tables}


def bureaus_and_regions():
    return stored(Region, RegionAlias, Bureau)
