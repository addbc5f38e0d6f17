"""Addresses for other sites, mounted at the top; ``v1`` stays as it is for ever."""

from django.urls import path

from bureaus.edition.http_cache import by_edition
from bureaus.sharing import embeds, oembed
from bureaus.sharing.cross_origin import framable, readable
from bureaus.sharing.embed_options import KEYS

bureau = framable(by_edition(embeds.bureau, KEYS))
region = framable(by_edition(embeds.region, KEYS))
badge = readable(by_edition(embeds.badge, KEYS))

urlpatterns = [
    path("oembed/", oembed.provide, name="oembed"),
    path("embed/v1/", framable(embeds.at_address), name="embed"),
    path("embed/v1/embed.js", embeds.script, name="embed-script"),
    path("embed/v1/bureau/<ref:ref>/", bureau, name="embed-bureau"),
    path("embed/v1/bureau/<ref:ref>/badge.svg", badge, name="embed-badge"),
    path("embed/v1/region/<str:value>/", region, name="embed-region"),
]
