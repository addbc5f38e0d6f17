"""Atom feeds: the newest priorities under any filter, and the documents of a region."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from bureaus.lists.views import chips
from bureaus.models import Region
from bureaus.search.gazetteer import gazetteer
from bureaus.sharing.feeds import TAG, RowFeed
from policies.lists.filters import PriorityFilter
from policies.models import Document, Priority

NEWEST = 50


class PriorityFeed(RowFeed):
    noun = "priority"

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> PriorityFilter:
        return PriorityFilter(request.GET, Priority.objects.published().with_details())

    def title(self, filterset: PriorityFilter) -> str:
        filters = (str(chip.label) for chip in chips(filterset))
        return " · ".join([_("What the regions of China want"), *filters])

    def link(self, filterset: PriorityFilter) -> str:
        return reverse("policies:priorities", query=filterset.parameters)

    def feed_url(self, filterset: PriorityFilter) -> str:
        in_order = dict(sorted(filterset.parameters.lists()))
        return reverse("policies:priorities-feed", query=in_order)

    def feed_guid(self, filterset: PriorityFilter) -> str:
        """Name what is in the feed, by whatever names and in whatever order it was asked for."""
        unknown = filterset.picked("region").unknown
        asked = {
            (name, text)
            for name, texts in filterset.parameters.lists()
            for text in texts
            if name != "sort" and (name != "region" or text in unknown)
        }
        asked |= {("region", str(region.pk)) for region in filterset.regions}
        return f"{TAG}:priorities" + (f"?{urlencode(sorted(asked))}" if asked else "")

    def items(self, filterset: PriorityFilter) -> list[Priority]:
        return self.newest(filterset.qs, NEWEST)

    def item_title(self, item: Priority) -> str:
        return f"{item.region.name} {item.year}: {item.title}"

    def item_description(self, item: Priority) -> str:
        return item.summary


class RegionDocumentFeed(RowFeed):
    noun = "document"

    def get_object(self, request: HttpRequest, slug: str) -> Region:
        found = gazetteer().called(slug)
        if len(found) != 1:
            raise Http404
        return found[0]

    def title(self, region: Region) -> str:
        return _("Documents of %(place)s") % {"place": region.full_name}

    def link(self, region: Region) -> str:
        return f"{reverse('policies:documents')}?region={region.slug}"

    def feed_url(self, region: Region) -> str:
        return reverse("policies:region-feed", args=[region.slug])

    def feed_guid(self, region: Region) -> str:
        return f"{TAG}:documents:{region.pk}"

    def items(self, region: Region) -> list[Document]:
        documents = Document.objects.published().within(region).with_region()
        return self.newest(documents, NEWEST)

    def item_title(self, item: Document) -> str:
        return item.title

    def item_description(self, item: Document) -> str:
        return item.region.place
