"""Files that programs look for by name: robots.txt, security.txt, OpenSearch, and the sitemaps.

The sitemaps list every public page in every language, https://www.sitemaps.org/protocol.html.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from bureaus.models import Bureau, Region
from bureaus.models.tree import last_changes
from bureaus.values.localized import BCP47

PLAIN = "text/plain; charset=utf-8"
SECURITY_VALID_DAYS = 180  # RFC 9116 recommends less than a year
ROBOTS = """\
# Every page may be visited. Combinations of filters have no end; the sitemap has every page once.
User-agent: *
Disallow: /*?*&
Disallow: /*?q=
Disallow: /*?sort=
Disallow: /*/search/?
Disallow: /*/compare/?
Allow: /embed/v1/
Allow: /oembed/?url=
Allow: /

Sitemap: {sitemap}
"""
CODES = [code for code, _label in settings.LANGUAGES]
THINGS_PER_FILE = 500  # each file is made while a crawler waits


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    text = ROBOTS.format(sitemap=request.build_absolute_uri(reverse("sitemap-index")))
    return HttpResponse(text, content_type=PLAIN)


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead to the icon those browsers that look for it by name, as they do beside a picture."""
    return redirect(static("icon.svg"))


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Say whom to tell of security problems, RFC 9116; 404 where nobody is named."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {_expires():%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en, zh",
        f"Canonical: {request.build_absolute_uri(reverse('security'))}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type=PLAIN)


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """Describe the search so that a browser can offer it, in the language of the address."""
    context = {"root": request.build_absolute_uri("/").removesuffix("/")}
    media_type = "application/opensearchdescription+xml; charset=utf-8"
    return render(request, "sharing/opensearch.xml", context, content_type=media_type)


def _expires() -> datetime:
    day = timezone.now().astimezone(UTC).date() + timedelta(days=SECURITY_VALID_DAYS)
    return datetime.combine(day, time(), UTC)


class InEveryLanguage(Sequence):
    """Pairs of a thing and a language code, made only for the slice that is asked for.

    Slices have to begin and end between two things.
    """

    def __init__(self, things: QuerySet | list) -> None:
        self.things = things

    def __len__(self) -> int:
        things = self.things
        number = len(things) if isinstance(things, list) else things.count()
        return number * len(CODES)

    def __getitem__(self, place: Any) -> list[tuple[Any, str]]:
        first, last = place.start // len(CODES), place.stop // len(CODES)
        return [(thing, code) for thing in self.things[first:last] for code in CODES]


class Section(Sitemap):
    """Pages of one kind; a subclass says which ``things`` have one, in a fixed order."""

    limit = THINGS_PER_FILE * len(CODES)

    def things(self) -> QuerySet | list:
        raise NotImplementedError

    def path(self, thing: Any) -> str:
        return thing.get_absolute_url()

    def changed(self, thing: Any) -> datetime | None:
        return thing.updated_at

    def items(self) -> InEveryLanguage:
        return InEveryLanguage(self.things())

    def location(self, item: tuple[Any, str]) -> str:
        thing, code = item
        with translation.override(code):
            return self.path(thing)

    def lastmod(self, item: tuple[Any, str]) -> datetime | None:
        return self.changed(item[0])

    def get_latest_lastmod(self) -> datetime | None:
        things = self.things()
        return None if isinstance(things, list) else things.aggregate(at=Max("updated_at"))["at"]

    def get_urls(self, page: Any = 1, site: Any = None, protocol: Any = None) -> list[dict]:
        """Add to each address those of its translations."""
        urls = super().get_urls(page, site, protocol)
        root = f"{self.get_protocol(protocol)}://{self.get_domain(site)}/"
        for url in urls:
            rest = url["location"].removeprefix(f"{root}{url['item'][1]}/")
            links = [(BCP47[code], f"{root}{code}/{rest}") for code in CODES]
            url["alternates"] = [
                {"lang_code": tag, "location": link}
                for tag, link in [*links, ("x-default", links[0][1])]
            ]
        return urls


class PageSection(Section):
    """Pages without a row of their own, by the names of their views."""

    names: list[str] = []

    def things(self) -> list[str]:
        return self.names

    def path(self, thing: str) -> str:
        return reverse(thing)

    def changed(self, thing: str) -> None:
        return None


class MainPages(PageSection):
    names = [
        "bureaus:home",
        "bureaus:about",
        "bureaus:list",
        "bureaus:regions",
        "bureaus:partners",
        "bureaus:freshness",
        "bureaus:links",
    ]


class BureauSection(Section):
    def things(self) -> QuerySet:
        return Bureau.objects.published().select_related("region").order_by("pk")


class RegionSection(Section):
    @cached_property
    def changes(self) -> dict[int, datetime]:
        return last_changes()

    def things(self) -> QuerySet:
        return Region.objects.filter(pk__in=self.changes).order_by("pk")

    def changed(self, thing: Region) -> datetime:
        return self.changes[thing.pk]

    def get_latest_lastmod(self) -> datetime | None:
        return max(self.changes.values(), default=None)


SECTIONS = {"pages": MainPages, "bureaus": BureauSection, "regions": RegionSection}
