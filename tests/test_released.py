"""Databases of released versions are taken over, and migrations that have landed never change."""

import hashlib
import json
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from bureaus.edition import edition
from bureaus.models import Bureau, BureauTokens, Region
from tests.released.keep import path_of, rows_of
from tests.running import copy_on_server

INITIAL = [("bureaus", "0001_initial"), ("policies", "0001_initial")]
VERSIONS = {"0.1.0": INITIAL}  # the newest migrations of each
# As 0.1.0 made them after migrating, with one number for all tables
TRIGGERS_OF_0_1_0 = {
    "sqlite": """
        CREATE TRIGGER edition_update_bureaus_bureau AFTER update ON "bureaus_bureau" BEGIN
          UPDATE bureaus_edition SET number = max(number + 1, 5);
        END
    """,
    "postgresql": """
        CREATE FUNCTION bureaus_edition_rises() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          UPDATE bureaus_edition SET number = greatest(number + 1, 5);
          RETURN NULL;
        END $$;
        CREATE TRIGGER edition_rises BEFORE insert OR update OR delete ON "bureaus_bureau"
        FOR EACH STATEMENT EXECUTE FUNCTION bureaus_edition_rises()
    """,
}
LANDED = Path(settings.BASE_DIR, "tests/released/migrations.sha256")


@pytest.fixture
def empty(django_db_setup, django_db_blocker, tmp_path):
    """Give the name of a connection to a database without tables."""
    place = {"NAME": str(tmp_path / "released.sqlite3")}
    if connection.vendor == "postgresql":
        copy_on_server("released", preparation=())
        place = {"NAME": "released"}
    connections.settings["released"] = connections["default"].settings_dict | place
    with django_db_blocker.unblock():
        yield "released"
        connections["released"].close()
    del connections["released"], connections.settings["released"]


def as_kept(value):
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


@pytest.mark.parametrize("version", VERSIONS)
def test_database_of_a_released_version_is_taken_over(empty, version):
    kept = json.loads(path_of(version).read_text(encoding="utf-8"))
    executor = MigrationExecutor(connections[empty])
    then = executor.migrate(VERSIONS[version]).apps
    with transaction.atomic(using=empty):
        for label, rows in kept.items():
            model = then.get_model(label)
            fields = {field.attname: field for field in model._meta.concrete_fields}
            objects = [
                model(**{name: fields[name].to_python(value) for name, value in row.items()})
                for row in rows
            ]
            model._base_manager.using(empty).bulk_create(objects)

    call_command("migrate", database=empty, verbosity=0)

    for label, rows in kept.items():
        found = as_kept(rows_of(apps.get_model(label), empty))
        assert [row | new for row, new in zip(rows, found, strict=True)] == found, label
    town = Region.objects.using(empty).get(slug="szewui")
    assert town.aliases.get(kind="former_slug").value == "sihui"
    assert Bureau.objects.using(empty).get(ref="bbbbb").languages == ["en", "ja"]
    assert BureauTokens.objects.using(empty).count() == Bureau.objects.using(empty).count()


def test_triggers_of_a_released_version_give_way_to_those_of_this_one(empty):
    MigrationExecutor(connections[empty]).migrate(VERSIONS["0.1.0"])
    with connections[empty].cursor() as cursor:
        cursor.execute(TRIGGERS_OF_0_1_0[connection.vendor])
        cursor.execute("INSERT INTO bureaus_edition (id, number) VALUES (1, 7)")

    call_command("migrate", database=empty, verbosity=0)

    before = edition.current(empty)
    assert (before.newest, {*before.by_table.values()}) == (7, {7})
    region = Region(level="country", kind="country", slug="china", path="/1/")
    Region.objects.using(empty).bulk_create([region])
    bureau = Bureau(region=region, kind="commerce", ref="bbbbb", name_en="Office")
    Bureau.objects.using(empty).bulk_create([bureau])
    added = edition.current(empty)
    with connections[empty].cursor() as cursor:
        cursor.execute("UPDATE bureaus_bureau SET fax = '1'")
    edited = edition.current(empty)
    assert 7 < added.of([Region]) < added.of([Bureau]) < edited.of([Bureau]) == edited.newest
    assert edited.of([Region]) == added.of([Region])


def test_migrations_are_what_they_were_when_they_landed():
    """A new one is added as ``sha256sum`` writes it; those of before never change."""
    root = Path(settings.BASE_DIR)
    noted = (line.split() for line in LANDED.read_text(encoding="utf-8").splitlines())
    found = {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.glob("*/migrations/0*.py")
    }

    assert found == {path: digest for digest, path in noted}


@pytest.mark.django_db
def test_database_with_migrations_of_another_version_is_refused(client):
    MigrationRecorder(connection).record_applied("bureaus", "0099_later")

    with pytest.raises(CommandError, match=r"does not know: bureaus\.0099_later"):
        call_command("migrate", verbosity=0)

    assert client.get("/readyz").status_code == 503
