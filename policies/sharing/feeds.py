"""Atom feeds: the newest priorities under any filter, and the documents of a region."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from bureaus.models import Region
from bureaus.search.gazetteer import gazetteer
from bureaus.sharing.feeds import PublicFeed
from policies.lists.filters import PriorityFilter
from policies.models import Document, Priority

NEWEST = 50


class PriorityFeed(PublicFeed):
    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> PriorityFilter:
        return PriorityFilter(request.GET, Priority.objects.published().with_details())

    def title(self, filterset: PriorityFilter) -> str:
        return _("What the regions of China want")

    def link(self, filterset: PriorityFilter) -> str:
        return f"{reverse('policies:priorities')}?{filterset.parameters.urlencode()}"

    def items(self, filterset: PriorityFilter) -> QuerySet[Priority]:
        return filterset.qs.order_by("-updated_at", "-pk")[:NEWEST]

    def item_title(self, item: Priority) -> str:
        return f"{item.region.name} {item.year}: {item.title}"

    def item_description(self, item: Priority) -> str:
        return item.summary

    def item_updateddate(self, item: Priority) -> datetime:
        return item.updated_at


class RegionDocumentFeed(PublicFeed):
    def get_object(self, request: HttpRequest, slug: str) -> Region:
        found = gazetteer().called(slug)
        if len(found) != 1:
            raise Http404
        return found[0]

    def title(self, region: Region) -> str:
        return _("Documents of %(place)s") % {"place": region.full_name}

    def link(self, region: Region) -> str:
        return f"{reverse('policies:documents')}?region={region.slug}"

    def items(self, region: Region) -> QuerySet[Document]:
        documents = Document.objects.published().within(region).with_region()
        return documents.order_by("-updated_at", "-pk")[:NEWEST]

    def item_title(self, item: Document) -> str:
        return item.title

    def item_description(self, item: Document) -> str:
        return item.region.place

    def item_updateddate(self, item: Document) -> datetime:
        return item.updated_at
