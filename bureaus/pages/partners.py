"""The page for those who link to the directory, embed it or take its data."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bureaus.lists.bureau_filters import BureauFilter
from bureaus.lists.fields import not_known
from bureaus.models import Bureau
from bureaus.search.gazetteer import gazetteer
from bureaus.sharing import embeddable
from bureaus.sharing.access import ParameterError, choice, language
from bureaus.sharing.embeddable import Embeddable

MOST_FOUND = 8


@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """Show how to link and embed, with a live preview of what is asked for.

    ``?bureau=``, ``?region=`` or ``?industry=`` names it; ``?q=`` takes an address, a reference
    or words. Without any, the first bureau is shown.
    """
    notices: list[str] = []
    text = request.GET.get("q", "").strip()
    thing = _asked_for(request, text, notices)
    found = [] if thing or not text else _found(text)
    options = _options(request, notices)
    shown = thing or (embeddable.find_embeddable(*found[0][:2]) if found else _first())
    context = {
        "text": text[:200],
        "found": found,
        "thing": shown,
        "notices": notices,
        "options": options,
        "preview": shown.frame(**options) if shown else "",
        "snippets": _snippets(request, shown, options) if shown else [],
        "themes": embeddable.THEMES,
        "parts": [(kind, noun.parts) for kind, noun in embeddable.with_card().items()],
        "root": request.build_absolute_uri("/").removesuffix("/"),
    }
    return render(request, "partners/partners.html", context)


def _asked_for(request: HttpRequest, text: str, notices: list[str]) -> Embeddable | None:
    """Find what the address names; an unknown name is told in a notice."""
    for kind in embeddable.with_card():
        if key := request.GET.get(kind, "").strip():
            if found := embeddable.find_embeddable(kind, key):
                return found
            notices.append(not_known(key, kind))
    if not text:
        return None
    found_at = embeddable.at(text, request)
    return found_at[0] if found_at else embeddable.find_embeddable("bureau", text)


def _found(text: str) -> list[tuple[str, str, str]]:
    """Find places by name or code, and bureaus as their list does: (kind, key, title)."""
    regions = gazetteer().called(text)[:MOST_FOUND]
    query = QueryDict(urlencode({"q": text}))
    bureaus = BureauFilter(query, Bureau.objects.public().with_region()).qs[:MOST_FOUND]
    places = [("region", region.slug, region.place) for region in regions]
    return [*places, *(("bureau", bureau.ref, bureau.name) for bureau in bureaus)]


def _first() -> Embeddable | None:
    first = Bureau.objects.published().order_by("pk").values_list("ref", flat=True).first()
    return embeddable.find_embeddable("bureau", first) if first else None


def _options(request: HttpRequest, notices: list[str]) -> dict[str, str]:
    """Read the options of a card, without the theme that it has anyway."""
    options = {"lang": get_language() or "en"}
    try:
        if request.GET.get("lang"):
            options["lang"] = language(request.GET)
        theme = choice(request.GET, "theme", embeddable.THEMES)
        if theme != "auto":
            options["theme"] = theme
    except ParameterError as problem:
        notices.append(str(problem))
    return options


def _snippets(
    request: HttpRequest, thing: Embeddable, options: dict[str, str]
) -> list[tuple[str, str]]:
    absolute = request.build_absolute_uri
    page, title = absolute(thing.page), thing.title
    frame = embeddable.frame_html(thing, absolute, options, "100%", thing.height)
    link_with_script = format_html(
        '<a class="bureau-directory" href="{}"{}>{}</a>\n<script src="{}" async></script>',
        page,
        format_html_join("", ' data-{}="{}"', options.items()),
        title,
        absolute(reverse("embed-script")),
    )
    found = [
        (_("Permanent address"), page),
        (_("Link"), format_html('<a href="{}">{}</a>', page, title)),
        (_("Frame, without any script"), frame),
        (_("Link that a script turns into a frame of the right height"), link_with_script),
    ]
    if thing.kind == "bureau":
        badge = absolute(reverse("embed-badge", args=[thing.key], query=options))
        image = format_html('<img src="{}" alt="{}" height="28">', badge, title)
        found.append((_("Badge"), format_html('<a href="{}">{}</a>', page, image)))
    oembed = reverse("oembed", query={"url": page, "lang": options["lang"]})
    return [*found, (_("oEmbed"), absolute(oembed))]
