"""What is measured: every kind of page, and thirteen kinds of search."""

from dataclasses import dataclass
from urllib.parse import urlencode

from bureaus.models import Bureau
from policies.models import Priority
from tests.bench.synthetic_bureaus import MARK

CITY, PROVINCE, COUNTY = "chengdu", "guangdong", "sihui"
COMPARED = ("shenzhen", "suzhou", "chengdu", "wuhan")
YEAR = 2025
PER_PAGE = 25


@dataclass(frozen=True)
class Address:
    """A page to ask for; ``kind`` is the word by which tables and limits know it."""

    kind: str
    what: str
    url: str


def addresses() -> list[Address]:
    bureau = Bureau.objects.published().filter(notes=MARK, region__slug=CITY).earliest("pk")
    return [*lists(), *pages(bureau), *priorities(), *searches(bureau), *api(bureau)]


def lists() -> list[Address]:
    last = Bureau.objects.published().count() // PER_PAGE
    queries = {
        "list": {},
        "list in Chinese": {},
        "list, city": {"region": CITY},
        "list, province": {"region": PROVINCE},
        "list, kind and province": {"kind": "commerce", "region": PROVINCE},
        "list, narrow query": {"q": "四会 commerce"},
        "list, broad query": {"q": "bureau"},
        "list, broad Chinese query": {"q": "局"},
        "list, query and filters": {"q": "bureau", "region": PROVINCE, "language": "ja"},
        "list, deep page": {"page": max(1, last // 2)},
    }
    return [
        Address(
            "query" if "q" in query else "list",
            what,
            _url("zh-hans" if what == "list in Chinese" else "en", "bureaus/", query),
        )
        for what, query in queries.items()
    ]


def pages(bureau: Bureau) -> list[Address]:
    path = bureau.get_absolute_url().removeprefix("/en/")
    return [
        Address("home", "home", "/en/"),
        Address("bureau", "bureau", f"/en/{path}"),
        Address("bureau", "bureau in Chinese", f"/zh-hans/{path}"),
        *(
            Address("region", f"region, {level}", f"/en/regions/{slug}/")
            for level, slug in (("province", PROVINCE), ("city", CITY), ("county", COUNTY))
        ),
        Address("regions", "regions A to Z", "/en/regions/"),
    ]


def priorities() -> list[Address]:
    priority = Priority.objects.published().filter(document__notes=MARK).earliest("pk")
    narrow = {"region": PROVINCE, "year": YEAR, "industry": "auto-parts"}
    return [
        Address("industries", "industries", _url("en", "industries/", {"year": YEAR})),
        Address("industry", "industry", _url("en", "industries/auto-parts/", {"year": YEAR})),
        Address("table", "region × industry table", "/en/industries/table/"),
        Address(
            "table", "table of a province", _url("en", "industries/table/", {"region": PROVINCE})
        ),
        Address("compare", "compare", _url("en", "compare/", {"region": COMPARED, "year": YEAR})),
        Address("priorities", "priorities", "/en/priorities/"),
        Address("priorities", "priorities, all filters", _url("en", "priorities/", narrow)),
        Address("priorities", "priorities, query", _url("en", "priorities/", {"q": "auto parts"})),
        Address("priority", "priority", f"/en/priorities/{priority.pk}/"),
        Address("documents", "documents", _url("en", "documents/", {"region": PROVINCE})),
    ]


def searches(bureau: Bureau) -> list[Address]:
    queries = {
        "one Chinese character": "局",
        "two characters": "四会",
        "a full Chinese name": bureau.name_zh_hans,
        "traditional": "四會市投資促進局",
        "pinyin joined": "zhaoqing",
        "pinyin split": "zhao qing",
        "initials": "zq",
        "an English word": "commerce",
        "an English prefix": "inv",
        "a code": "441284",
        "a dialling code": "0758",
        "phone digits": bureau.phone_digits.split()[-1],
        "mixed": "四会 bureau",
    }
    return [
        Address("search", f"search, {what}", _url("en", "search/", {"q": text}))
        for what, text in queries.items()
    ]


def api(bureau: Bureau) -> list[Address]:
    return [
        Address("api", "API, bureaus", "/api/v1/bureaus/"),
        Address("api", "API, bureaus of a province", f"/api/v1/bureaus/?region={PROVINCE}"),
        Address("api", "API, a bureau", f"/api/v1/bureaus/{bureau.ref}/"),
        Address("api", "API, priorities", f"/api/v1/priorities/?region={PROVINCE}&year={YEAR}"),
    ]


def _url(language: str, path: str, query: dict) -> str:
    text = urlencode(query, doseq=True)
    return f"/{language}/{path}" + (f"?{text}" if text else "")
