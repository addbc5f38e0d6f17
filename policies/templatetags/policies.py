"""What pages of other apps show of priorities."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.db.models import Max, Prefetch, prefetch_related_objects
from django.template import Context

from bureaus.models import Region
from policies.counts import regions_by_industry
from policies.models import Industry, Priority
from policies.trend import columns
from policies.years import choose_year

register = template.Library()

SHOWN_ON_HOME = 8
SHOWN_IN_EMBED = 10


@register.inclusion_tag("policies/_region_priorities.html", takes_context=True)
def region_priorities(context: Context, region: Region) -> dict[str, Any]:
    """Show what a region wants in the year of ``?year=``, by default in its newest one.

    Two queries: all years of one region are few enough to come in one.
    """
    own = Priority.objects.published().filter(region=region).select_related("document")
    priorities = list(own.in_order())
    choice = choose_year(context["request"], list(dict.fromkeys(p.year for p in priorities)))
    shown = [priority for priority in priorities if priority.year == choice.year]
    prefetch_related_objects(shown, Prefetch("industries", Industry.objects.order_by("position")))
    documents = {p.document_id: p.document for p in priorities if p.document}
    return {
        "region": region,
        "choice": choice,
        "priorities": shown,
        "documents": sorted(documents.values(), key=lambda d: d.date, reverse=True)[:5],
    }


@register.inclusion_tag("embeds/_priorities.html")
def newest_priorities(region: Region) -> dict[str, Any]:
    """Show in an embed what a region wants in its newest year."""
    own = Priority.objects.published().filter(region=region)
    year = own.aggregate(year=Max("year"))["year"]
    return {
        "region": region,
        "year": year,
        "priorities": own.for_year(year).in_order()[:SHOWN_IN_EMBED] if year else [],
    }


@register.inclusion_tag("policies/_wanted.html")
def wanted_industries() -> dict[str, Any]:
    """Show the industries that most regions name in the newest year."""
    counts = regions_by_industry()
    year = max(counts, default=0)
    most = [(pk, count) for pk, count in counts.get(year, {}).items() if pk is not None]
    most.sort(key=lambda item: -item[1])
    industries = Industry.objects.in_bulk([pk for pk, _count in most[:SHOWN_ON_HOME]])
    return {
        "year": year,
        "most": most[0][1] if most else 1,
        "rows": [(industries[pk], n) for pk, n in most[:SHOWN_ON_HOME] if pk in industries],
    }


@register.filter
def percent(part: int, whole: int) -> int:
    """Give the length of a bar, 0 to 100."""
    return round(100 * part / whole) if whole else 0


@register.inclusion_tag("policies/_trend.html")
def trend(by_year: Mapping[int, int], label: str) -> dict[str, Any]:
    """Draw numbers by year, with the table of all years behind the drawing."""
    return {
        "label": label,
        "columns": columns(by_year),
        "pairs": sorted(by_year.items(), reverse=True),
    }
