"""Each public address that is mounted, none left out: no query string makes it fail.

It can only be read, and it sets no cookie.
"""

from urllib.parse import urlencode

import pytest
from django.urls import URLPattern, get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_one_of_each
from tests.thorough import TIMES

EXAMPLES = 10 * TIMES  # for each pattern

pytestmark = pytest.mark.django_db
VALUES_IN_PATHS = {
    "extension": ["csv", "json"],
    "pk": ["7"],
    "ref": ["bbbbb", "ccccc", "zzzzz"],
    "section": ["pages", "bureaus", "priorities"],
    "slug": ["tea", "north"],
    "token": ["x", "x:y:z"],
    "value": ["north", "bbbbb", "110000"],
}
KEYS = [
    *("q", "region", "kind", "language", "checked", "closed", "level", "letter", "listed", "sort"),
    *("year", "industry", "inherited", "from", "to", "page", "page_size", "since", "limit", "p"),
    *("url", "bom", "lang", "theme", "parts", "version", "of", "format", "maxwidth", "maxheight"),
    *("bureau", "name", "callback", "x"),
]
VALUES = [
    *("north", "tea", "bbbbb", "2024", "yes", "no", "en", "zh-hans", "name", "date", "dark", "xml"),
    *("name,phone", "3.0", "phone", "0", "-1", "9" * 400, "%", "'", '"', "²", "٢٠٢٤", "(", "[", ""),
    *("/b/bbbbb/", "/en/bureaus/?region=north", "http://testserver/b/bbbbb/", "http://[", "\0"),
    *(
        "http://testserver/en/regions/north/",
        "1e9",
        "NaN",
        "a b",
        "<b>",
        "\ud800",
        "招商",
        "\r\nA: b",
    ),
]
POSTED = {
    *("en/links/", "api/v1/links/check", "api/v1/links/check/", "en/checks/<token>/"),
    *("en/bureaus/<slug>-<ref>/correct/", "en/checks/<token>/correct/"),
    *("en/bureaus/add/", "en/bureaus/<slug>-<ref>/claim/", "en/corrections/<token>/"),
}
WITH_FORM = {"en/bureaus/add/"}  # which sets the cookie of its form
ANSWERS = {200, 300, 301, 302, 400, 404, 410, 501}  # 501: a format that oEmbed does not have


def mounted(patterns, before=""):
    """Give every public pattern as a path with the names of its parts, such as b/<ref>/."""
    for item in patterns:
        path = before + simple(item.pattern)
        if isinstance(item, URLPattern):
            yield path
        elif not path.startswith("admin/"):
            yield from mounted(item.url_patterns, path)


def simple(pattern):
    """Write a pattern without its converters and the language that it stands under."""
    if hasattr(pattern, "_route"):
        return "".join(
            f"<{part.partition('>')[0].rpartition(':')[2]}>{part.partition('>')[2]}"
            if number
            else part
            for number, part in enumerate(pattern._route.split("<"))
        )
    if hasattr(pattern, "_regex"):
        return (
            pattern._regex.lstrip("^")
            .rstrip("$")
            .replace("\\", "")
            .replace("(?P<extension>csv|json)", "<extension>")
        )
    return "en/"


def filled(path):
    """Write an address for each value of each part."""
    name = path.partition("<")[2].partition(">")[0]
    if not name:
        return [f"/{path}"]
    return [
        address
        for value in VALUES_IN_PATHS[name]
        for address in filled(path.replace(f"<{name}>", value))
    ]


PATTERNS = sorted(set(mounted(get_resolver().url_patterns)))
known = st.sampled_from(VALUES)
value = known | st.text(max_size=30) | st.builds(str.__add__, known, st.text(max_size=20))
pairs = st.tuples(st.sampled_from(KEYS) | st.text(max_size=9), value)


@pytest.fixture(scope="module")
def world(once):
    make_one_of_each()


def test_the_patterns_hold_every_kind_of_address():
    expected = {
        *("", "en/bureaus/", "en/bureaus/list.vcf", "en/bureaus/list.<extension>"),
        *("en/priorities/list.atom", "en/regions/<slug>/documents.atom", "en/changes.atom"),
        *("embed/v1/", "embed/v1/bureau/<ref>/", "embed/v1/region/<value>/", "b/<ref>.png"),
        *("embed/v1/industry/<slug>/", "oembed/", "api/v1/match/", "sitemap-<section>.xml"),
    }

    assert expected <= set(PATTERNS)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_any_query_is_answered(client, world, pattern):
    addresses = filled(pattern)

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(address=st.sampled_from(addresses), query=st.lists(pairs, max_size=8))
    def ask(address, query):
        response = client.get(f"{address}?{urlencode(query, errors='replace')}")

        response.getvalue()
        assert response.status_code in ANSWERS, (address, query)

    ask()


@pytest.mark.either_database
@pytest.mark.parametrize("pattern", PATTERNS)
def test_address_is_only_read_and_sets_no_cookie(client, world, pattern):
    address = filled(pattern)[0]
    ways = {"post", "put", "patch", "delete"} - ({"post"} if pattern in POSTED else set())

    response, head = client.get(address), client.head(address)
    others = [getattr(client, way)(address) for way in ways]

    assert (head.status_code, head.getvalue()) == (response.status_code, b"")
    assert not response.cookies or pattern in WITH_FORM
    assert {other.status_code for other in others} <= {405}
    assert all("GET" in other["Allow"] for other in others)
