"""The sitemaps of what regions want."""

from datetime import datetime

from django.db.models import Max, Q, QuerySet

from bureaus.sharing.well_known import PageSection, Section
from policies.models import Document, Industry, Priority


class PolicyPages(PageSection):
    names = [
        "policies:priorities",
        "policies:national",
        "policies:industries",
        "policies:find",
        "policies:table",
        "policies:documents",
        "policies:compare",
    ]


class IndustrySection(Section):
    """Industries, each as new as the newest published priority that names it."""

    def things(self) -> QuerySet:
        published = Q(priorities__in=Priority.objects.published())
        changed = Max("priorities__updated_at", filter=published)
        return Industry.objects.annotate(changed=changed).order_by("pk")

    def changed(self, thing: Industry) -> datetime | None:
        return thing.changed  # type: ignore[attr-defined]

    def get_latest_lastmod(self) -> datetime | None:
        return Priority.objects.published().aggregate(at=Max("updated_at"))["at"]


class PrioritySection(Section):
    def things(self) -> QuerySet:
        return Priority.objects.published().order_by("pk")


class DocumentSection(Section):
    def things(self) -> QuerySet:
        return Document.objects.published().order_by("pk")


SECTIONS = {
    "lists": PolicyPages,
    "industries": IndustrySection,
    "priorities": PrioritySection,
    "documents": DocumentSection,
}
