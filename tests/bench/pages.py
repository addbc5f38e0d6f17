"""What is asked for: every kind of public page, and some kinds of search."""

from urllib.parse import urlencode

from bureaus.models import Bureau
from policies.models import Priority
from tests.bench.synthetic import MARK

EMPTY = "/en/bench/empty/"
CITY, PROVINCE, COUNTY, YEAR = "chengdu", "guangdong", "sihui", 2025
COMPARED = ["shenzhen", "suzhou", "chengdu", "wuhan"]
NARROW = {"industry": "auto-parts", "region": PROVINCE, "year": YEAR}  # as answers are kept
MOST_NEW = 1_500
LIST = "list of 25 with all counts"


def pages() -> dict[str, str]:
    """List the addresses by what they are called in the table."""
    return {**places(), **policies(), **searches()}


def places() -> dict[str, str]:
    bureau = Bureau.objects.published().filter(notes=MARK).earliest("pk")
    return {
        "front page": "/en/",
        LIST: "/en/bureaus/",
        "list in Chinese": "/zh-hans/bureaus/",
        "list, a province": _asking("bureaus/", region=PROVINCE),
        "list, kind and province": _asking("bureaus/", kind="commerce", region=PROVINCE),
        "list, page 10": _asking("bureaus/", page=10),
        "bureau": bureau.get_absolute_url(),
        "region, a province": f"/en/regions/{PROVINCE}/",
        "region, a city": f"/en/regions/{CITY}/",
        "region, a county": f"/en/regions/{COUNTY}/",
        "regions A to Z": "/en/regions/",
        "API, bureaus": "/api/v1/bureaus/",
        "API, one bureau": f"/api/v1/bureaus/{bureau.ref}/",
    }


def policies() -> dict[str, str]:
    priority = Priority.objects.published().filter(document__notes=MARK).earliest("pk")
    return {
        "list of all industries": _asking("industries/", year=YEAR),
        "one industry": _asking("industries/auto-parts/", year=YEAR),
        "industries × regions": "/en/industries/table/",
        "industries × a province": _asking("industries/table/", region=PROVINCE),
        "compare four cities": _asking("compare/", region=COMPARED, year=YEAR),
        "priorities": "/en/priorities/",
        "priorities, three filters": _asking("priorities/", **NARROW),
        "priority": f"/en/priorities/{priority.pk}/",
        "documents of a province": _asking("documents/", region=PROVINCE),
        "API, priorities": f"/api/v1/priorities/?region={PROVINCE}&year={YEAR}",
    }


def searches() -> dict[str, str]:
    number = Bureau.objects.filter(notes=MARK).earliest("pk").phone_digits.split()[-1]
    return {
        "list, a search with few hits": _asking("bureaus/", q="sihui commerce"),
        "list, a search that finds most": _asking("bureaus/", q="bureau"),
        "list, search and filters": _asking("bureaus/", q="局", region=PROVINCE, language="ja"),
        "priorities, a search": _asking("priorities/", q="auto parts"),
        "search, one character": _asking("search/", q="局"),
        "search, an office": _asking("search/", q="四会 bureau"),
        "search, pinyin": _asking("search/", q="zhao qing"),
        "search, digits of a phone": _asking("search/", q=number),
    }


def new_bureaus() -> list[str]:
    """List pages of bureaus that nobody has asked for yet."""
    rows = Bureau.objects.published().filter(notes=MARK).select_related("region").order_by("-pk")
    return [bureau.get_absolute_url() for bureau in rows[:MOST_NEW]]


def _asking(path: str, **query: object) -> str:
    return f"/en/{path}?{urlencode(query, doseq=True)}"
