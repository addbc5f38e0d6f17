"""Addresses for other sites, mounted at the top; ``v1`` stays as it is for ever."""

from django.urls import path

from bureaus.cross_origin import framable
from bureaus.embed_options import KEYS
from bureaus.http_cache import by_edition
from policies import embeds

industry = framable(by_edition(embeds.industry, KEYS))

urlpatterns = [path("embed/v1/industry/<str:slug>/", industry, name="embed-industry")]
