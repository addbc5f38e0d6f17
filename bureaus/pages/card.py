"""A bureau on a card to print, and its address on a screen to show a driver."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from bureaus.models import Bureau
from bureaus.pages.views import closed_bureau
from bureaus.values.localized import in_every_language


@require_safe
def card(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    return _page(request, slug, ref, "bureaus:card")


@require_safe
def taxi(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    return _page(request, slug, ref, "bureaus:taxi")


def _page(request: HttpRequest, slug: str, ref: str, name: str) -> HttpResponse:
    """Show an open bureau at its right address: 301 from a former one, 410 once it is closed."""
    bureau = get_object_or_404(Bureau.objects.public().with_region(), ref=ref)
    if bureau.is_closed:
        return closed_bureau(request, bureau)
    if slug != bureau.slug:
        return redirect(name, slug=bureau.slug, ref=ref, permanent=True)
    if name == "bureaus:taxi" and not bureau.chinese_address:
        raise Http404
    names = in_every_language(bureau, "name")
    chinese_name = next((text for text in names if text.lang != "en"), "")
    context = {"bureau": bureau, "chinese_name": chinese_name}
    return render(request, f"cards/{name.partition(':')[2]}.html", context)
