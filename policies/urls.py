from django.urls import path, re_path

from policies import downloads, feeds
from policies.views import comparison, documents, industries, priorities, search

app_name = "policies"

urlpatterns = [
    path("priorities/", priorities.PriorityListView.as_view(), name="priorities"),
    path("priorities/list.atom", feeds.PriorityFeed(), name="priorities-feed"),
    re_path(
        r"^priorities/list\.(?P<extension>csv|json)$",
        downloads.priorities,
        name="priorities-download",
    ),
    path("priorities/national/", priorities.national, name="national"),
    path("priorities/<int:pk>/", priorities.PriorityDetailView.as_view(), name="priority"),
    path("industries/", industries.industry_list, name="industries"),
    path("industries/find/", industries.industry_find, name="find"),
    path("industries/table/", industries.table, name="table"),
    path("industries/table.csv", downloads.table, name="table-download"),
    path("industries/<slug:slug>/", industries.industry_detail, name="industry"),
    path("documents/", documents.DocumentListView.as_view(), name="documents"),
    path("documents/<int:pk>/", documents.DocumentDetailView.as_view(), name="document"),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("compare/", comparison.compare, name="compare"),
    path("regions/<str:slug>/years/", comparison.region_years, name="region-years"),
    path("regions/<str:slug>/documents.atom", feeds.RegionDocumentFeed(), name="region-feed"),
]
