"""Addresses without a language, mounted at the top."""

from django.urls import path

from bureaus.edition.http_cache import by_edition
from bureaus.sharing import cards, permalinks, pictures, well_known
from bureaus.sharing.cross_origin import readable

urlpatterns = [
    path("", permalinks.root, name="root"),
    path("favicon.ico", well_known.favicon, name="favicon"),
    path("robots.txt", well_known.robots, name="robots"),
    path(".well-known/security.txt", well_known.security, name="security"),
    path("b/<ref:ref>/", permalinks.bureau, name="bureau-permalink"),
    path(
        "b/<ref:ref>.vcf",
        readable(by_edition(cards.vcard, ["lang", "version"])),
        name="bureau-vcard",
    ),
    path("b/<ref:ref>.json", readable(by_edition(cards.json, ["lang"])), name="bureau-json"),
    path("b/<ref:ref>.svg", readable(by_edition(cards.qr_code, ["lang", "of"])), name="bureau-qr"),
    path("b/<ref:ref>.png", readable(by_edition(pictures.bureau, ["lang"])), name="bureau-picture"),
    path(
        "r/<str:value>.png", readable(by_edition(pictures.region, ["lang"])), name="region-picture"
    ),
    path("b/<str:value>/", permalinks.bureau_called, name="bureau-called"),
    path("r/<str:value>/", permalinks.region, name="region-permalink"),
]
