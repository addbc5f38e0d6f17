"""Files that programs look for by name: robots.txt, security.txt, OpenSearch, and the sitemaps.

The sitemaps list every public page in every language, https://www.sitemaps.org/protocol.html.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import Page, Paginator
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from bureaus.changes.nouns import Noun, nouns
from bureaus.sharing.access import PLAIN

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
    day = timezone.now().astimezone(UTC).date() + timedelta(days=SECURITY_VALID_DAYS)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {day}T00:00:00Z",
        "Preferred-Languages: en, zh",
        f"Canonical: {request.build_absolute_uri(reverse('security'))}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type=PLAIN)


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    context = {"root": request.build_absolute_uri("/").removesuffix("/")}
    media_type = "application/opensearchdescription+xml; charset=utf-8"
    return render(request, "sharing/opensearch.xml", context, content_type=media_type)


class Pages(Sitemap):
    """Pages without a row of their own, by the names of their views."""

    i18n = alternates = x_default = True

    def __init__(self, names: list[str]) -> None:
        self.names = names

    def items(self) -> Any:
        return self.names

    def location(self, item: Any) -> str:
        return reverse(item)

    def get_urls(self, *args: Any, **kwargs: Any) -> list[dict]:
        """Lead readers of other languages to the English page, as the head of each page does.

        Django names the address without a language for them, which only redirects.
        """
        urls = super().get_urls(*args, **kwargs)
        for url in urls:
            url["alternates"][-1]["location"] = url["alternates"][0]["location"]
        return urls


class InEveryLanguage(Paginator):
    """Pages of rows, each row once for a language; Django's own ``i18n`` reads all rows first."""

    def page(self, number: Any) -> Page:
        page = super().page(number)
        codes = dict(settings.LANGUAGES)
        page.object_list = [(row, code) for row in page.object_list for code in codes]
        return page


class RowPages(Pages):
    limit = 500  # rows; each file is made while a crawler waits

    def __init__(self, noun: Noun) -> None:
        self.noun = noun
        self.changes = noun.last_changes() if noun.last_changes else None
        self.path = cache(lambda row, _language: row.get_absolute_url())

    @property
    def paginator(self) -> Paginator:
        return InEveryLanguage(self.noun.pages().order_by("pk"), self.limit)

    def location(self, item: Any) -> str:
        return self.path(item, get_language())  # Django asks five times for each translation

    def lastmod(self, item: Any) -> datetime | None:
        return item.updated_at if self.changes is None else self.changes.get(item.pk)

    def get_latest_lastmod(self) -> datetime | None:
        if self.changes is None:
            return self.noun.pages().aggregate(at=Max("updated_at"))["at"]
        return max(self.changes.values(), default=None)


def sitemaps_of_nouns() -> dict[str, Callable[[], Sitemap]]:
    """Make a sitemap for each noun, under the word with which the addresses of its pages begin."""
    return {next(iter(noun.paths)).rstrip("/"): partial(RowPages, noun) for noun in nouns()}
