"""What pages, cards, files, feeds and the API keep to: queries, bytes, and no cookies."""

import gzip
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from bureaus.models import BureauAlias, RegionAlias
from policies.models import Industry
from tests.factories import (
    at_once,
    make_bureau,
    make_check,
    make_closed_bureau,
    make_contact_point,
    make_document,
    make_industry,
    make_priority,
    make_region,
)
from tests.policies.pages.test_visibility import PATHS as OF_POLICIES

pytestmark = pytest.mark.django_db

PATHS = [
    *("", "about/", "privacy/", "freshness/", "nothing/"),
    *("bureaus/", "bureaus/north-office-bbbbb/", "bureaus/old-office-ccccc/"),
    "bureaus/?region=north&kind=commerce&language=en&checked=no&q=office",
    *("bureaus/?closed=yes&sort=checked", "bureaus/?region=atlantis", "bureaus/?page=99"),
    *("regions/", "regions/?letter=t&level=county", "regions/north/", "regions/china/"),
]
EMBEDS = [f"/embed/v1/{path}" for path in ("bureau/bbbbb/", "region/north/", "industry/tea/")]
OTHERS = [
    *(f"/en/partners/?{query}" for query in ("", "bureau=bbbbb", "region=north", "q=office")),
    *(*EMBEDS, "/embed/v1/bureau/bbbbb/badge.svg", "/oembed/?url=http://testserver/b/bbbbb/"),
    *("/b/bbbbb.vcf", "/b/bbbbb.json", "/b/bbbbb.svg", "/en/bureaus/list.vcf"),
    *(f"/en/{noun}/list.csv" for noun in ("bureaus", "regions", "priorities", "documents")),
    *("/en/industries/list.csv", "/api/v1/changes/?limit=500"),
    *("/api/v1/bureaus/?closed=yes&page_size=200", "/api/v1/regions/?page_size=200"),
]
MOST_QUERIES = {
    "/en/": 11,
    **dict.fromkeys(("/en/regions/north/", "/en/regions/china/"), 12),
    "/en/bureaus/north-office-bbbbb/": 11,
    "/en/partners/?q=office": 9,
    "/api/v1/changes/?limit=500": 18,
    "/api/v1/bureaus/?closed=yes&page_size=200": 7,
    "/api/v1/regions/?page_size=200": 7,
    "/oembed/?url=http://testserver/b/bbbbb/": 2,
    **dict.fromkeys(("/b/bbbbb.vcf", "/b/bbbbb.json", "/b/bbbbb.svg", "/en/bureaus/list.vcf"), 4),
}  # 8 for all others
MOST_BYTES = dict.fromkeys(EMBEDS, 5_000)  # 10,000 for all others
LOOSE = ["/", "/b/bbbbb/", "/r/north/", "/r/999999/", "/nothing/"]


@pytest.fixture(scope="module")
def north(once):
    north = make_region(name="North", code="990000")
    successor = make_bureau(region=north, name_en="North Office", ref="bbbbb", phone="0758-3611228")
    make_closed_bureau(successor, region=north, name_en="Old Office", ref="ccccc")
    make_industry(slug="tea")
    return north


@at_once()
def fill(north, number):
    """Put so many towns with all sorts of bureaus and priorities into the province."""
    tea = Industry.objects.get()
    for _ in range(number):
        town = make_region(parent=north, level="prefecture")
        county = make_region(name=f"T{town.pk}", parent=town, level="county")
        zone = make_region(parent=county, level="zone", kind="industrial-park")
        zone.overlaps.add(north)
        RegionAlias.objects.create(region=north, kind="former_name", value=f"Old {town.pk}")
        bureau = make_bureau(region=zone, languages=["en"], phone="3611228", kind="commerce")
        make_contact_point(bureau)
        make_check(make_bureau(region=county, name_en="", name_zh_hans="局"))
        make_closed_bureau(
            bureau, region=county, closed_on=timezone.localdate(), name_en="", name_zh_hant="處"
        )
        document = make_document(region=town)
        for region, year in product((town, north), (2023, 2024)):
            values = {"document": document, "summary_en": "Words. " * 20}
            make_priority(region=region, year=year, industries=[tea], **values)
        first = north.bureaus.get(ref="bbbbb")
        make_contact_point(first, phone="12345")
        BureauAlias.objects.create(bureau=first, kind="former_name", value=f"Former {town.pk}")


def test_number_of_queries_is_small_and_does_not_grow_with_rows(client, north, count_queries):
    addresses = [*(f"/en/{path}" for path in (*PATHS, *OF_POLICIES)), *OTHERS]

    def read(url):
        response = client.get(url)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        return response.getvalue()

    def count():
        return {url: count_queries(read, url) for url in addresses}

    fill(north, 3)
    few = count()
    fill(north, 27)

    assert {url: n for url, n in count().items() if n > few[url]} == {}
    most = dict.fromkeys([f"/en/{path}" for path in OF_POLICIES], 12) | MOST_QUERIES
    assert {url: n for url, n in few.items() if n > most.get(url, 8)} == {}


@pytest.mark.parametrize("url", [*[f"/{x}/{p}" for x in ("en", "zh-hant") for p in PATHS], *LOOSE])
def test_no_page_sets_a_cookie_or_depends_on_one(client, north, url):
    cookies = f"sessionid={'a' * 32}; csrftoken={'b' * 32}"

    response = client.get(url, HTTP_COOKIE=cookies)

    assert "Set-Cookie" not in response.headers
    assert not response.cookies
    assert "cookie" not in response.headers.get("Vary", "").lower()


@pytest.mark.parametrize("url", ["/", "/b/bbbbb/", "/r/north/"])
def test_head_follows_permanent_addresses(client, north, url):
    assert client.head(url)["Location"] == client.get(url)["Location"]


def test_compressed_page_stays_small_with_many_rows(client, north):
    fill(north, 60)

    pages = ("bureaus/", "regions/", "regions/north/", "partners/", "partners/?region=north")
    pages += tuple(path for path in OF_POLICIES if not path.endswith(("csv", "json")))
    for url in (*(f"/zh-hant/{page}" for page in pages), *EMBEDS):
        assert len(gzip.compress(client.get(url).content)) < MOST_BYTES.get(url, 10_000), url


@pytest.mark.parametrize(("file", "most"), [("style.css", 6_000), ("site.js", 1_300)])
def test_style_sheet_and_script_are_small_as_sent(file, most):
    sent = gzip.compress((Path(settings.BASE_DIR) / "config" / "static" / file).read_bytes())

    assert len(sent) <= most
