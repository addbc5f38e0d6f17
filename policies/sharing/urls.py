"""Addresses for other sites, mounted at the top; ``v1`` stays as it is for ever."""

from django.urls import path

from bureaus.edition.http_cache import by_edition
from bureaus.sharing.access import framable
from bureaus.sharing.embeddable import KEYS
from policies.sharing import embeds

industry = framable(by_edition(embeds.industry, KEYS))

urlpatterns = [path("embed/v1/industry/<str:slug>/", industry, name="embed-industry")]
