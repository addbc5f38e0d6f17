"""The front page, what this directory is, and how fresh it is."""

from collections import Counter

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bureaus.edition import edition
from bureaus.lists.counts import coverage
from bureaus.lists.region_filters import LETTERS
from bureaus.models import Bureau, Region
from bureaus.models.tree import listed_paths, path_ids
from bureaus.search.gazetteer import gazetteer
from bureaus.search.index import WIDE_LEVELS
from bureaus.upkeep.freshness import freshness_by_province, handled_corrections


def provinces_with_counts(counts: Counter[int]) -> list[tuple[Region, int]]:
    return [(province, counts[province.pk]) for province in gazetteer().provinces]


def letters() -> list[tuple[str, str, bool]]:
    """Give (value, label, whether a listed place begins with it) for each letter."""

    def find() -> set[str]:
        listed = path_ids(listed_paths())
        places = (place for place in gazetteer().regions.values() if place.pk in listed)
        return {place.slug[0] for place in places if place.level not in WIDE_LEVELS}

    used = edition.kept("letters", find)
    return [(value, label, value in used) for value, label in LETTERS]


def closed_lately() -> list[Bureau]:
    return list(Bureau.objects.recently_closed()[:3])


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    covered = coverage()
    context = {
        "total": covered.total,
        "checked": covered.checked,
        "provinces": provinces_with_counts(covered.total_by_region),
        "letters": letters(),
        "closed": edition.kept("closed lately", closed_lately, of=[Bureau, Region]),
        "check_months": settings.CHECK_VALID_MONTHS,
    }
    return render(request, "bureaus/home.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    covered = coverage()
    years = Bureau.objects.published().per_source_year()
    context = {
        "total": covered.total,
        "checked": covered.checked,
        "regions": len(gazetteer().regions),
        "years": edition.kept("source years", lambda: list(years), of=[Bureau]),
        "check_months": settings.CHECK_VALID_MONTHS,
    }
    return render(request, "bureaus/about.html", context)


@require_safe
def freshness(request: HttpRequest) -> HttpResponse:
    total, provinces = freshness_by_province()
    context = {"total": total, "provinces": provinces, "handled": handled_corrections()}
    return render(request, "bureaus/freshness.html", context)
