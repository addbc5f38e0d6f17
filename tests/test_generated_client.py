"""A client that other people's generator makes of the schema reads the API."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from bureaus.api.schema import schema
from tests.factories import make_examples

pytestmark = pytest.mark.django_db
PACKAGE = "generated_directory_client"


@pytest.fixture(scope="session")
def generated(tmp_path_factory):
    """Generate the package once; a warning of the generator is a fault of the schema."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "schema.json").write_text(json.dumps(schema()), encoding="utf-8")
    # No formatter has to run over code that is thrown away, and a missing one would be a warning.
    (folder / "config.json").write_text('{"post_hooks": []}', encoding="utf-8")
    program = Path(sys.executable).with_name("openapi-python-client")
    done = subprocess.run(
        [
            *(program, "generate", "--fail-on-warning", "--meta", "none"),
            *("--path", "schema.json", "--config", "config.json", "--output-path", PACKAGE),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture
def ask(generated, monkeypatch, site):
    """Give a function that calls an operation of the client by its module, such as "match"."""
    monkeypatch.syspath_prepend(generated)
    transport = httpx.WSGITransport(app=site)
    package = importlib.import_module(PACKAGE)
    client = package.Client(base_url="http://testserver", httpx_args={"transport": transport})

    def call(tag, operation, *args, **kwargs):
        module = importlib.import_module(f"{PACKAGE}.api.{tag}.{operation}")
        return module.sync(*args, client=client, **kwargs)

    return call


@pytest.fixture(scope="module")
def world(once):
    make_examples()


def test_lists_become_objects_with_all_their_fields(ask, world):
    page = ask("bureaus", "bureaus_list", region=["441284"])

    assert page.count == 1
    assert page.results[0].ref == "rwdrb"
    assert page.results[0].name.zh_hans == "四会局"
    assert page.results[0].region.code == "441284"
    assert page.results[0].links.permalink == "http://testserver/b/rwdrb/"


@pytest.mark.parametrize("noun", ["regions", "priorities", "documents", "industries"])
def test_every_list_is_read(ask, world, noun):
    page = ask(noun, f"{noun}_list")

    assert page.count == len(page.results) >= 1
    assert all(row.licence.startswith("https://") for row in page.results)


def test_industry_leads_to_whom_to_call(ask, world):
    page = ask("match", "match_list", industry="auto-parts", year="2024")

    assert [row.region.slug for row in page.results] == ["sihui"]
    assert [bureau.ref for bureau in page.results[0].bureaus] == ["rwdrb"]


def test_closed_bureau_and_unknown_value_come_as_problems(ask, world):
    gone = ask("bureaus", "bureaus_retrieve", "ccccc")
    refused = ask("bureaus", "bureaus_list", region=["atlantis"])

    assert (gone.status, gone["successors"][0]["ref"]) == (410, "rwdrb")
    assert (refused.status, refused.errors[0].value) == (400, "atlantis")


def test_feed_and_links_are_read(ask, world):
    feed = ask("changes", "changes_retrieve", since=0)
    # the generator calls it url_query, as "url" is a word of its own
    links = ask("links", "links_check_retrieve", url_query=["/b/ccccc/", "/r/441284/"])

    assert {entry.kind for entry in feed.results} >= {"bureau", "region", "priority"}
    assert [item.status for item in links.results] == ["closed", "ok"]
