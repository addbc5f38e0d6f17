"""Files that programs look for by name: robots.txt, favicon.ico, security.txt, OpenSearch."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

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
