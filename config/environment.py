"""Read environment variables; what cannot be read is refused by the name of its variable.

A variable that is empty or blank counts as one that is not set. No library reads them: those that
were tried read less strictly. django-environ takes ``DEBUG=maybe`` for no, and a secret key that
begins with ``$abc`` for the variable ``abc``; environs gives up on what is empty, and with it
``smtp+tls`` sends letters unencrypted.
"""

import logging
import os
import re
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from bureaus.values import texts
from bureaus.values.localized import site_language

MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}

# The first parts of the addresses of public pages, under which the admin would hide them
TAKEN = {"api", "b", "embed", "en", "healthz", "oembed", "r", "readyz", "static"}
TAKEN |= {"zh-hans", "zh-hant"}


class MailServer(NamedTuple):
    """Where letters are handed over; without a scheme, nowhere."""

    scheme: str = ""
    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def required(name: str, development: str) -> str:
    """Read a variable that production, where nothing can stand in for it, cannot do without."""
    if value := text(name, development):
        return value
    raise ImproperlyConfigured(
        f"{name} is not set. Production needs it: docs/operators.md. For development set DEBUG=1."
    )


def required_list(name: str, development: str) -> list[str]:
    return [part.strip() for part in required(name, development).split(",")]


def flag(name: str, *, default: bool) -> bool:
    """Read an on/off variable; anything but a plain yes or no is refused."""
    value = text(name).lower()
    if value in {"", "0", "false", "no", "1", "true", "yes"}:
        return default if value == "" else value in {"1", "true", "yes"}
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def whole_number(name: str, *, default: int) -> int:
    value = text(name, str(default))
    number = texts.whole_number(value)
    if number is None:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return number


def rate(name: str, *, default: str) -> str:
    form = r"off|[1-9]\d{0,8}/(second|minute|hour|day)"
    return _matching(name, form, "like 600/minute, or off", default)


def log_level(name: str, *, default: str) -> str:
    names = "|".join(logging.getLevelNamesMapping())
    return _matching(name, names, "like INFO or WARNING", default)


def site(name: str) -> str:
    form = r"https?://[^/\s?#]+/*"
    return _matching(name, form, "like https://directory.example").rstrip("/")


def contact(name: str, default: str) -> str:
    form = "(mailto:|https://|tel:).*"
    return _matching(name, form, "an address with mailto:, https:// or tel: before it", default)


def admin_path(name: str, *, default: str) -> str:
    """Read where the admin is, one or more words with slashes between; one is added at the end."""
    path = text(name).strip("/") or default
    words = r"[A-Za-z0-9][A-Za-z0-9_-]*"
    if not re.fullmatch(rf"{words}(/{words})*", path):
        raise ImproperlyConfigured(
            f"{name} must be letters, digits, - and _, like staff/desk, not {path!r}."
        )
    first = path.partition("/")[0].lower()
    if first in TAKEN or site_language(first):
        raise ImproperlyConfigured(f"{name} must not begin like a public page: {path!r}.")
    return f"{path}/"


def database(name: str, default: str = "") -> Any:
    """Describe the database of a URL, with connections that are kept.

    On SQLite, IMMEDIATE makes a writer wait for its turn; deferred transactions fail at once.
    """
    url = text(name, default)
    try:
        found = dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True)
    except ValueError:  # of which neither the text nor the traceback may show a password
        raise ImproperlyConfigured(
            f"{name} must be like postgres://user:password@host:port/name; what is neither a "
            "letter nor a digit in user and password is written as in %40."
        ) from None
    if found["ENGINE"] == "django.db.backends.sqlite3":
        found["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    return found


def cache(name: str) -> dict[str, Any]:
    """Describe the cache of a URL, by default one in each process.

    What is kept has the edition in its key, so nothing need expire; the limits bound the memory.
    """
    url, found = text(name), {"TIMEOUT": 24 * 3600}
    if not url:
        backend = "django.core.cache.backends.locmem.LocMemCache"
        return found | {"BACKEND": backend, "OPTIONS": {"MAX_ENTRIES": 10_000}}
    options = {"socket_connect_timeout": 1, "socket_timeout": 1}
    backend = "config.caching.ForgivingRedisCache"
    return found | {"BACKEND": backend, "LOCATION": url, "OPTIONS": options}


def mail_server(name: str) -> MailServer:
    """Read a variable like ``smtp+tls://user:password@mail.example:587``."""
    url = text(name)
    if not url:
        return MailServer()
    try:
        parts = urlsplit(url)
        port = parts.port or MAIL_PORTS[parts.scheme]
    except (KeyError, ValueError):
        parts, port = urlsplit(""), 0
    if not parts.hostname:
        raise ImproperlyConfigured(
            f"{name} must be like smtp+tls://user:password@host:port; smtp and smtp+ssl work too."
        )
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(parts.scheme, parts.hostname, port, user, password)


def _matching(name: str, form: str, like: str, default: str = "") -> str:
    value = text(name, default)
    if value == default or re.fullmatch(form, value):
        return value
    raise ImproperlyConfigured(f"{name} must be {like}, not {value!r}.")
