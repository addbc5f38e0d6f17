"""Hostile requests: nasty values in path, query and headers of everything that is public.

Usage: python -m tests.hostile COUNT SEED, with the database named in the environment. Prints how
many were answered with each status, and the slowest; of a file, only its beginning is read.
"""

import json
import random
import sys
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import quote, urlencode

import django

PAGES = [
    *("/", "/robots.txt", "/sitemap.xml", "/sitemap-regions.xml", "/.well-known/security.txt"),
    *("/b/bbbbb/", "/b/ccccc/", "/b/bbbbb.json", "/b/bbbbb.vcf", "/b/bbbbb.svg", "/r/north/"),
    *("/embed/v1/", "/embed/v1/bureau/bbbbb/", "/embed/v1/bureau/bbbbb/badge.svg", "/oembed/"),
    *("/embed/v1/region/north/", "/embed/v1/industry/tea/"),
    *(
        f"/{language}/{path}"
        for language in ("en", "zh-hant")
        for path in (
            *("", "about/", "links/", "links/redirects.csv", "changes.atom", "partners/"),
            *("bureaus/", "bureaus/office-bbbbb/", "bureaus/bbbbb/", "bureaus/list.vcf"),
            *("regions/", "regions/north/", "regions/north/years/", "regions/north/documents.atom"),
            *("priorities/", "priorities/1/", "priorities/national/", "priorities/list.atom"),
            *("industries/", "industries/tea/", "industries/find/", "industries/table/"),
            *("industries/table.csv", "documents/", "documents/1/", "compare/", "search/"),
            "search/suggest/",
        )
    ),
    *(
        f"/en/{name}/list.{extension}"
        for name in ("bureaus", "regions", "priorities", "documents", "industries")
        for extension in ("csv", "json")
    ),
    *(
        f"/api/v1/{path}"
        for path in (
            *("", "bureaus/", "bureaus/bbbbb/", "regions/", "regions/north/", "priorities/"),
            *("documents/", "industries/", "industries/tea/", "match/", "changes/"),
            *("links/check", "schema/", "docs/"),
        )
    ),
]
FOLDERS = [
    *("", "b", "r", "en", "en/bureaus", "en/regions", "en/priorities", "en/industries"),
    *("en/documents", "zh-hans/regions", "embed/v1/bureau", "embed/v1/region", "embed/v1/industry"),
    *("api/v1", "api/v1/bureaus", "api/v1/regions", "api/v1/priorities", "api/v1/documents"),
]
ENDS = ["", "/", "/years/", "/documents.atom", ".json", ".vcf", ".svg", "/card/", "/badge.svg"]
KEYS = [
    *("q", "region", "kind", "language", "checked", "closed", "level", "letter", "listed"),
    *("year", "industry", "inherited", "sort", "page", "page_size", "since", "limit", "url"),
    *("bom", "lang", "theme", "fields", "format", "maxwidth", "callback", "from", "to", "x"),
]
VALUES = [
    *("north", "tea", "2024", "yes", "no", "en", "name", "date", "0", "-1", "9" * 400, "1e9"),
    *("%", "'", '"', "²", "٢٠٢٤", "(", "", " ", "NaN", "a b", "\0", "\x7f", "\ud800"),
    *("/b/bbbbb/", "/en/bureaus/?region=north", "http://[", "//evil.example/", "javascript:1"),
    *("../../etc/passwd", "<script>alert(1)</script>", "' OR 1=1 --", "{{ 7|add:7 }}", "%s%n"),
    *("OR", "NEAR(a b)", "a* AND", "a & ! |", "x:*", "^", "\\", "🀄", "四" * 300, "b" * 10_000),
    *("\ue000north", "\u202eevil", "a\r\nSet-Cookie: x=1", "2024-02-30", "0x10", "1" * 19),
    *("-0", "+1", "1.5"),
]
HEADERS = {
    "Host": ["evil.example", "testserver:80", "[::1", "a b", "", "testserver.", "x" * 300],
    "Accept": ["application/json", "text/html;q=x", "*/*", "nonsense", ",;=", "application/xml"],
    "Accept-Language": ["zh-Hant-TW", "*;q=9", "-" * 50, "xx-" * 200, "zh;q=", "\xe9"],
    "Accept-Encoding": ["gzip", "br;q=x", "identity;q=0", "gzip" * 100, ""],
    "If-None-Match": ["*", 'W/"x"', '"', "W/" * 100, '"a", "b'],
    "If-Modified-Since": ["yesterday", "Thu, 99 Feb 2026 99:99:99 GMT", "9" * 50],
    "Range": ["bytes=0-", "bytes=9-1", "lines=1"],
    "Cookie": ["sessionid=x; csrftoken=y", "=;=;", "django_language=zz", "a" * 4000],
    "Content-Length": ["-1", "x", "99999999999"],
    "Content-Type": ["application/json", "multipart/form-data", "text/plain; charset=zz", "/"],
    "X-Forwarded-Host": ["evil.example"],
    "X-Forwarded-Proto": ["https", "gopher"],
    "X-Forwarded-For": ["' OR 1=1", "1.1.1.1, " * 50],
    "Origin": ["null", "https://evil.example", "x"],
    "X-HTTP-Method-Override": ["DELETE"],
    "User-Agent": ["", "() { :; }; x", "\xff" * 20],
}


@dataclass(frozen=True)
class Request:
    method: str
    address: str
    headers: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.address[:300]} {self.headers}"


def requests(count: int, seed: int) -> list[Request]:
    chance = random.Random(seed)  # noqa: S311
    return [_request(chance) for _ in range(count)]


def _request(chance: random.Random) -> Request:
    method = chance.choices(["GET", "HEAD", "POST", "OPTIONS", "PUT"], [90, 4, 2, 2, 2])[0]
    path = chance.choice(PAGES) if chance.random() < 0.7 else _odd_path(chance)
    keys = [chance.choice(KEYS) for _ in range(chance.choice([0, 1, 1, 2, 3, 8]))]
    pairs = [(key, _value(chance)) for key in keys]
    if pairs and chance.random() < 0.05:
        pairs *= 200
    query = urlencode(pairs, errors="surrogatepass") if pairs else ""
    names = chance.sample(sorted(HEADERS), chance.choice([0, 0, 0, 1, 2]))
    headers = {name: chance.choice(HEADERS[name]) for name in names}
    return Request(method, f"{path}?{query}" if query else path, headers)


def _odd_path(chance: random.Random) -> str:
    text = quote(_value(chance)[:2000], safe="/", errors="surrogatepass")
    return f"/{chance.choice(FOLDERS)}/{text}{chance.choice(ENDS)}"


def _value(chance: random.Random) -> str:
    if chance.random() < 0.6:
        return chance.choice(VALUES)
    letters = [*"0az'\"%&=;<>\\ ()*.-_/", "四", "\0", "\u0301", "\ufffd", "😀", "\n"]
    return "".join(chance.choices(letters, k=chance.randint(1, 30)))


NO_SUCH_FORMAT = 501  # what oEmbed wants to be said of one


@dataclass
class Outcome:
    """What came of many requests; ``slowest`` has (milliseconds, request), the worst first."""

    statuses: Counter[int] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    slowest: list[tuple[int, str]] = field(default_factory=list)


def send(sent: list[Request]) -> Outcome:
    """Send requests to the site in this process, and read up to fifty pieces of each answer."""
    from django.test import Client

    client, outcome = Client(raise_request_exception=False), Outcome()
    for request in sent:
        started = time.perf_counter()
        response = client.generic(request.method, request.address, headers=request.headers)
        deque(islice(response, 50), maxlen=0)
        outcome.statuses[response.status_code] += 1
        outcome.slowest.append((round(1000 * (time.perf_counter() - started)), str(request)))
        if response.status_code >= 500 and response.status_code != NO_SUCH_FORMAT:
            outcome.failed.append(str(request))
    outcome.slowest.sort(reverse=True)
    return outcome


if __name__ == "__main__":
    django.setup()
    from django.test.utils import setup_test_environment

    setup_test_environment()
    found = send(requests(int(sys.argv[1]), int(sys.argv[2])))
    told = {"statuses": found.statuses, "failed": found.failed, "slowest": found.slowest[:10]}
    sys.stdout.write(json.dumps(told, indent=1) + "\n")
