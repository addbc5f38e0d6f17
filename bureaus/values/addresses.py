"""Addresses of pages on this site, which hosts are ours, and where the site is."""

from functools import lru_cache

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.urls import reverse
from django.utils.translation import get_language

from bureaus.values.localized import site_language


def address(name: str, *args: object) -> str:
    """Give what Django's ``reverse`` gives for the active language.

    It is remembered: making an address up takes long, and lists have many.
    """
    return _address(get_language(), name, args)


@lru_cache(maxsize=8192)
def _address(language: str | None, name: str, args: tuple[object, ...]) -> str:
    return reverse(name, args=args)


def with_site_language(path: str) -> str:
    """Write the language that the path of an address begins with as this site does.

    "/zh-CN/regions/" becomes "/zh-hans/regions/"; a path without a language stays as it is.
    """
    tag, _slash, rest = path.removeprefix("/").partition("/")
    language = site_language(tag) if path.startswith("/") else ""
    return f"/{language}/{rest}" if language else path


def is_ours(host: str, asked: str) -> bool:
    """Tell whether an address with this host, a port or not, leads to this site.

    ``asked`` is the host that the request came to, in the same form.
    """
    domain, own = (split_domain_port(text)[0] for text in (host, asked))
    return validate_host(domain, [own, *settings.ALLOWED_HOSTS])


def site_address() -> str:
    """Give the scheme and host of the site where no request tells them, "" if nothing does."""
    host = settings.ALLOWED_HOSTS[0].lstrip(".")
    if settings.SITE_URL or host == "*":
        return settings.SITE_URL
    if settings.HTTPS:
        return f"https://{host}"
    return f"http://{host}:{settings.PORT}"
