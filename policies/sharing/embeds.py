"""The card of an industry for frames in other sites."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from bureaus.lists.nearest import nearest_bureaus
from bureaus.search.gazetteer import gazetteer
from bureaus.sharing import embeddable
from bureaus.sharing.embeddable import Embeddable
from bureaus.sharing.embeds import SHOWN, embed
from bureaus.sharing.permalinks import redirect_to_permalink
from policies.lists.counts import industries_called, regions_naming


def find_industry(slug: str) -> Embeddable | None:
    industry = industries_called([slug]).get(slug)
    if industry is None:
        return None
    return Embeddable(
        "industry", industry.slug, industry.name, industry.get_absolute_url(), height=520
    )


@embed
def industry(request: HttpRequest, slug: str) -> HttpResponse:
    """Show which regions want an industry in the newest year, and whom to call."""
    options = embeddable.read_options(request.GET, "industry")
    found = industries_called([slug]).get(slug)
    if found is None:
        raise Http404
    if slug != found.slug:
        return redirect_to_permalink(request, "embed-industry", found.slug)
    by_year = regions_naming(found)
    year = max(by_year, default=0)
    wanting = gazetteer().along_the_tree(by_year.get(year, ()))
    regions = wanting[:SHOWN]
    nearest = nearest_bureaus(regions)
    context = {
        "industry": found,
        "year": year,
        "rows": [(region, nearest[region.pk]) for region in regions],
        "total": len(wanting),
        "options": options,
    }
    return render(request, "embeds/industry.html", context)
