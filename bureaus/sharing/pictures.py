"""The pictures that other sites show beside links to bureaus and regions."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from bureaus.models import Bureau, Region
from bureaus.sharing import open_graph
from bureaus.sharing.cards import format_of_bureau, permalink
from bureaus.sharing.parameters import language, refusing
from bureaus.sharing.permalinks import moved


@format_of_bureau
def bureau(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    foot = f"{bureau.written_check_state} · {permalink(request, bureau).partition('://')[2]}"
    return _png(bureau.name, bureau.counterpart, bureau.region.place, foot)


@require_safe
@refusing
def region(request: HttpRequest, value: str) -> HttpResponse:
    """Draw a region; a former name, code or slug leads to the picture of today's."""
    found = Region.objects.called(value)
    if len(found) != 1:
        raise Http404
    if value != found[0].slug:
        return moved(request, "region-picture", found[0].slug)
    with translation.override(language(request.GET)):
        above = " · ".join(region.name for region in found[0].breadcrumbs[::-1])
        foot = f"{request.get_host()}/r/{found[0].slug}/"
        return _png(found[0].full_name, found[0].full_counterpart, above, foot)


def _png(title: str, subtitle: str, place: str, foot: str) -> HttpResponse:
    picture = open_graph.png(title, subtitle, place, foot)
    return HttpResponse(picture, content_type="image/png")
