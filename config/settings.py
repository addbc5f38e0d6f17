"""Settings, read from the environment. README.md lists every variable."""

import os
import re
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.api import REST_FRAMEWORK, SPECTACULAR_SETTINGS  # noqa: F401 - settings too
from config.login import *  # noqa: F403 - settings too
from config.logs import log_settings
from config.mail import mail_settings
from config.release import fingerprint

BASE_DIR = Path(__file__).resolve().parent.parent


def flag(name: str, *, default: bool) -> bool:
    """Read an on/off variable; anything but a plain yes or no is refused."""
    value = os.environ.get(name, "").strip().lower()
    if value in {"", "0", "false", "no", "1", "true", "yes"}:
        return default if value == "" else value in {"1", "true", "yes"}
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def whole_number(name: str, *, default: int) -> int:
    """Read a variable that is a number of something."""
    value = os.environ.get(name, "").strip()
    if value == "" or (value.isascii() and value.isdigit()):
        return int(value or default)
    raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")


def required(name: str, development: str) -> str:
    """Read a variable that production cannot do without."""
    value = os.environ.get(name, "").strip()
    if value or DEBUG:
        return value or development
    raise ImproperlyConfigured(
        f"{name} is not set. Production needs it; README.md says how. For development set DEBUG=1."
    )


# What kind of run this is

DEBUG = flag("DEBUG", default=False)
HTTPS = flag("HTTPS", default=not DEBUG)
TWO_FACTOR = flag("TWO_FACTOR", default=not DEBUG)  # for all who may write; see docs/editors.md

SECRET_KEY = required("SECRET_KEY", "development-only-" + "x" * 50)
ALLOWED_HOSTS = [
    host.strip() for host in required("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
]

# The application

INSTALLED_APPS = [
    # First, so that the permissions of our models are made, and its pages of users and devices
    # registered, before ours come
    "django.contrib.auth",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "bureaus.apps.BureausConfig",
    "policies",
    "bureaus.apps.WorkbenchConfig",  # django.contrib.admin with our own site
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django_filters",
    "drf_spectacular",
    "csp",
    "axes",
]

MIDDLEWARE = [
    "config.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.NotModifiedMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.CrossOriginMiddleware",
    "config.middleware.RefuseNulMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "bureaus.staff.login.StaffSessionMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.DatabaseDownMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Data. IMMEDIATE makes a writer wait for its turn; deferred transactions fail at once instead.

SQLITE_PATH = os.environ.get("SQLITE_PATH", "") or BASE_DIR / "var" / "directory.sqlite3"

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;"
        "PRAGMA synchronous=NORMAL;"
        "PRAGMA cache_size=-10000;"  # kB for each connection; larger sorts use files
    ),
}


def database(url: str) -> Any:
    """Describe the database of a URL, with connections that are kept."""
    found = dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True)
    if found["ENGINE"] == "django.db.backends.sqlite3":
        found["OPTIONS"] = SQLITE_OPTIONS
    return found


DATABASES = {"default": database(os.environ.get("DATABASE_URL", "") or f"sqlite:///{SQLITE_PATH}")}
if DATABASE_REPLICA_URL := os.environ.get("DATABASE_REPLICA_URL", ""):
    DATABASES["replica"] = database(DATABASE_REPLICA_URL)
    DATABASE_ROUTERS = ["bureaus.edition.replica.ReplicaRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Everything kept has the edition in its key, so nothing need expire; the limits bound the memory.

CACHE_URL = os.environ.get("CACHE_URL", "")
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "TIMEOUT": 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
if CACHE_URL:
    CACHES["default"] = {
        "BACKEND": "config.caching.ForgivingRedisCache",
        "LOCATION": CACHE_URL,
        "TIMEOUT": 24 * 3600,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
CDN_SECONDS = whole_number("CDN_SECONDS", default=0)
RELEASE = fingerprint(BASE_DIR)

# Languages and time

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文"), ("zh-hant", "繁體中文")]
FORMAT_MODULE_PATH = "config.formats"
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# Versions are found by the row they belong to, in the order of their keys

SIMPLE_HISTORY_DATE_INDEX = False

# Static files

STATIC_URL = "static/"
STATIC_ROOT = os.environ.get("STATIC_ROOT", "") or BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "config" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Security

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_AGE = None  # until the browser is closed
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
TRUST_PROXY = flag("TRUST_PROXY", default=False)
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: [] for feature in ("camera", "geolocation", "microphone", "payment", "usb")
}

# The API

API_RATE = os.environ.get("API_RATE", "").strip() or "600/minute"
if not re.fullmatch(r"off|[1-9]\d{0,8}/(second|minute|hour|day)", API_RATE):
    raise ImproperlyConfigured(f"API_RATE must be like 600/minute, or off, not {API_RATE!r}.")

REST_FRAMEWORK = REST_FRAMEWORK | {"NUM_PROXIES": 1 if TRUST_PROXY else 0}

# Letters, and corrections from the public

globals().update(mail_settings(os.environ.get("EMAIL_URL", "").strip()))
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "").strip() or "directory@localhost"
# Where this site is, for links in letters: https://directory.example
SITE_URL = os.environ.get("SITE_URL", "").strip().rstrip("/")
if SITE_URL and not re.fullmatch(r"https?://[^/\s?#]+", SITE_URL):
    raise ImproperlyConfigured(
        f"SITE_URL must be like https://directory.example, not {SITE_URL!r}."
    )
CORRECTIONS_PER_DAY = whole_number("CORRECTIONS_PER_DAY", default=20)  # from one address
CSRF_FAILURE_VIEW = "bureaus.pages.errors.forged"

# Logging

LOGGING = log_settings(level=os.environ.get("LOG_LEVEL", "") or "INFO", plain=DEBUG)

# The product

CHECK_VALID_MONTHS = 6  # a checked contact counts as checked for this long
# Where visitors write to about what is missing; without it they are led to the page about us
CONTACT_EMAIL = os.environ.get("CONTACT_EMAIL", "").strip()
# Who is told of security problems, RFC 9116; without either there is no security.txt
SECURITY_CONTACT = os.environ.get("SECURITY_CONTACT", "").strip() or (
    f"mailto:{CONTACT_EMAIL}" if CONTACT_EMAIL else ""
)
if SECURITY_CONTACT and not SECURITY_CONTACT.startswith(("mailto:", "https://", "tel:")):
    raise ImproperlyConfigured("SECURITY_CONTACT must begin with mailto:, https:// or tel:.")
