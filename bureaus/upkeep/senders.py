"""Who sends a request: by address, or told apart for one day without keeping the address."""

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

SALT = "bureaus.senders"


def sender(request: HttpRequest) -> str:
    """Give a keyed digest, 32 characters, of the day and of the network address."""
    text = f"{timezone.localdate()} {_network(client_address(request))}"
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()[:32]


def client_address(request: HttpRequest) -> str:
    """Give the address of who asks; a proxy's word for it counts only where it is trusted."""
    own = request.META.get("REMOTE_ADDR", "") or "0.0.0.0"  # noqa: S104 - a socket has none
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    if settings.TRUST_PROXY and forwarded:
        try:
            return str(ip_address(forwarded))
        except ValueError:
            return own
    return own


def _network(text: str) -> str:
    """Take all of an IPv6 network of 64 bits as one, since one household has that many."""
    try:
        address = ip_address(text)
    except ValueError:
        return text
    return str(int(address) >> 64) if isinstance(address, IPv6Address) else text
