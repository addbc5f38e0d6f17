"""What of the API belongs to bureaus, mounted at /api/v1/."""

from django.urls import path

from bureaus.api import changes, moved, schema, views
from bureaus.api.routes import route
from bureaus.edition.http_cache import by_edition

urlpatterns = [
    route("", schema.RootView, "api-root"),
    route("schema/", schema.SchemaView, "api-schema"),
    route("changes/", changes.Changes, "api-changes"),
    route("links/check", moved.LinksCheck, "api-links", is_kept=False),
    route("links/check/", moved.LinksCheckWithSlash, "api-links-slash", is_kept=False),
    path("docs/", by_edition(schema.docs), name="api-docs"),
    route("bureaus/", views.BureauList, "api-bureaus"),
    route("bureaus/<str:value>/", views.BureauDetail, "api-bureau"),
    route("regions/", views.RegionList, "api-regions"),
    route("regions/<str:value>/", views.RegionDetail, "api-region"),
]
