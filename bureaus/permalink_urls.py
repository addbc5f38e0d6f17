"""Addresses without a language, mounted at the top."""

from django.urls import path

from bureaus import formats, permalinks
from bureaus.http_cache import by_edition

urlpatterns = [
    path("", permalinks.root, name="root"),
    path("b/<ref:ref>/", permalinks.bureau, name="bureau-permalink"),
    path("b/<ref:ref>.vcf", by_edition(formats.vcard, ["lang", "version"]), name="bureau-vcard"),
    path("b/<ref:ref>.json", by_edition(formats.json, ["lang"]), name="bureau-json"),
    path("b/<ref:ref>.svg", by_edition(formats.qr_code, ["lang", "of"]), name="bureau-qr"),
    path("r/<str:value>/", permalinks.region, name="region-permalink"),
]
