"""“Has this moved?”, for programs and for people."""

import csv
import io
import json

import pytest

from tests.factories import make_bureau, make_closed_bureau, make_renamed_regions

pytestmark = pytest.mark.django_db
API = "/api/v1/links/check"


@pytest.fixture(scope="module", autouse=True)
def places(once):
    sihui = make_renamed_regions()
    successor = make_bureau(region=sihui, name_en="Heir", ref="bbbbb")
    successor.aliases.create(kind="former_slug", value="old-name")
    successor.aliases.create(kind="former_name", value="hjkmn")  # as a reference might be
    successor.aliases.create(kind="former_name", value="heir-hjkmn")
    closed = make_closed_bureau(successor, region=sihui, name_en="Old", ref="ccccc")
    closed.aliases.create(kind="former_name", value="Older")
    make_closed_bureau(successor, region=sihui, name_en="Twin", closure="duplicate", ref="ddddd")
    make_bureau(region=sihui, name_en="Secret", ref="fffff", status="draft")


def ask(client, *addresses):
    body = json.dumps({"urls": addresses})
    response = client.post(API, body, content_type="application/json")
    return [(item["status"], item["to"], item["successors"]) for item in response.json()["results"]]


@pytest.mark.parametrize(
    ("address", "status", "to", "successors"),
    [
        ("/b/bbbbb/", "ok", None, []),
        ("http://testserver/b/bbbbb/", "ok", None, []),
        ("https://testserver/en/bureaus/heir-bbbbb/", "ok", None, []),
        ("/b/old-name/", "moved", "/b/bbbbb/", []),
        ("/b/ccccc/", "closed", None, ["/b/bbbbb/"]),
        ("/en/bureaus/old-ccccc/", "closed", None, ["/en/bureaus/heir-bbbbb/"]),
        ("/en/bureaus/was-bbbbb/correct/", "moved", "/en/bureaus/heir-bbbbb/correct/", []),
        ("/en/bureaus/old-ccccc/correct/", "closed", None, ["/en/bureaus/heir-bbbbb/correct/"]),
        ("/b/older/", "closed", None, ["/b/bbbbb/"]),
        ("/b/hjkmn/", "unknown", None, []),
        ("/en/bureaus/heir-hjkmn/", "unknown", None, []),
        ("/b/fffff/", "unknown", None, []),
        ("/b/zzzzz/", "unknown", None, []),
        ("/r/sihui/", "ok", None, []),
        ("/r/441284/", "ok", None, []),
        ("/r/szewui/", "moved", "/r/sihui/", []),
        ("/r/320586/", "moved", None, ["/r/wuzhong/", "/r/xiangcheng/"]),
        ("/regions/sihui/", "moved", "/en/regions/sihui/", []),
        ("/en/bureaus/?region=sihui&kind=commerce", "ok", None, []),
        ("/en/bureaus/?region=atlantis", "unknown", None, []),
        ("/en/priorities/1234567/", "unknown", None, []),
        (f"/en/documents/{10**30}/", "unknown", None, []),
        ("https://elsewhere.example/b/bbbbb/", "unknown", None, []),
        ("ftp://testserver/b/bbbbb/", "unknown", None, []),
        ("http://[::1", "unknown", None, []),
        ("/admin/", "unknown", None, []),
        ("", "unknown", None, []),
        ("/r/%00/", "unknown", None, []),
        ("/r/\0/", "unknown", None, []),
        ("/en/bureaus/?region=%00", "unknown", None, []),
        ("/r/\ud800/", "unknown", None, []),
        ("x" * 3000, "unknown", None, []),
        (f"/en/bureaus/?{'&' * 1500}", "unknown", None, []),
    ],
)
def test_address_is_told_what_became_of_it(client, address, status, to, successors):
    site = "http://testserver"

    (found,) = ask(client, address)

    assert found == (status, to and site + to, [site + path for path in successors])


@pytest.mark.parametrize("host", ["[::1]", "[::1]:8000", "directory.example"])
def test_host_of_an_address_may_be_any_of_ours_with_its_port(client, settings, host):
    settings.ALLOWED_HOSTS = ["[::1]", "directory.example"]
    address = f"http://{host}/b/bbbbb/"

    response = client.get(API, {"url": address}, headers={"host": "[::1]:8000"})

    assert [item["status"] for item in response.json()["results"]] == ["ok"]


def test_get_takes_addresses_in_the_query(client):
    response = client.get(f"{API}?url=/b/bbbbb/&url=/r/szewui/")

    assert [item["status"] for item in response.json()["results"]] == ["ok", "moved"]
    assert client.get(f"{API}/?url=/b/bbbbb/").status_code == 200


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        ("", "application/json", 400),
        ("[]", "application/json", 400),
        ('{"urls": []}', "application/json", 400),
        ('{"urls": "/b/bbbbb/"}', "application/json", 400),
        ('{"urls": [1]}', "application/json", 400),
        ("[" * 100_000, "application/json", 400),
        ("\xff", "application/json", 400),
        (json.dumps({"urls": ["/"] * 501}), "application/json", 400),
        (json.dumps({"urls": ["x" * 1000] * 400}), "application/json", 413),
        ("urls=/b/bbbbb/", "application/x-www-form-urlencoded", 415),
    ],
)
def test_bad_request_is_a_problem(client, body, content_type, status):
    response = client.post(API, body.encode("latin-1"), content_type=content_type)

    assert response.status_code == response.json()["status"] == status


def test_five_hundred_addresses_cost_few_queries(client, django_assert_max_num_queries):
    addresses = ["/b/bbbbb/", "/r/szewui/", "/en/bureaus/?region=szewui", "/en/industries/tea/"]

    with django_assert_max_num_queries(12):
        found = ask(client, *(addresses * 125))

    assert len(found) == 500


@pytest.mark.parametrize("path", ["/b/no-such-{}/", "/en/regions/no-such-{}/", "/?region=no-{}"])
def test_five_hundred_names_that_nobody_knows_are_answered(client, path):
    found = ask(client, *(path.format(number) for number in range(500)))

    assert {status for status, _to, _successors in found} == {"unknown"}


def test_page_takes_pasted_addresses_without_a_cookie(client, lang):
    form = client.get(f"/{lang}/links/")
    page = client.post(
        f"/{lang}/links/", {"urls": "/b/bbbbb/\r\n\r\n/r/szewui/\r\n/b/ccccc/\r\n<b>"}
    )

    assert form.status_code == page.status_code == 200
    assert not form.cookies
    assert not page.cookies
    assert [item.status for item in page.context["found"]] == ["ok", "moved", "closed", "unknown"]
    assert '<a href="/r/sihui/">' in page.text
    assert "<td><b>" not in page.text


def test_page_gives_the_answer_as_csv(client):
    response = client.post("/en/links/", {"urls": "/r/szewui/\n/r/320586/", "format": "csv"})

    rows = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert rows == [
        ["old_address", "new_address", "status"],
        ["/r/szewui/", "http://testserver/r/sihui/", "moved"],
        ["/r/320586/", "http://testserver/r/wuzhong/", "moved"],
        ["/r/320586/", "http://testserver/r/xiangcheng/", "moved"],
    ]


@pytest.mark.parametrize(
    ("urls", "status"), [("/\n" * 501, 400), ("x" * 1_100_000, 413), ("/b/bbbbb/", 200)]
)
def test_page_refuses_too_much(client, urls, status):
    assert client.post("/en/links/", {"urls": urls}).status_code == status


def test_all_redirects_are_a_file(client, lang):
    response = client.get(f"/{lang}/links/redirects.csv?bom=no")

    rows = list(csv.reader(io.StringIO(response.getvalue().decode())))
    site = "http://testserver"
    assert rows[1:] == [
        [f"{site}/{lang}/regions/320586/", f"{site}/{lang}/regions/wuzhong/", "300"],
        [f"{site}/{lang}/regions/320586/", f"{site}/{lang}/regions/xiangcheng/", "300"],
        [f"{site}/{lang}/regions/441223/", f"{site}/{lang}/regions/sihui/", "301"],
        [f"{site}/{lang}/regions/szewui/", f"{site}/{lang}/regions/sihui/", "301"],
        [f"{site}/b/old-name/", f"{site}/b/bbbbb/", "301"],
        [f"{site}/{lang}/bureaus/old-ccccc/", f"{site}/{lang}/bureaus/heir-bbbbb/", "410"],
        [f"{site}/{lang}/bureaus/twin-ddddd/", f"{site}/{lang}/bureaus/heir-bbbbb/", "301"],
    ]
