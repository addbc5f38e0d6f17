"""Addresses without a language, mounted at the top; ``/embed/v1/`` stays as it is for ever."""

from django.urls import path

from bureaus.edition.http_cache import by_edition
from bureaus.sharing import cards, embeds, permalinks, pictures, well_known
from bureaus.sharing.access import framable
from bureaus.sharing.embeddable import KEYS

bureau_embed = framable(by_edition(embeds.bureau_embed, KEYS))
region_embed = framable(by_edition(embeds.region_embed, KEYS))
bureau_badge = by_edition(embeds.bureau_badge, KEYS)
bureau_picture = by_edition(pictures.bureau_picture, ["lang"])
region_picture = by_edition(pictures.region_picture, ["lang"])

urlpatterns = [
    path("", permalinks.root, name="root"),
    path("favicon.ico", well_known.favicon, name="favicon"),
    path("robots.txt", well_known.robots, name="robots"),
    path(".well-known/security.txt", well_known.security, name="security"),
    path("b/<ref:ref>/", permalinks.bureau_permalink, name="bureau-permalink"),
    path("b/<ref:ref>.vcf", by_edition(cards.vcard, ["lang", "version"]), name="bureau-vcard"),
    path("b/<ref:ref>.json", by_edition(cards.json, ["lang"]), name="bureau-json"),
    path("b/<ref:ref>.svg", by_edition(cards.qr_code, ["lang", "of"]), name="bureau-qr"),
    path("b/<ref:ref>.png", bureau_picture, name="bureau-picture"),
    path("r/<str:value>.png", region_picture, name="region-picture"),
    path("b/<str:value>/", permalinks.bureau_permalink_by_name, name="bureau-called"),
    path("r/<str:value>/", permalinks.region_permalink, name="region-permalink"),
    path("oembed/", embeds.oembed, name="oembed"),
    path("embed/v1/", framable(embeds.at_address), name="embed"),
    path("embed/v1/embed.js", embeds.script, name="embed-script"),
    path("embed/v1/bureau/<ref:ref>/", bureau_embed, name="embed-bureau"),
    path("embed/v1/bureau/<ref:ref>/badge.svg", bureau_badge, name="embed-badge"),
    path("embed/v1/region/<str:value>/", region_embed, name="embed-region"),
]
