"""Changes to a copy of the data files, as somebody would make them in a spreadsheet."""

import csv
import json
import shutil

from django.conf import settings

from bureaus.files.datasets import DATASETS
from bureaus.files.loading import load
from bureaus.models import Bureau, LoadedRow, Region, RegionAlias
from tests.factories import at_once

COLUMNS = {"regions.csv": "code", "zones.csv": "parent_code"}


def copy_data(target):
    """Copy ``data/`` and keep only what belongs to the regions that the seed names."""
    folder = shutil.copytree(settings.BASE_DIR / "data", target)
    seed = json.loads((folder / "seed.json").read_text(encoding="utf-8"))
    codes = {region["code"] for region in seed["regions"]}
    for name in ("regions.csv", "zones.csv", "region_aliases.csv", "bureaus_read.csv"):
        column = COLUMNS.get(name, "region_code")
        rewrite(folder / name, lambda rows, column=column: [r for r in rows if r[column] in codes])
    return folder


def rewrite(path, change):
    """Replace the records of a CSV file by what ``change`` makes of them."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        rows, columns = list(reader), reader.fieldnames
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(change(rows))


def edit(path, key, **values):
    """Change the record whose first column is ``key``."""
    rewrite(path, lambda rows: [r | values if next(iter(r.values())) == key else r for r in rows])


def load_all(folder):
    with at_once():
        return {dataset.name: load(dataset(folder)) for dataset in DATASETS}


def stored():
    """Give every value of every row that the files become."""
    models = (Region, RegionAlias, Bureau, LoadedRow)
    return {model: sorted(model.objects.values_list(), key=lambda row: row[0]) for model in models}
