"""The front page, what this directory is, and how fresh it is."""

from collections import Counter
from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bureaus.edition import edition
from bureaus.lists.counts import Coverage, coverage
from bureaus.lists.filters import LETTERS
from bureaus.models import Bureau, Region
from bureaus.search.gazetteer import gazetteer
from bureaus.search.index import WIDE_LEVELS
from bureaus.search.tile_map import NONE, shade, tile_map
from bureaus.upkeep import check_requests
from bureaus.upkeep.freshness import freshness_by_province, handled_corrections

SHADES = (1, 3, 6)  # bureaus with a phone from which a square is darker


def provinces_with_counts(counts: Counter[int]) -> list[tuple[Region, int]]:
    return [(province, counts[province.pk]) for province in gazetteer().provinces]


def letters() -> list[tuple[str, str, bool]]:
    """Give (value, label, whether a place begins with it) for each letter."""
    places = gazetteer().regions.values()
    used = {p.slug[0] for p in places if p.level not in WIDE_LEVELS and not p.is_ended}
    return [(value, label, value in used) for value, label in LETTERS]


def closed_lately() -> list[Bureau]:
    return list(Bureau.objects.recently_closed()[:3])


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    covered = coverage()
    provinces, counts = gazetteer().provinces, covered.total_by_region
    cities = [place for place in gazetteer().regions.values() if _is_city(place)]
    context = {
        "covered": covered,
        "provinces": provinces if get_language() == "en" else sorted(provinces, key=_by_code),
        "listed": [province for province in provinces if counts[province.pk]],
        "tiles": tile_map(partial(_square, covered)),
        "cities": cities,
        "missing": [city for city in cities if not counts[city.pk]],
        "closed": edition.kept("closed lately", closed_lately, of=[Bureau, Region]),
        "check_months": settings.CHECK_VALID_MONTHS,
    }
    return render(request, "bureaus/home.html", context)


def _is_city(place: Region) -> bool:
    return place.level == Region.Level.PREFECTURE and not place.is_ended


def _by_code(province: Region) -> str:
    return province.code


def _square(covered: Coverage, province: Region) -> tuple[str, str]:
    if phones := covered.with_phone_by_region[province.pk]:
        return shade(phones, *SHADES), str(phones)
    return "l0", _("web") if covered.with_website_by_region[province.pk] else NONE


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
        "operator": settings.OPERATOR,
        "contact_email": settings.CONTACT_EMAIL,
    }
    return render(request, "bureaus/about.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept of whom; a sentence that stops being true has to go, or the code to obey."""
    context = {
        "operator": settings.OPERATOR,
        "contact_email": settings.CONTACT_EMAIL,
        "link_days": check_requests.VALID.days,
        "session_hours": settings.SESSION_COOKIE_AGE // 3600,
        "lockout_minutes": int(settings.AXES_COOLOFF_TIME.total_seconds()) // 60,
    }
    return render(request, "bureaus/privacy.html", context)


@require_safe
def freshness(request: HttpRequest) -> HttpResponse:
    total, provinces = freshness_by_province()
    context = {"total": total, "provinces": provinces, "handled": handled_corrections()}
    return render(request, "bureaus/freshness.html", context)
