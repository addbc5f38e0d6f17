"""Which bureaus: every rule about many of them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Length, Substr
from django.utils import timezone

from bureaus.models.paths import inside
from bureaus.models.region import Region

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
        return self.filter(inside([region], "region__path"))

    def serving(self, regions: Iterable[Region]) -> "BureauQuerySet":
        """Keep those of the regions themselves."""
        return self.filter(region__in=regions)

    def by_place(self) -> "BureauQuerySet":
        """Order along the tree of regions, each one before what lies inside it."""
        return self.order_by("region__path", "name_en", "ref")

    def checked(self) -> "BureauQuerySet":
        """Keep those whose contacts somebody confirmed and need not confirm again yet."""
        return self.filter(next_check_on__gte=timezone.localdate())

    def narrow_first(self) -> "BureauQuerySet":
        """Order by how narrow the region is: zones and counties before provinces."""
        return self.order_by(Length("region__path").desc(), "region__slug", "name_en", "ref")

    def totals(self) -> dict[str, int]:
        """Count all and the checked ones: ``total`` and ``checked``."""
        is_checked = Q(next_check_on__gte=timezone.localdate())
        return self.aggregate(total=Count("pk"), checked=Count("pk", filter=is_checked))

    def per_source_year(self) -> QuerySet:
        """Count entries by the year of their source, as (year, count); "" is undated."""
        years = self.annotate(year=Substr("source_date", 1, 4)).values_list("year")
        return years.annotate(count=Count("pk")).order_by("-year")

    def with_region(self) -> "BureauQuerySet":
        """Join the region and all levels above it."""
        return self.select_related("region__parent__parent__parent__parent")
