from csp.constants import SELF
from csp.decorators import csp_update
from django.urls import path, re_path

from bureaus.edition.http_cache import by_edition
from bureaus.files import downloads
from bureaus.lists.bureau_filters import BureauFilter
from bureaus.lists.filters import RegionFilter
from bureaus.pages import bureaus, corrections, home, moved, partners, proposals, regions
from bureaus.sharing import cards, feeds, well_known
from bureaus.sharing.embeddable import with_card

app_name = "bureaus"
names = ["home", "about", "privacy", "list", "regions", "partners", "freshness", "links"]
pages = [f"bureaus:{name}" for name in names]  # for the sitemap, beside those of the nouns

bureau = by_edition(bureaus.BureauDetailView.as_view())
vcard_list = by_edition(cards.vcard_list, [*BureauFilter.keys(), "version"])
partner_keys = [*with_card(), "q", "lang", "theme"]
partner_page = csp_update({"frame-src": [SELF]})(by_edition(partners.partners, partner_keys))
bureau_download = by_edition(downloads.bureaus, [*BureauFilter.keys(), "bom"])
region_download = by_edition(downloads.regions, [*RegionFilter.keys(), "bom"])
all_redirects = by_edition(moved.all_redirects, ["bom"])

urlpatterns = [
    path("", by_edition(home.home), name="home"),
    path("changes.atom", by_edition(feeds.ChangeFeed()), name="changes-feed"),
    path("about/", by_edition(home.about), name="about"),
    path("privacy/", by_edition(home.privacy), name="privacy"),
    path("freshness/", by_edition(home.freshness), name="freshness"),
    path("corrections/<str:token>/", corrections.status, name="correction"),
    path("checks/<str:token>/", corrections.check_request, name="check-request"),
    path(
        "checks/<str:token>/correct/",
        corrections.correct_from_letter,
        name="correct-from-letter",
    ),
    path("links/", by_edition(moved.check_links), name="links"),
    path("links/redirects.csv", all_redirects, name="redirects"),
    path("partners/", partner_page, name="partners"),
    path("opensearch.xml", well_known.opensearch, name="opensearch"),
    path(
        "bureaus/", by_edition(bureaus.BureauListView.as_view(), BureauFilter.keys()), name="list"
    ),
    re_path(r"^bureaus/list\.(?P<extension>csv|json)$", bureau_download, name="list-download"),
    path("bureaus/add/", proposals.add, name="add"),
    path("bureaus/list.vcf", vcard_list, name="vcard-list"),
    path("bureaus/<str:slug>-<ref:ref>/card/", by_edition(bureaus.card), name="card"),
    path("bureaus/<str:slug>-<ref:ref>/taxi/", by_edition(bureaus.taxi), name="taxi"),
    path("bureaus/<str:slug>-<ref:ref>/claim/", proposals.claim, name="claim"),
    path("bureaus/<str:slug>-<ref:ref>/correct/", corrections.correct, name="correct"),
    path("bureaus/<str:slug>-<ref:ref>/", bureau, name="detail"),
    path("bureaus/<ref:ref>/", bureau, {"slug": ""}, name="detail"),
    path("bureaus/<str:value>/", bureaus.bureau_by_name, name="called"),
    path(
        "regions/",
        by_edition(regions.RegionListView.as_view(), RegionFilter.keys()),
        name="regions",
    ),
    re_path(r"^regions/list\.(?P<extension>csv|json)$", region_download, name="regions-download"),
    path(
        "regions/<str:slug>/",
        by_edition(regions.RegionDetailView.as_view(), ["year"]),
        name="region",
    ),
]
