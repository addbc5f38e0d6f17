"""Which bureaus: every rule about many of them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Substr
from django.utils import timezone

from bureaus.models.called import CalledQuerySet
from bureaus.models.contacts import reached_by
from bureaus.models.region import Region
from bureaus.models.tree import of_regions
from bureaus.values import refs

if TYPE_CHECKING:
    from bureaus.models.bureau import Bureau


class BureauQuerySet(CalledQuerySet["Bureau"]):
    in_order = "ref"

    def published(self) -> "BureauQuerySet":
        """Keep the offices that receive investors today."""
        return self.filter(status=self.model.Status.PUBLISHED)

    def public(self) -> "BureauQuerySet":
        """Keep what has a public page: published and closed bureaus, never drafts."""
        return self.filter(status__in=[self.model.Status.PUBLISHED, self.model.Status.CLOSED])

    def closed(self) -> "BureauQuerySet":
        return self.filter(status=self.model.Status.CLOSED)

    def recently_closed(self) -> "BureauQuerySet":
        return self.closed().select_related("region").order_by("-closed_on", "ref")

    def within(self, region: Region) -> "BureauQuerySet":
        """Keep those of the region and of everything inside it."""
        return self.filter(of_regions([region]))

    def by_place(self) -> "BureauQuerySet":
        """Order along the tree of regions, each one before what lies inside it."""
        return self.order_by("region__path", "name_en", "ref")

    def reachable_by(self, ways: Iterable[str]) -> "BureauQuerySet":
        return self.filter(reached_by(ways))

    def checked(self) -> "BureauQuerySet":
        """Keep those whose contacts somebody confirmed and need not confirm again yet."""
        return self.filter(next_check_on__gte=timezone.localdate())

    def per_source_year(self) -> QuerySet:
        """Count entries by the year of their source, as (year, count); "" is undated."""
        years = self.annotate(year=Substr("source_date", 1, 4)).values_list("year")
        return years.annotate(count=Count("pk")).order_by("-year")

    def with_public_columns(self) -> "BureauQuerySet":
        """Read what is shown; the rest is read when it is asked for."""
        return self.defer(*sorted(self.model.private_fields))

    def with_region(self) -> "BureauQuerySet":
        """Join the region and all levels above it."""
        return self.select_related("region__parent__parent__parent__parent")

    def in_full(self) -> "BureauQuerySet":
        """Join and prefetch all that a record for others holds, and only what is public.

        Successors are reached from the successions: from the other side, SQLite walks through all
        bureaus to find the few public ones when it has no statistics.
        """
        public = self.model.objects.public()
        parent = public.filter(pk=OuterRef("parent")).order_by().values("ref")
        succession: Any = self.model._meta.get_field("successions").related_model
        is_public = Exists(public.filter(pk=OuterRef("successor")).order_by())
        successions = succession.objects.filter(is_public).select_related("successor")
        return (
            self.select_related("region")
            .annotate(public_parent=Subquery(parent))
            .prefetch_related(
                "contact_points",
                "aliases",
                Prefetch(
                    "successions", successions.order_by("successor__ref"), "public_successions"
                ),
            )
        )

    def _called_now(self, values: list[str]) -> dict[str, list["Bureau"]]:
        """Find references in any case, alone or at the end of any slug."""
        asked = {value: value[-refs.LENGTH :].lower() for value in values if _ends_in_ref(value)}
        bearers = {bureau.ref: [bureau] for bureau in self.filter(ref__in=set(asked.values()))}
        return {value: bearers[ref] for value, ref in asked.items() if ref in bearers}

    def with_details(self) -> "BureauQuerySet":
        """Join all that a card of a bureau shows: region, levels above it, desks."""
        return self.with_region().prefetch_related("contact_points")


def _ends_in_ref(value: str) -> bool:
    start = value[: -refs.LENGTH]
    return not start or start.endswith("-")
