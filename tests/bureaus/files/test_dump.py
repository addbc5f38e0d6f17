"""The dump of everything, read with other people's tools."""

import csv
import hashlib
import json
import sqlite3
import subprocess
import warnings

import pytest
from django.core.management import CommandError, call_command

from bureaus.models import Change, RegionAlias
from tests.factories import (
    make_bureau,
    make_closed_bureau,
    make_contact_point,
    make_document,
    make_industry,
    make_priority,
    make_region,
)

pytestmark = pytest.mark.django_db
SITE = "https://directory.example"
NAMES = {"bureaus", "documents", "industries", "priorities", "regions"}


@pytest.fixture
def dump(tmp_path):
    """Dump a few rows of each kind, with drafts between them."""
    sihui = make_region(name="Sihui", code="441284", name_zh_hans="四会")
    RegionAlias.objects.create(region=sihui, kind="former_code", value="441223")
    bureau = make_bureau(region=sihui, ref="bbbbb", phone="+86-758-3611228 转 8001", email="")
    make_contact_point(bureau)
    make_bureau(region=sihui, ref="ccccc", name_en="Secret", status="draft")
    make_closed_bureau(bureau, region=sihui, ref="ddddd", name_en='Old, "quoted"\nname')
    make_priority(region=sihui, industries=[make_industry(slug="tea")])
    make_priority(region=sihui, title_en="Secret", status="draft")
    make_document(region=sihui, title_en="Secret", status="draft")
    folder = tmp_path / "dump"
    call_command("export_all", folder, site=SITE, verbosity=0)
    return folder


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_frictionless_finds_no_fault(dump):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the library's own parts
        from frictionless import Package

        report = Package(str(dump / "datapackage.json")).validate()

    assert report.valid, report.flatten(["title", "type", "message"])
    assert {task.name for task in report.tasks} == NAMES


def test_checksums_hold(dump):
    done = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=dump, capture_output=True)

    listed = {line.split()[1] for line in (dump / "SHA256SUMS").read_text().splitlines()}
    assert done.returncode == 0
    assert listed | {"SHA256SUMS"} == {path.name for path in dump.iterdir()}


def test_package_names_licence_cursor_and_every_file(dump):
    package = json.loads((dump / "datapackage.json").read_text(encoding="utf-8"))

    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert package["cursor"] == Change.objects.last_cursor()
    assert {resource["name"] for resource in package["resources"]} == NAMES
    for file in [*package["files"], *package["resources"]]:
        content = (dump / file["path"]).read_bytes()
        assert file["bytes"] == len(content)
        assert file["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_csv_holds_the_public_rows_as_they_are(dump):
    bureaus = {row["ref"]: row for row in rows(dump / "bureaus.csv")}

    assert set(bureaus) == {"bbbbb", "ddddd"}
    assert bureaus["bbbbb"]["phone"] == "+86-758-3611228 转 8001"
    assert bureaus["bbbbb"]["phone_e164"] == "+867583611228;ext=8001"
    assert bureaus["bbbbb"]["url"] == f"{SITE}/b/bbbbb/"
    assert bureaus["ddddd"]["name_en"] == 'Old, "quoted"\nname'
    assert bureaus["ddddd"]["successors"] == "bbbbb"
    regions = {row["slug"]: row for row in rows(dump / "regions.csv")}
    assert regions["sihui"]["former_codes"] == "441223"


def test_json_lines_are_the_records_of_the_api(client, dump):
    lines = (dump / "bureaus.jsonl").read_text(encoding="utf-8").splitlines()

    dumped = {record["ref"]: record for record in map(json.loads, lines)}
    shown = client.get("/api/v1/bureaus/bbbbb/", headers={"host": "testserver"}).json()
    assert dumped["bbbbb"] == json.loads(json.dumps(shown).replace("http://testserver", SITE))


def test_sqlite_holds_the_same_rows(dump):
    with sqlite3.connect(dump / "directory.sqlite3") as database:
        for name in NAMES:
            (count,) = database.execute(f"SELECT count(*) FROM {name}").fetchone()  # noqa: S608
            assert count == len(rows(dump / f"{name}.csv"))
        found = database.execute("SELECT ref, email FROM bureaus WHERE status = 'published'")
        assert found.fetchall() == [("bbbbb", None)]
    database.close()


def test_drafts_are_in_no_file(dump):
    for path in dump.iterdir():
        assert b"Secret" not in path.read_bytes(), path


def test_second_dump_replaces_the_first_as_a_whole(dump):
    (dump / "left-over.csv").write_text("old")
    make_bureau(ref="fffff")

    call_command("export_all", dump, site=SITE, verbosity=0)

    assert not (dump / "left-over.csv").exists()
    assert "fffff" in (dump / "bureaus.csv").read_text(encoding="utf-8")
    assert [path.name for path in dump.parent.iterdir()] == ["dump"]


def test_dump_that_fails_leaves_the_one_before(dump, monkeypatch):
    before = {path.name: path.read_bytes() for path in dump.iterdir()}
    monkeypatch.setattr("bureaus.files.dump._sum_up", lambda folder: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        call_command("export_all", dump, site=SITE, verbosity=0)

    assert {path.name: path.read_bytes() for path in dump.iterdir()} == before
    assert [path.name for path in dump.parent.iterdir()] == ["dump"]


@pytest.mark.parametrize(
    ("site_url", "hosts", "address"),
    [
        ("https://other.example", ["directory.example"], "https://other.example/api/v1/"),
        ("", [".directory.example"], "https://directory.example/api/v1/"),
    ],
)
def test_addresses_follow_from_the_settings(tmp_path, settings, site_url, hosts, address):
    settings.SITE_URL, settings.ALLOWED_HOSTS, settings.HTTPS = site_url, hosts, True
    make_bureau()

    call_command("export_all", tmp_path / "dump", verbosity=0)

    assert f'"{address}bureaus/' in (tmp_path / "dump" / "bureaus.jsonl").read_text("utf-8")


def test_dump_of_a_site_without_a_name_asks_for_its_address(tmp_path, settings):
    settings.ALLOWED_HOSTS = ["*"]

    with pytest.raises(CommandError, match="--site"):
        call_command("export_all", tmp_path / "dump", verbosity=0)


def test_folder_with_something_else_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")

    with pytest.raises(CommandError, match="holds something else"):
        call_command("export_all", tmp_path)

    assert (tmp_path / "letter.txt").read_text() == "mine"
