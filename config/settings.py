"""Settings, read from the environment. docs/operators.md lists every variable."""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF

from config import environment as env
from config.release import fingerprint

BASE_DIR = Path(__file__).resolve().parent.parent

# What kind of run this is

DEBUG = env.flag("DEBUG", default=False)
HTTPS = env.flag("HTTPS", default=not DEBUG)
TWO_FACTOR = env.flag("TWO_FACTOR", default=not DEBUG)  # for all who may write; see docs/editors.md

SECRET_KEY = env.required("SECRET_KEY", "development-only-" + "x" * 50 if DEBUG else "")
ALLOWED_HOSTS = env.required_list("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]" if DEBUG else "")

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
    "corsheaders",
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
    "config.middleware.OpenDataMiddleware",
    "config.middleware.RefuseNulMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.LanguageMiddleware",
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
WSGI_APPLICATION = "config.wsgi.application"  # for `runserver`, which would pass it over

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "public"],
        "OPTIONS": {"environment": "config.jinja.environment", "extensions": ["jinja2.ext.i18n"]},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates" / "staff"],
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

# Data

SQLITE_PATH = env.text("SQLITE_PATH", f"{BASE_DIR}/var/directory.sqlite3")
DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{SQLITE_PATH}")}
if env.text("DATABASE_REPLICA_URL"):
    DATABASES["replica"] = env.database("DATABASE_REPLICA_URL")
    DATABASE_ROUTERS = ["bureaus.edition.replica.ReplicaRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache("CACHE_URL")}
CDN_SECONDS = env.whole_number("CDN_SECONDS", default=0)
RELEASE = fingerprint(BASE_DIR)

# Languages and time

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文"), ("zh-hant", "繁體中文")]
FORMAT_MODULE_PATH = "config.formats"
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
TIME_ZONE = "Asia/Shanghai"

# Static files

STATIC_URL = "static/"
STATIC_ROOT = env.text("STATIC_ROOT", f"{BASE_DIR}/var/static")
STATICFILES_DIRS = [BASE_DIR / "config" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Logging in: where, how often one may fail, how long it lasts

ADMIN_PATH = env.admin_path("ADMIN_PATH", default="admin")

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # refuses whoever is locked out
    "django.contrib.auth.backends.ModelBackend",
]

# A working day at most, and not over a long break; see bureaus/staff/login.py
SESSION_COOKIE_AGE = 10 * 3600
SESSION_IDLE_SECONDS = 90 * 60
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

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}Validator"}
    for name in ("UserAttributeSimilarity", "MinimumLength", "CommonPassword", "NumericPassword")
]

# Security

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_AGE = None  # until the browser is closed
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
TRUST_PROXY = env.flag("TRUST_PROXY", default=False)
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

# What pages of any site may read: the API, oEmbed, files, feeds, pictures, the loader of cards

CORS_ALLOW_ALL_ORIGINS = True
CORS_URLS_REGEX = (
    r"^/(?:api/|oembed/$|embed/v1/.+\.(?:js|svg)$|[br]/[^/]+\.(?:json|png|svg|vcf)$"
    rf"|(?:{'|'.join(dict(LANGUAGES))})/.+\.(?:atom|csv|json|vcf)$)"
)
CORS_ALLOW_METHODS = ["GET", "HEAD", "POST", "OPTIONS"]
CORS_ALLOW_HEADERS = ["Content-Type", "If-None-Match"]
CORS_EXPOSE_HEADERS = ["Deprecation", "ETag", "Link", "Retry-After", "Sunset"]

# The API: nobody logs in, everything is JSON

API_RATE = env.rate("API_RATE", default="600/minute")
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["bureaus.api.handling.SmallJsonParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "bureaus.api.handling.JsonOnly",
    "DEFAULT_THROTTLE_CLASSES": ["bureaus.api.handling.AddressThrottle"],
    "DEFAULT_PAGINATION_CLASS": "bureaus.api.lists.NumberedPages",
    "DEFAULT_FILTER_BACKENDS": ["bureaus.api.lists.PublicFilterBackend"],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "bureaus.api.handling.handle",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
    "NUM_PROXIES": 1 if TRUST_PROXY else 0,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "The Bureau Directory",
    "VERSION": "1.0.0",
    "DESCRIPTION": (
        "The offices that receive investors in China’s regions, and what each region says it "
        "wants in a year. Read only, without a key, for any page. Every answer that is not a "
        "success is an RFC 9457 problem. Names and texts come in every language that is known. "
        "/api/v1/docs/ holds the promise of stability and the dated list of changes."
    ),
    "LICENSE": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVERS": [{"url": "/"}],
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "BureauKind": "bureaus.models.Bureau.Kind",
        "RegionKind": "bureaus.models.Region.Kind",
        "RegionLevel": "bureaus.models.Region.Level",
        "DocumentKind": "policies.models.Document.Kind",
    },
}

# Letters, and corrections from the public

mail = env.mail_server("EMAIL_URL")  # without one, letters go to standard output
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if mail.scheme else 'console'}.EmailBackend"
EMAIL_HOST = mail.host
EMAIL_PORT = mail.port
EMAIL_HOST_USER = mail.user
EMAIL_HOST_PASSWORD = mail.password
EMAIL_USE_TLS = mail.scheme == "smtp+tls"
EMAIL_USE_SSL = mail.scheme == "smtp+ssl"
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "directory@localhost")
DELIVER_AT_ONCE = env.flag("DELIVER_AT_ONCE", default=True)  # off where `manage.py deliver` runs
SITE_URL = env.site("SITE_URL")  # for links in letters
PORT = env.whole_number("PORT", default=8000)  # for links on a machine without HTTPS
CORRECTIONS_PER_DAY = env.whole_number("CORRECTIONS_PER_DAY", default=20)  # from one address
CSRF_FAILURE_VIEW = "bureaus.pages.errors.forged"

# Logging, to standard error: a JSON object a line for collectors, plain lines for people. What is
# asked for goes to standard output

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "{levelname}{name}{message}",
            "style": "{",
            "timestamp": "time",
            "rename_fields": {"levelname": "level", "name": "logger"},
        },
        "plain": {"format": "{levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {
        name: {
            "class": "logging.StreamHandler",
            "formatter": "plain" if DEBUG else "json",
            "stream": f"ext://sys.{stream}",
        }
        for name, stream in (("console", "stderr"), ("requests", "stdout"))
    },
    "root": {"handlers": ["console"], "level": env.log_level("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": ["console"], "propagate": False},
        "axes": {"level": "WARNING"},
        "granian.access": {"handlers": ["requests"], "level": "INFO", "propagate": False},
    },
}

# The product

CHECK_VALID_MONTHS = 6  # a checked contact counts as checked for this long
# Who runs the site and where visitors write to; About and the page on privacy say so
OPERATOR, CONTACT_EMAIL = env.text("OPERATOR"), env.text("CONTACT_EMAIL")
# Who is told of security problems, RFC 9116; without either there is no security.txt
SECURITY_CONTACT = env.contact(
    "SECURITY_CONTACT", default=f"mailto:{CONTACT_EMAIL}" if CONTACT_EMAIL else ""
)
