"""All addresses of pages that lead elsewhere today, for those who keep lists of links."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from bureaus.models import Bureau, BureauAlias, Region, RegionAlias
from bureaus.upkeep.lifecycle import standing_successors, standing_twin

HEAD = ("old_address", "new_address", "status")
GONE, MOVED, SEVERAL = 410, 301, 300

Redirect = tuple[str, str, int]


def redirects() -> Iterator[Redirect]:
    """Yield (old path, new path, status) in the active language.

    An address that leads to several has a row for each; one that leads nowhere has an empty path.
    """
    yield from _of_regions()
    yield from _of_former_names()
    yield from _of_closed_bureaus()


def _of_regions() -> Iterator[Redirect]:
    """Follow former codes and slugs that no region bears today."""
    bearer = Region.objects.filter(Q(slug=OuterRef("value")) | Q(code=OuterRef("value")))
    kinds = [RegionAlias.Kind.FORMER_CODE, RegionAlias.Kind.FORMER_SLUG]
    former = RegionAlias.objects.filter(~Exists(bearer), kind__in=kinds).select_related("region")
    targets: dict[str, dict[str, None]] = {}
    for alias in former.order_by("value", "region__path"):
        targets.setdefault(alias.value, {})[alias.region.get_absolute_url()] = None
    for value, paths in targets.items():
        old = reverse("bureaus:region", kwargs={"slug": value})
        for path in paths:
            yield old, path, MOVED if len(paths) == 1 else SEVERAL


def _of_former_names() -> Iterator[Redirect]:
    """Follow former slugs of bureaus, which the permanent address understands."""
    former = BureauAlias.objects.filter(
        kind=BureauAlias.Kind.FORMER_SLUG, bureau__in=Bureau.objects.public().order_by()
    ).select_related("bureau")
    for alias in former.order_by("value", "bureau__ref"):
        old = reverse("bureau-called", kwargs={"value": alias.value})
        yield old, reverse("bureau-permalink", kwargs={"ref": alias.bureau.ref}), MOVED


def _of_closed_bureaus() -> Iterator[Redirect]:
    closed = Bureau.objects.closed().select_related("region").order_by("ref")
    for bureau in closed.iterator(chunk_size=500):
        heirs = standing_successors(bureau)
        status = MOVED if standing_twin(bureau, heirs) else GONE
        for path in [heir.get_absolute_url() for heir in heirs] or [""]:
            yield bureau.get_absolute_url(), path, status
