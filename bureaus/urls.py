from csp.constants import SELF
from csp.decorators import csp_update
from django.urls import path

from bureaus import cards, formats, partners, views, well_known
from bureaus.cross_origin import readable
from bureaus.filters import BureauFilter, RegionFilter
from bureaus.http_cache import by_edition

app_name = "bureaus"

bureau = by_edition(views.BureauDetailView.as_view())
vcard_list = readable(by_edition(formats.vcard_list, [*BureauFilter.keys(), "version"]))
partner_page = csp_update({"frame-src": [SELF]})(by_edition(partners.partners, partners.KEYS))

urlpatterns = [
    path("", by_edition(views.home), name="home"),
    path("about/", by_edition(views.about), name="about"),
    path("partners/", partner_page, name="partners"),
    path("opensearch.xml", well_known.opensearch, name="opensearch"),
    path("bureaus/", by_edition(views.BureauListView.as_view(), BureauFilter.keys()), name="list"),
    path("bureaus/list.vcf", vcard_list, name="vcard-list"),
    path("bureaus/<str:slug>-<ref:ref>/card/", by_edition(cards.card), name="card"),
    path("bureaus/<str:slug>-<ref:ref>/taxi/", by_edition(cards.taxi), name="taxi"),
    path("bureaus/<str:slug>-<ref:ref>/", bureau, name="detail"),
    path("bureaus/<ref:ref>/", bureau, {"slug": ""}, name="detail"),
    path(
        "regions/", by_edition(views.RegionListView.as_view(), RegionFilter.keys()), name="regions"
    ),
    path(
        "regions/<str:slug>/",
        by_edition(views.RegionDetailView.as_view(), ["year"]),
        name="region",
    ),
]
