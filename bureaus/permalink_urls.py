"""Addresses without a language, mounted at the top."""

from django.urls import path

from bureaus import formats, permalinks

urlpatterns = [
    path("", permalinks.root, name="root"),
    path("b/<ref:ref>/", permalinks.bureau, name="bureau-permalink"),
    path("b/<ref:ref>.vcf", formats.vcard, name="bureau-vcard"),
    path("b/<ref:ref>.json", formats.json, name="bureau-json"),
    path("b/<ref:ref>.svg", formats.qr_code, name="bureau-qr"),
    path("r/<str:value>/", permalinks.region, name="region-permalink"),
]
