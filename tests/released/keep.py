"""Keep a small database of a version, so that every later one can prove that it takes it over.

Run once for a release, on a new database, and never again for the same one:
``DEBUG=1 SQLITE_PATH=new.sqlite3 python -m tests.released.keep 0.1.0``. The rows are synthetic; of
each model of ours all are kept, by the columns that the model had.
"""

import json
import sys
from datetime import date
from pathlib import Path

import django
from django.apps import apps
from django.core.management import call_command
from django.core.serializers.json import DjangoJSONEncoder

LABELS = ("bureaus", "policies")
LEFT_OUT = {"bureaus.edition"}  # its one row is made by migrating


def path_of(version):
    return Path(__file__).with_name(f"{version}.json")


def rows_of(model, using="default"):
    """List the rows of a model as they are stored, by column."""
    columns = [field.attname for field in model._meta.concrete_fields]
    return list(model._base_manager.using(using).order_by("pk").values(*columns))


def fill():
    from bureaus.upkeep.lifecycle import rename
    from tests import factories as make

    city = make.make_region(name="Zhaoqing", level="prefecture", code="441200", dial_code="0758")
    town = make.make_region(name="Sihui", level="county", parent=city)
    town.slug = "szewui"
    town.save()
    bureau = make.make_bureau(
        region=town, ref="bbbbb", phone="3611228", languages=["en", "ja"], name_zh_hans="四会局"
    )
    make.make_contact_point(bureau, fax="3611229")
    make.make_check(bureau)
    names = {"name_en": "Office", "name_zh_hans": "四会局", "name_zh_hant": ""}
    rename(bureau, names, date(2024, 5, 6), "A letter")
    make.make_closed_bureau(bureau, ref="ccccc")
    make.make_correction(bureau, remark="It moved.")
    ships = make.make_industry(slug="ships")
    document = make.make_document(region=city, date="2024-01")
    priority = make.make_priority(document=document, region=city, industries=[ships])
    make.make_key_point(priority, industries=[ships])


def keep(version):
    fill()
    models = [model for label in LABELS for model in apps.get_app_config(label).get_models(True)]
    named = {model._meta.label_lower: model for model in models}
    rows = {label: rows_of(model) for label, model in named.items() if label not in LEFT_OUT}
    kept = {label: found for label, found in rows.items() if found}
    text = json.dumps(kept, cls=DjangoJSONEncoder, ensure_ascii=False, indent=0)
    path_of(version).write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    django.setup()
    call_command("migrate", verbosity=0)
    keep(sys.argv[1])
