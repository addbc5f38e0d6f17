"""What a search finds, grouped by kind and the best first."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import CharField, Count, Q, QuerySet, Value
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from bureaus.models import Bureau, BureauTokens, Region, RegionTokens
from bureaus.models.search_tokens import SearchTokens
from bureaus.search import EXACT, matching, named, rank
from policies.models import (
    Document,
    DocumentTokens,
    Industry,
    IndustryTokens,
    Priority,
    PriorityTokens,
)

SHOWN = 5
MOST_SORTED = 3000  # sorting more takes longer than the search itself
WIDE = [Region.Level.COUNTRY, Region.Level.PROVINCE]


class Kind(NamedTuple):
    """A noun that can be searched: its rows, and how they are ordered after their rank.

    ``wide`` is the condition for what comes first among too many rows to sort; ``list_url`` names
    the list of all results, which takes ``q`` and the parameters ``extra``.
    """

    name: str
    label: Any
    rows: QuerySet
    entries: type[SearchTokens]
    order: tuple[Any, ...]
    wide: Q
    list_url: str
    extra: dict[str, str] = {}


KINDS = (
    Kind(
        "region",
        _("Places"),
        Region.objects.with_parents(),
        RegionTokens,
        (Length("path"), "slug"),
        Q(level__in=WIDE),
        "bureaus:regions",
    ),
    Kind(
        "bureau",
        _("Bureaus"),
        Bureau.objects.public().with_region(),
        BureauTokens,
        ("-status", Length("region__path"), "region__slug", "name_en", "ref"),
        Q(region__in=Region.objects.filter(level__in=WIDE)),
        "bureaus:list",
        {"closed": "yes"},
    ),
    Kind(
        "industry",
        _("Industries"),
        Industry.objects.all(),
        IndustryTokens,
        ("position", "slug"),
        Q(),
        "policies:find",
    ),
    Kind(
        "priority",
        _("Priorities"),
        Priority.objects.published().select_related("region__parent__parent__parent__parent"),
        PriorityTokens,
        (Length("region__path"), "-year", "region__slug", "rank", "pk"),
        Q(region__in=Region.objects.filter(level__in=WIDE)),
        "policies:priorities",
    ),
    Kind(
        "document",
        _("Documents"),
        Document.objects.published().with_region(),
        DocumentTokens,
        (Length("region__path"), "-date", "-pk"),
        Q(region__in=Region.objects.filter(level__in=WIDE)),
        "policies:documents",
    ),
)


@dataclass
class Group:
    """The first results of one kind; ``total`` counts all, ``address`` lists them."""

    kind: Kind
    total: int
    rows: list[Any]
    address: str

    @property
    def has_more(self) -> bool:
        return self.total > len(self.rows)


def search(text: str) -> list[Group]:
    """Find rows of every kind, in at most twelve queries; kinds without any are left out."""
    totals = _count(text, KINDS)
    return [
        Group(kind, totals[kind.name], _best(kind, text, totals), _address(kind, text))
        for kind in KINDS
        if totals.get(kind.name)
    ]


def only_exact(groups: list[Group]) -> Any:
    """Give the row whose name, code or number was asked for, if there is just one."""
    exact = [row for group in groups for row in group.rows if row.likeness == EXACT]
    return exact[0] if len(exact) == 1 else None


def suggestions(text: str, most: int) -> list[tuple[Kind, Any]]:
    """Find the places, bureaus and industries that a text being typed may mean."""
    totals = _count(text, KINDS[:3])
    found = [(kind, row) for kind in KINDS[:3] for row in _best(kind, text, totals, most)]
    return sorted(found, key=lambda pair: pair[1].likeness)[:most]


def _count(text: str, kinds: Iterable[Kind]) -> dict[str, int]:
    """Count the rows of each kind in one query; kinds without any are left out."""
    first, *others = (
        kind.rows.filter(matching(text, kind.entries))
        .order_by()
        .annotate(noun=Value(kind.name, output_field=CharField()))
        .values_list("noun")
        .annotate(Count("pk"))
        for kind in kinds
    )
    return dict(first.union(*others, all=True))


def _best(kind: Kind, text: str, totals: dict[str, int], most: int = SHOWN) -> list[Any]:
    """Give the first rows, exact names first; among very many only wide regions come next."""
    rows = kind.rows.filter(matching(text, kind.entries))
    rows = rows.annotate(likeness=rank(text, kind.entries))
    order = ("likeness", *kind.order)
    if totals.get(kind.name, 0) <= MOST_SORTED:
        return list(rows.order_by(*order)[:most])
    first = list(rows.filter(named(text, kind.entries) | kind.wide).order_by(*order)[:most])
    others = rows.exclude(pk__in=[row.pk for row in first]).order_by("pk")
    return first + list(others[: most - len(first)])


def _address(kind: Kind, text: str) -> str:
    return f"{reverse(kind.list_url)}?{urlencode({'q': text, **kind.extra})}"
