"""Which hosts of web addresses are ours, and where the site is."""

from django.conf import settings
from django.http.request import split_domain_port, validate_host


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
