"""One box for everything: places, bureaus, industries, priorities and documents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings
from django.db import router
from django.db.models import QuerySet
from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from bureaus.lists.hotlines import SERVICE_LINE
from bureaus.models import Bureau, BureauTokens, Region, RegionTokens
from bureaus.search.gazetteer import gazetteer
from bureaus.search.query import (
    EXACT,
    count_up_to,
    foremost,
    index_first,
    matching,
    rank,
    wanted,
)
from bureaus.search.search_tokens import SearchTokens
from bureaus.search.spelling import similar_regions
from bureaus.search.tokens import MAX_LENGTH
from policies.lists.counts import catalogue
from policies.models import (
    Document,
    DocumentTokens,
    Industry,
    IndustryTokens,
    Priority,
    PriorityTokens,
)
from policies.search.query import find_industries, industry_named

MOST_SUGGESTED = 8
MOST_WORDS = 8
MOST_PLACES, MOST_INDUSTRIES = 3, 2  # of which a text that names both is taken to speak
SHOWN = 5
MOST_SORTED = 3000  # sorting more takes longer than the search itself
MANY = 20_000  # entries: counting as many rows takes longer than finding the first


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what ``?q=`` finds by kind, or lead to the one thing that is called so."""
    text = _asked(request)
    groups = find_by_kind(text) if text else []
    exact = [row for group in groups for row in group.rows if row.likeness == EXACT]
    if len(exact) == 1:
        return redirect(exact[0])
    matches = find_industries(text, catalogue())
    found = {group.kind.name for group in groups}
    named = industry_named(text, matches, strictly=not found.isdisjoint({"region", "bureau"}))
    if named and not exact:
        return redirect(named)
    if matches and "industry" not in found:
        groups.append(described(text, [match.industry for match in matches]))
    demands = industries_in_places(text)
    words = gazetteer().names.parted(text)
    others = [word for word in words if word != SERVICE_LINE]
    context: dict[str, Any] = {"text": text, "groups": groups, "demands": demands}
    context |= {"dropped": [], "near": [], "line": SERVICE_LINE if SERVICE_LINE in words else ""}
    if text and not found and not demands:
        kept, dropped = words_that_find(others)
        context |= {
            "groups": _with_others(groups, find_by_kind(kept) if kept else []),
            "dropped": [word for word in dropped if not find_industries(word, catalogue())],
            "near": similar_regions(" ".join(dropped)) if dropped else [],
            "contact_email": settings.CONTACT_EMAIL,
        }
    if context["line"]:
        context["cities"] = gazetteer().named(text.replace(SERVICE_LINE, " "))[:MOST_PLACES]
    return render(request, "policies/search.html", context)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Answer ``?q=`` with up to eight things it may mean, as label, url and kind."""
    text = _asked(request)
    found = suggestions(text, MOST_SUGGESTED) if text else []
    body = []
    for kind, row in found:
        label = getattr(row, "place", "") or str(row.name)  # a place with those that it lies in
        body.append({"label": label, "url": row.get_absolute_url(), "kind": str(kind.label)})
    return JsonResponse({"items": body}, json_dumps_params={"ensure_ascii": False})


def _asked(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").split())[:MAX_LENGTH]


def _with_others(groups: list["Group"], others: list["Group"]) -> list["Group"]:
    """Put groups of other kinds before those that are there."""
    kinds = {group.kind.name for group in groups}
    return [*(group for group in others if group.kind.name not in kinds), *groups]


class Demand(NamedTuple):
    """An industry and a place that a text names, and how many priorities there name it."""

    industry: Industry
    region: Region
    total: int

    @property
    def address(self) -> str:
        query = {"industry": self.industry.slug, "region": self.region.slug}
        return reverse("policies:priorities", query=query)


def industries_in_places(text: str) -> list[Demand]:
    """Find what a text such as "battery Fujian" or 苏州生物医药 asks for, if it names both."""
    regions, rest = gazetteer().among(text)
    if not regions or not rest:
        return []
    industries = [match.industry for match in find_industries(rest, catalogue())]
    stated = Priority.objects.published().order_by()
    demands = [
        Demand(industry, region, stated.naming(industry).within(region).count())
        for region in regions[:MOST_PLACES]
        for industry in industries[:MOST_INDUSTRIES]
    ]
    return [demand for demand in demands if demand.total] or demands[:1]


def words_that_find(words: list[str]) -> tuple[str, list[str]]:
    """Give the words that find something together, places first, and those that are too many."""
    places = gazetteer()
    kept: list[str] = []
    for word in sorted(words[:MOST_WORDS], key=lambda word: not places.named(word)):
        if any(_counted(" ".join([*kept, word]), KINDS)):
            kept.append(word)
    dropped = [word for word in words if word not in kept]
    return " ".join(word for word in words if word in kept), dropped


class Kind(NamedTuple):
    """A noun that can be searched: its rows, and how they are ordered after their rank.

    ``list_url`` names the list of all results, which takes ``q`` and the parameters ``extra``.
    """

    name: str
    label: Any
    rows: QuerySet
    entries: type[SearchTokens]
    order: tuple[Any, ...]
    list_url: str
    extra: dict[str, str] = {}


KINDS = (
    Kind(
        "region",
        _("Places"),
        Region.objects.present().with_parents(),
        RegionTokens,
        (Length("path"), "slug"),
        "bureaus:regions",
    ),
    Kind(
        "bureau",
        _("Bureaus"),
        Bureau.objects.public().with_region(),
        BureauTokens,
        ("-status", Length("region__path"), "region__slug", "name_en", "ref"),
        "bureaus:list",
        {"closed": "yes"},
    ),
    Kind(
        "industry",
        _("Industries"),
        Industry.objects.all(),
        IndustryTokens,
        ("position", "slug"),
        "policies:find",
    ),
    Kind(
        "priority",
        _("Priorities"),
        Priority.objects.published().select_related("region__parent__parent__parent__parent"),
        PriorityTokens,
        (Length("region__path"), "-year", "region__slug", "rank", "pk"),
        "policies:priorities",
    ),
    Kind(
        "document",
        _("Documents"),
        Document.objects.published().with_region(),
        DocumentTokens,
        (Length("region__path"), "-date", "-pk"),
        "policies:documents",
    ),
)


@dataclass
class Group:
    """The first results of one kind; ``total`` counts all, ``address`` lists them.

    There is no total of so many that counting them takes longer than finding them; the list has it.
    """

    kind: Kind
    total: int | None
    rows: list[Any]
    address: str

    @property
    def has_more(self) -> bool:
        return self.total is None or self.total > len(self.rows)


def find_by_kind(text: str) -> list[Group]:
    """Find rows of every kind, in at most sixteen queries; kinds without any are left out."""
    groups = []
    with index_first(router.db_for_read(Bureau)):
        for kind, total in _counted(text, KINDS):
            address = f"{reverse(kind.list_url)}?{urlencode({'q': text, **kind.extra})}"
            groups.append(Group(kind, total, _best(kind, text, total), address))
    return [group for group in groups if group.rows]


def suggestions(text: str, most: int) -> list[tuple[Kind, Any]]:
    """Find the places, bureaus and industries that a text being typed may mean."""
    with index_first(router.db_for_read(Bureau)):
        counted = _counted(text, KINDS[:3])
        found = [(kind, row) for kind, total in counted for row in _best(kind, text, total, most)]
    return sorted(found, key=lambda pair: pair[1].likeness)[:most]


def described(text: str, industries: list[Industry]) -> Group:
    """Group the industries that somebody's own words describe without naming them."""
    kind = next(kind for kind in KINDS if kind.name == "industry")
    address = f"{reverse(kind.list_url)}?{urlencode({'q': text})}"
    return Group(kind, len(industries), industries[:SHOWN], address)


def _counted(text: str, kinds: Sequence[Kind]) -> Iterator[tuple[Kind, int | None]]:
    """Count the rows of each kind; what has none is left out, None are too many to count."""
    if not wanted(text):
        return
    counts = count_up_to(MANY, text, [kind.entries for kind in kinds])
    for kind, entries in zip(kinds, counts, strict=True):
        if entries == MANY:
            yield kind, None
        elif entries and (total := kind.rows.filter(matching(text, kind.entries)).count()):
            yield kind, total


def _best(kind: Kind, text: str, total: int | None, most: int = SHOWN) -> list[Any]:
    """Give the first rows, exact names first; among very many only wide regions come next."""
    rows = kind.rows.annotate(likeness=rank(text, kind.entries))
    order = ("likeness", *kind.order)
    matching_rows = rows.filter(matching(text, kind.entries))
    if total is not None and total <= MOST_SORTED:
        return list(matching_rows.order_by(*order)[:most])
    first = list(rows.filter(foremost(text, kind.entries)).order_by(*order)[:most])
    if len(first) == most:
        return first
    others = matching_rows.exclude(pk__in=[row.pk for row in first]).order_by("pk")
    return first + list(others[: most - len(first)])
