"""Settings of logging in: where, how often one may fail, how long it lasts."""

import os
import re
from datetime import timedelta

from django.core.exceptions import ImproperlyConfigured

# The first parts of the addresses of public pages, under which the admin would hide them
TAKEN = {"api", "b", "embed", "en", "healthz", "oembed", "r", "readyz", "static"}
TAKEN |= {"zh-hans", "zh-hant"}


def admin_path(value: str) -> str:
    """Read where the admin is: one or more words with slashes between, "admin/" unless given."""
    path = value.strip().strip("/") or "admin"
    words = r"[A-Za-z0-9][A-Za-z0-9_-]*"
    if not re.fullmatch(rf"{words}(/{words})*", path):
        raise ImproperlyConfigured(
            f"ADMIN_PATH must be letters, digits, - and _, like staff/desk, not {value!r}."
        )
    if path.partition("/")[0].lower() in TAKEN:
        raise ImproperlyConfigured(f"ADMIN_PATH must not begin like a public page: {value!r}.")
    return f"{path}/"


ADMIN_PATH = admin_path(os.environ.get("ADMIN_PATH", ""))

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # refuses whoever is locked out
    "django.contrib.auth.backends.ModelBackend",
]

# A working day at most, and not over a long break; see bureaus/staff/login.py
SESSION_COOKIE_AGE = 10 * 3600
SESSION_IDLE_SECONDS = 90 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600

OTP_TOTP_ISSUER = "Bureau Directory"

# Five failures of one name from one address lock that pair out. Passwords are never kept.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "bureaus.staff.login.locked_out"
AXES_CLIENT_IP_CALLABLE = "bureaus.upkeep.senders.client_address"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # nobody needs to know who logged in from where
AXES_ENABLE_ADMIN = False  # `manage.py axes_reset_username` unlocks
AXES_VERBOSE = False
