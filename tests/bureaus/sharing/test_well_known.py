"""robots.txt as crawlers read it, security.txt, OpenSearch."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from protego import Protego

pytestmark = pytest.mark.django_db
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


@pytest.mark.parametrize(
    ("path", "is_open"),
    [
        ("/", True),
        ("/en/bureaus/", True),
        ("/en/bureaus/?region=sihui", True),
        ("/en/bureaus/?page=2", True),
        ("/en/bureaus/office-rwdrb/", True),
        ("/b/rwdrb.png?lang=en", True),
        ("/en/industries/tea/?year=2024", True),
        ("/sitemap-bureaus.xml?p=2", True),
        ("/embed/v1/bureau/rwdrb/?lang=en&theme=dark", True),
        ("/oembed/?url=http%3A%2F%2Ftestserver%2F&format=json", True),
        ("/en/bureaus/?region=sihui&kind=commerce", False),
        ("/en/bureaus/?q=office", False),
        ("/en/bureaus/?sort=name", False),
        ("/en/compare/?region=a", False),
    ],
)
def test_crawlers_visit_every_page_but_no_combination_of_filters(client, path, is_open):
    rules = Protego.parse(client.get("/robots.txt").content.decode())

    assert rules.can_fetch(f"http://testserver{path}", "anybot") is is_open


def test_crawlers_are_told_of_the_sitemap(client):
    rules = Protego.parse(client.get("/robots.txt").content.decode())

    assert list(rules.sitemaps) == ["http://testserver/sitemap.xml"]


def test_there_is_no_security_contact_unless_somebody_is_named(client, settings):
    settings.SECURITY_CONTACT = ""

    assert client.get("/.well-known/security.txt").status_code == 404


def test_security_contact_is_given_with_a_date_until_which_it_holds(client, settings):
    settings.SECURITY_CONTACT = "mailto:security@example.org"

    response = client.get("/.well-known/security.txt")

    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    expires = datetime.fromisoformat(fields["Expires"])
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Contact"] == "mailto:security@example.org"
    assert fields["Canonical"] == "http://testserver/.well-known/security.txt"
    assert timedelta(days=30) < expires - datetime.now(UTC) < timedelta(days=365)


def test_browser_is_told_how_to_search_in_the_language_of_the_page(client, lang):
    response = client.get(f"/{lang}/opensearch.xml")

    root = ElementTree.fromstring(response.content)  # noqa: S314 - our own
    search, own = (url.get("template") for url in root.iterfind(f"{OPENSEARCH}Url"))
    assert response["Content-Type"].startswith("application/opensearchdescription+xml")
    assert search == f"http://testserver/{lang}/search/?q={{searchTerms}}"
    assert own == f"http://testserver/{lang}/opensearch.xml"
    assert 0 < len(root.findtext(f"{OPENSEARCH}ShortName")) <= 16


def test_browser_that_looks_for_an_icon_by_name_is_led_to_it(client):
    assert client.get("/favicon.ico")["Location"] == "/static/icon.svg"
