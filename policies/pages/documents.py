"""Documents: the sources of priorities, by region and year."""

from typing import Any

from django.db.models import Prefetch
from django.views.generic import DetailView

from bureaus.lists.views import FacetedListView
from policies.lists.facets import DocumentFacets
from policies.lists.filters import DocumentFilter
from policies.models import Document, Priority


class DocumentListView(FacetedListView):
    queryset = Document.objects.published().with_region().order_by("-date", "-pk")
    filterset_class = DocumentFilter
    facets_class = DocumentFacets
    template_name = "policies/document_list.html"
    paginate_by = 50


class DocumentDetailView(DetailView):
    queryset = (
        Document.objects.published()
        .with_region()
        .prefetch_related(
            "speakers",
            Prefetch("priorities", Priority.objects.published().with_details().in_order()),
            Prefetch("reports", Document.objects.published()),
        )
    )
    template_name = "policies/document_detail.html"
    context_object_name = "document"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        document: Document = self.object
        reported_in = Document.objects.published().filter(reports=document).first()
        return super().get_context_data(reported_in=reported_in, **kwargs)
