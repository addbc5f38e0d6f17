"""“Has this moved?” for people: a page to paste addresses into, and all redirects as a file."""

from collections.abc import Iterator
from http import HTTPStatus

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from bureaus.files.downloads import csv_response
from bureaus.models import Bureau, BureauAlias, Region, RegionAlias
from bureaus.sharing import moved
from bureaus.upkeep.lifecycle import what_became_of
from bureaus.values.texts import whole_number

MOST_BYTES = 1024 * 1024
HEAD = ("old_address", "new_address", "status")
GONE, REDIRECTED, SEVERAL = 410, 301, 300
Redirect = tuple[str, str, int]


@csrf_exempt  # it changes nothing and knows nobody, so there is nothing to forge, and no cookie
@require_http_methods(["GET", "HEAD", "POST"])
def check_links(request: HttpRequest) -> HttpResponseBase:
    if request.method != "POST":
        return render(request, "bureaus/links.html", {"most": moved.MOST_ADDRESSES})
    if whole_number(request.META.get("CONTENT_LENGTH") or "0", most=MOST_BYTES) is None:
        notice = _("That is too much at once.")
        return _refused(request, notice, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    given = request.POST.get("urls", "").splitlines()
    addresses = [line.strip() for line in given if line.strip()]
    if len(addresses) > moved.MOST_ADDRESSES:
        notice = _("Please give at most %(most)s addresses at once; these are %(number)s.")
        values = {"most": moved.MOST_ADDRESSES, "number": len(addresses)}
        return _refused(request, notice % values, HTTPStatus.BAD_REQUEST)
    found = moved.look_up(addresses, request.get_host())
    site = f"{request.scheme}://{request.get_host()}"
    if request.POST.get("format") == "csv":
        lines = [
            (item.address, f"{site}{path}" if path else "", item.status)
            for item in found
            for path in item.successors or (item.to,)
        ]
        return csv_response(request, HEAD, lines, "redirects")
    context = {"most": moved.MOST_ADDRESSES, "given": "\n".join(addresses), "found": found}
    return render(request, "bureaus/links.html", context)


def _refused(request: HttpRequest, notice: str, status: int) -> HttpResponse:
    context = {"most": moved.MOST_ADDRESSES, "notices": [notice]}
    return render(request, "bureaus/links.html", context, status=status)


@require_safe
def all_redirects(request: HttpRequest) -> HttpResponseBase:
    site = f"{request.scheme}://{request.get_host()}"
    lines = [
        (f"{site}{old}", f"{site}{new}" if new else "", status) for old, new, status in redirects()
    ]
    return csv_response(request, HEAD, lines, "redirects")


def redirects() -> Iterator[Redirect]:
    """Yield (old path, new path, status) in the active language.

    An address that leads to several has a row for each; one that leads nowhere has an empty path.
    """
    yield from _of_regions()
    yield from _of_former_names()
    yield from _of_closed_bureaus()


def _of_regions() -> Iterator[Redirect]:
    """Follow codes and slugs that no region of today bears, and the pages of those that ended."""
    bearer = Region.objects.present().filter(Q(slug=OuterRef("value")) | Q(code=OuterRef("value")))
    kinds = [RegionAlias.Kind.FORMER_CODE, RegionAlias.Kind.FORMER_SLUG]
    former = RegionAlias.objects.filter(~Exists(bearer), kind__in=kinds).order_by("value")
    ended = list(Region.objects.exclude(ended_on="").order_by("slug"))
    values = [*former.values_list("value", flat=True), *(r.code for r in ended if r.code)]
    targets = Region.objects.called_any(sorted(set(values)))
    for value in sorted(targets):
        old = reverse("bureaus:region", kwargs={"slug": value})
        for region in targets[value]:
            yield (
                old,
                region.get_absolute_url(),
                REDIRECTED if len(targets[value]) == 1 else SEVERAL,
            )
    successors = Region.objects.successors_of(ended) if ended else {}
    for region in ended:
        for path in [each.get_absolute_url() for each in successors[region.pk]] or [""]:
            yield region.get_absolute_url(), path, GONE


def _of_former_names() -> Iterator[Redirect]:
    former = BureauAlias.objects.filter(
        kind=BureauAlias.Kind.FORMER_SLUG, bureau__in=Bureau.objects.public().order_by()
    ).select_related("bureau")
    for alias in former.order_by("value", "bureau__ref"):
        old = reverse("bureau-called", kwargs={"value": alias.value})
        yield old, reverse("bureau-permalink", kwargs={"ref": alias.bureau.ref}), REDIRECTED


def _of_closed_bureaus() -> Iterator[Redirect]:
    closed = Bureau.objects.closed().select_related("region").order_by("ref")
    for bureau in closed.iterator(chunk_size=500):
        fate = what_became_of(bureau)
        status = REDIRECTED if fate.original else GONE
        for path in [successor.get_absolute_url() for successor in fate.successors] or [""]:
            yield bureau.get_absolute_url(), path, status
