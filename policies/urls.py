from django.urls import path, re_path

from bureaus.edition.http_cache import by_edition
from policies.files import downloads
from policies.lists.filters import DocumentFilter, PriorityFilter
from policies.pages import comparison, documents, industries, priorities, search
from policies.sharing import feeds

app_name = "policies"
names = ["priorities", "national", "industries", "find", "table", "documents", "compare"]
pages = [f"policies:{name}" for name in names]  # for the sitemap, beside those of the nouns

priority_list = by_edition(priorities.PriorityListView.as_view(), PriorityFilter.keys())
priority_feed = by_edition(feeds.PriorityFeed(), PriorityFilter.keys())
priority_download = by_edition(downloads.priorities, [*PriorityFilter.keys(), "bom"])
document_download = by_edition(downloads.documents, [*DocumentFilter.keys(), "bom"])
industry_download = by_edition(downloads.industries, ["bom"])
priority = by_edition(priorities.PriorityDetailView.as_view())
document = by_edition(documents.DocumentDetailView.as_view())
document_list = by_edition(documents.DocumentListView.as_view(), DocumentFilter.keys())
industry = by_edition(industries.industry_detail, ["year", "inherited", "page"])
table_keys = ["year", "region"]
table_download = by_edition(downloads.table_as_csv, [*table_keys, "bom"])
region_years = by_edition(comparison.region_years, ["from", "to"])
region_feed = by_edition(feeds.RegionDocumentFeed())
LIST = r"list\.(?P<extension>csv|json)$"

urlpatterns = [
    path("priorities/", priority_list, name="priorities"),
    path("priorities/list.atom", priority_feed, name="priorities-feed"),
    re_path(f"^priorities/{LIST}", priority_download, name="priorities-download"),
    path("priorities/national/", by_edition(priorities.national, ["year"]), name="national"),
    path("priorities/<int:pk>/", priority, name="priority"),
    path("industries/", by_edition(industries.industry_list, ["year"]), name="industries"),
    re_path(f"^industries/{LIST}", industry_download, name="industries-download"),
    path("industries/find/", by_edition(industries.industry_find, ["q"]), name="find"),
    path("industries/table/", by_edition(industries.table, table_keys), name="table"),
    path("industries/table.csv", table_download, name="table-download"),
    path("industries/<str:slug>/", industry, name="industry"),
    path("documents/", document_list, name="documents"),
    re_path(f"^documents/{LIST}", document_download, name="documents-download"),
    path("documents/<int:pk>/", document, name="document"),
    path("search/", by_edition(search.search, ["q"]), name="search"),
    path("search/suggest/", by_edition(search.suggest, ["q"]), name="suggest"),
    path("compare/", by_edition(comparison.compare, ["region", "ref", "year"]), name="compare"),
    path("regions/<str:slug>/years/", region_years, name="region-years"),
    path("regions/<str:slug>/documents.atom", region_feed, name="region-feed"),
]
