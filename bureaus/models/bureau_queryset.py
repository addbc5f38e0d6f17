"""Which bureaus: every rule about many of them."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, Count, Q, QuerySet, When
from django.db.models.functions import Length, Substr
from django.utils import timezone

from bureaus.models.region import Region, of_regions

if TYPE_CHECKING:
    from bureaus.models.bureau import Bureau  # noqa: F401


class BureauQuerySet(models.QuerySet["Bureau"]):
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

    def checked(self) -> "BureauQuerySet":
        """Keep those whose contacts somebody confirmed and need not confirm again yet."""
        return self.filter(next_check_on__gte=timezone.localdate())

    def concerning(self, region: Region, most: int) -> "BureauQuerySet":
        """Join at most so many bureaus inside a region, then those of the regions around it.

        The former come along the tree of regions, the latter from narrow to wide.
        """
        own = self.within(region).by_place().values("pk")[:most]
        is_around = Q(region__in=region.around())
        found = self.filter(Q(pk__in=own) | is_around).with_region()
        width = Case(When(is_around, then=-Length("region__path")), default=None)
        return found.order_by(width.asc(nulls_first=True), "region__path", "name_en", "ref")

    def per_source_year(self) -> QuerySet:
        """Count entries by the year of their source, as (year, count); "" is undated."""
        years = self.annotate(year=Substr("source_date", 1, 4)).values_list("year")
        return years.annotate(count=Count("pk")).order_by("-year")

    def with_region(self) -> "BureauQuerySet":
        """Join the region and all levels above it."""
        return self.select_related("region__parent__parent__parent__parent")

    def with_details(self) -> "BureauQuerySet":
        """Join all that a card of a bureau shows: region, levels above it, desks."""
        return self.with_region().prefetch_related("contact_points")
