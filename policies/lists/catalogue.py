"""The industries in their order, read once per edition and shared by all pages of a process."""

from collections.abc import Iterable
from dataclasses import dataclass

from bureaus.edition import edition
from bureaus.edition.pieces import digest, shown
from policies.models import Industry, Priority


@dataclass(frozen=True)
class Catalogue:
    """All industries; ``content`` tells apart whatever a piece of a page may show of them."""

    industries: list[Industry]
    content: str


def catalogue() -> Catalogue:
    in_order = Industry.objects.order_by("position", "slug")
    return edition.kept_in_process("industries", lambda: _read(in_order))


def _read(industries: Iterable[Industry]) -> Catalogue:
    found = list(industries)
    return Catalogue(found, digest([shown(industry) for industry in found]))


def attach_industries(priorities: Iterable[Priority]) -> list[Priority]:
    """Give each priority its ``named_industries`` in their order, with one query for all."""
    rows = list(priorities)
    naming = Priority.industries.through.objects.filter(priority__in=[row.pk for row in rows])
    named: dict[int, set[int]] = {}
    for priority, industry in naming.values_list("priority", "industry") if rows else ():
        named.setdefault(priority, set()).add(industry)
    industries = catalogue().industries
    for row in rows:
        own = named.get(row.pk, ())
        row.named_industries = [industry for industry in industries if industry.pk in own]
    return rows
