"""The card of an industry for frames in other sites."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from bureaus import embed_options
from bureaus.embeddable import Embeddable, embeddable
from bureaus.embeds import SHOWN, embed
from bureaus.models import Region
from bureaus.nearest import nearest_bureaus
from policies.models import Industry, Priority
from policies.views.industries import wanting_regions


@embeddable("industry", "policies:industry")
def find_industry(slug: str) -> Embeddable | None:
    industry = Industry.objects.filter(slug=slug).first()
    if industry is None:
        return None
    return Embeddable("industry", slug, industry.name, industry.get_absolute_url(), height=520)


@embed
def industry(request: HttpRequest, slug: str) -> HttpResponse:
    """Show which regions want an industry in the newest year, and whom to call."""
    options = embed_options.read(request.GET, "industry")
    found = get_object_or_404(Industry, slug=slug)
    naming = Priority.objects.published().naming(found)
    year = max(naming.regions_by_year(), default=0)
    wanting = wanting_regions(naming.for_year(year).local(), include_inherited=False)
    regions = Region.objects.with_parents().filter(pk__in=wanting).order_by("path")[:SHOWN]
    nearest = nearest_bureaus(list(regions))
    context = {
        "industry": found,
        "year": year,
        "rows": [(region, nearest[region.pk]) for region in regions],
        "total": len(wanting),
        "options": options,
    }
    return render(request, "embeds/industry.html", context)
