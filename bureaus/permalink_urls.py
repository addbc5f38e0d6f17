"""Addresses without a language, mounted at the top."""

from django.urls import path

from bureaus import permalinks

urlpatterns = [
    path("", permalinks.root, name="root"),
    path("b/<ref:ref>/", permalinks.bureau, name="bureau-permalink"),
    path("r/<str:value>/", permalinks.region, name="region-permalink"),
]
