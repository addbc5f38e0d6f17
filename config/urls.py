from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps import views as sitemap_views
from django.urls import include, path
from django.views.decorators.http import require_safe

import bureaus.urls
import policies.urls
from bureaus.edition.http_cache import by_edition
from bureaus.sharing.well_known import Pages, sitemaps_of_nouns

handler400 = "bureaus.pages.errors.bad_request"
handler404 = "bureaus.pages.errors.not_found"
handler500 = "bureaus.pages.errors.server_error"

pages = {"pages": Pages(bureaus.urls.pages), "lists": Pages(policies.urls.pages)}
sitemaps = {"sitemaps": pages | sitemaps_of_nouns()}
sitemap = by_edition(require_safe(sitemap_views.sitemap), ["p"])
sitemap_index = by_edition(require_safe(sitemap_views.index))

urlpatterns = [
    path(settings.ADMIN_PATH, admin.site.urls),
    # The pages before all else, as they are what is asked for most
    *i18n_patterns(path("", include("bureaus.urls")), path("", include("policies.urls"))),
    path("api/v1/", include("policies.api.urls")),
    path("api/v1/", include("bureaus.api.urls")),
    path("", include("bureaus.sharing.urls")),
    path("", include("policies.sharing.urls")),
    path(
        "sitemap.xml",
        sitemap_index,
        sitemaps | {"sitemap_url_name": "sitemap"},
        name="sitemap-index",
    ),
    path("sitemap-<slug:section>.xml", sitemap, sitemaps, name="sitemap"),
]
