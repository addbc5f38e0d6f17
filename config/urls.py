from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

handler400 = "bureaus.errors.bad_request"
handler404 = "bureaus.errors.not_found"
handler500 = "bureaus.errors.server_error"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("bureaus.permalink_urls")),
    path("", include("bureaus.embed_urls")),
    path("", include("policies.embed_urls")),
    *i18n_patterns(path("", include("policies.urls")), path("", include("bureaus.urls"))),
]
