"""How the settings follow from the environment."""

import json
import sqlite3

import pytest
from django.core.cache import CacheHandler
from django.core.exceptions import ImproperlyConfigured
from django.db import ConnectionHandler, connections, transaction
from django.urls import get_resolver, reverse

from bureaus.apps import operator_is_named
from config.environment import TAKEN, flag
from tests.config.programs import PRODUCTION, SET_UP, fresh, python, settings_of


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
@pytest.mark.parametrize("value", [None, "", " "])
def test_production_settings_need_a_key_and_hosts(missing, value):
    environment = PRODUCTION | {missing: value}
    if value is None:
        del environment[missing]

    with pytest.raises(ImproperlyConfigured, match=f"{missing} is not set. Production needs it"):
        settings_of(**environment)


def test_production_refuses_to_start_without_what_it_needs():
    done = python("manage.py", "check")

    assert done.returncode != 0
    assert "SECRET_KEY is not set. Production needs it" in done.stderr


def test_development_needs_only_debug():
    done = python("manage.py", "check", "--fail-level", "WARNING", DEBUG="1")

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DEBUG", "maybe", "DEBUG must be 1 or 0, not 'maybe'."),
        *(("HTTPS", value, "HTTPS must be 1 or 0") for value in ("2", "off", "１")),
        ("TWO_FACTOR", "on", "TWO_FACTOR must be 1 or 0"),
        ("TRUST_PROXY", "y", "TRUST_PROXY must be 1 or 0"),
        ("CDN_SECONDS", "-1", "CDN_SECONDS must be a whole number, not '-1'."),
        ("CORRECTIONS_PER_DAY", "２", "CORRECTIONS_PER_DAY must be a whole number"),
        ("PORT", "http", "PORT must be a whole number"),
        ("LOG_LEVEL", "loud", "LOG_LEVEL must be like INFO or WARNING, not 'loud'."),
        ("API_RATE", "often", "API_RATE must be like 600/minute, or off, not 'often'."),
        ("API_RATE", "0/minute", "API_RATE must be like"),
        ("SITE_URL", "directory.example", "SITE_URL must be like https://directory.example"),
        ("SITE_URL", "https://directory.example/en/", "SITE_URL must be like"),
        ("SECURITY_CONTACT", "a@b.example", "SECURITY_CONTACT must be an address with mailto:"),
        ("DATABASE_URL", "junk", "DATABASE_URL must be like postgres://user:password@host"),
        ("DATABASE_URL", "oddsql://db.example/name", "DATABASE_URL must be like"),
        ("DATABASE_REPLICA_URL", "postgres://db.example:port/n", "DATABASE_REPLICA_URL must be"),
    ],
)
def test_junk_is_refused_at_the_start_by_the_name_of_its_variable(name, value, said):
    with pytest.raises(ImproperlyConfigured) as refused:
        settings_of(**PRODUCTION, **{name: value})

    assert str(refused.value).startswith(said)


def test_refused_database_url_does_not_show_its_password():
    with pytest.raises(ImproperlyConfigured) as refused:
        settings_of(**PRODUCTION, DATABASE_URL="postgres://user:se/cret@db.example/name")

    assert "cret" not in str(refused.value)
    assert refused.value.__suppress_context__


def test_what_is_given_is_taken():
    found = settings_of(
        **PRODUCTION,
        CDN_SECONDS="60",
        CORRECTIONS_PER_DAY=" 7 ",
        LOG_LEVEL="ERROR",
        API_RATE="off",
        SITE_URL="https://directory.example/",
        STATIC_ROOT="/srv/static",
        CONTACT_EMAIL="office@directory.example",
        DEFAULT_FROM_EMAIL="letters@directory.example",
        TRUST_PROXY="1",
    )

    assert (found.CDN_SECONDS, found.CORRECTIONS_PER_DAY) == (60, 7)
    assert found.LOGGING["root"]["level"] == "ERROR"
    assert found.API_RATE == "off"
    assert found.SITE_URL == "https://directory.example"
    assert found.STATIC_ROOT == "/srv/static"
    assert found.SECURITY_CONTACT == "mailto:office@directory.example"
    assert found.DEFAULT_FROM_EMAIL == "letters@directory.example"
    assert found.SECURE_PROXY_SSL_HEADER == ("HTTP_X_FORWARDED_PROTO", "https")
    assert found.REST_FRAMEWORK["NUM_PROXIES"] == 1


@pytest.mark.parametrize("value", ["", " "])
def test_what_is_empty_has_its_default(value):
    names = (
        *("CDN_SECONDS", "CORRECTIONS_PER_DAY", "LOG_LEVEL", "API_RATE", "SITE_URL", "CACHE_URL"),
        *("DATABASE_URL", "DATABASE_REPLICA_URL", "EMAIL_URL", "SECURITY_CONTACT", "ADMIN_PATH"),
        *("HTTPS", "TRUST_PROXY", "SQLITE_PATH", "STATIC_ROOT", "PORT"),
    )

    found = settings_of(**PRODUCTION, **dict.fromkeys(names, value))

    default = settings_of(**PRODUCTION)
    assert {name: vars(found)[name] for name in vars(found) if name.isupper()} == {
        name: vars(default)[name] for name in vars(default) if name.isupper()
    }


YES, NO, NEITHER = ("1", "true", " YES "), ("0", "False", "no"), (None, "", " ")


@pytest.mark.parametrize("text", [*YES, *NO, *NEITHER])
@pytest.mark.parametrize("default", [True, False])
def test_flag_reads_yes_and_no_and_has_its_default_otherwise(monkeypatch, text, default):
    if text is not None:
        monkeypatch.setenv("SOME_FLAG", text)

    assert flag("SOME_FLAG", default=default) is (default if text in NEITHER else text in YES)


def test_hosts_are_separated_by_commas():
    found = settings_of(**PRODUCTION | {"ALLOWED_HOSTS": "a.example, b.example"})

    assert found.ALLOWED_HOSTS == ["a.example", "b.example"]


@pytest.fixture
def connection(tmp_path, django_db_blocker):
    """Give a connection, to be had as "fresh", to the SQLite file that the environment names."""
    found = settings_of(**PRODUCTION, SQLITE_PATH=str(tmp_path / "d.sqlite3"))
    connection = ConnectionHandler(found.DATABASES).create_connection("default")
    connection.alias = "fresh"
    connections["fresh"] = connection
    with django_db_blocker.unblock():
        yield connection
        connection.close()
    del connections["fresh"]


def test_sqlite_writes_ahead_and_waits_for_its_turn(connection, tmp_path):
    def pragma(name):
        return connection.cursor().execute(f"PRAGMA {name}").fetchone()[0]

    values = [pragma("journal_mode"), pragma("synchronous"), pragma("busy_timeout")]

    assert values == ["wal", 1, 20000]
    assert pragma("foreign_keys") == 1
    other = sqlite3.connect(tmp_path / "d.sqlite3", timeout=0)
    with transaction.atomic(using="fresh"):
        connection.cursor().execute("SELECT 1")
        with pytest.raises(sqlite3.OperationalError, match="database is locked"):
            other.execute("BEGIN IMMEDIATE")
    other.close()


def test_database_url_selects_postgresql_and_keeps_connections():
    found = settings_of(**PRODUCTION, DATABASE_URL="postgres://user:secret@db.example/name")

    connection = ConnectionHandler(found.DATABASES)["default"]
    assert connection.vendor == "postgresql"
    assert connection.settings_dict["CONN_MAX_AGE"] == 600
    assert connection.settings_dict["CONN_HEALTH_CHECKS"]


@pytest.mark.parametrize(
    ("environment", "backend"),
    [({}, "LocMemCache"), ({"CACHE_URL": "redis://cache.example:6379/0"}, "ForgivingRedisCache")],
)
def test_cache_url_selects_redis(environment, backend):
    found = settings_of(**PRODUCTION, **environment)

    assert type(CacheHandler(found.CACHES)["default"]).__name__ == backend


@pytest.mark.parametrize(("https", "secure"), [("1", True), ("0", False), ("", True)])
def test_cookies_are_secure_where_there_is_https(https, secure):
    found = settings_of(**PRODUCTION, HTTPS=https)

    assert found.SESSION_COOKIE_SECURE is secure
    assert found.CSRF_COOKIE_SECURE is secure
    assert found.SECURE_SSL_REDIRECT is secure


def test_cookie_of_a_session_is_kept_from_scripts_and_other_sites(client, django_user_model, db):
    given = {"username": "lin", "password": "correct horse battery staple"}
    django_user_model.objects.create_user(**given, is_staff=True)

    cookie = client.post("/admin/login/", given).cookies["sessionid"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_log_is_a_json_object_a_line():
    code = "import logging; logging.getLogger('bureaus').warning('Lost %s', 'it')"

    done = python("-c", SET_UP + code, **PRODUCTION)

    line = json.loads(done.stderr)
    assert (line["level"], line["logger"], line["message"]) == ("WARNING", "bureaus", "Lost it")
    assert line["time"]


@pytest.mark.parametrize(
    ("given", "path"),
    [("", "admin/"), ("/", "admin/"), ("desk", "desk/"), ("/staff/desk-7/", "staff/desk-7/")],
)
def test_admin_is_where_the_environment_says(settings, given, path):
    settings.ADMIN_PATH = settings_of(**PRODUCTION, ADMIN_PATH=given).ADMIN_PATH

    assert reverse("admin:index", urlconf=fresh("config.urls")) == f"/{path}"


@pytest.mark.parametrize(
    "given",
    [
        *("en", "api/desk", "b", "zh-hans", "a b", "../x", "a//b", "桌"),
        *("zh-CN/desk", "EN-us", "yue", "zh_TW"),
    ],
)
def test_admin_cannot_be_where_it_would_hide_pages_or_not_be_found(given):
    with pytest.raises(ImproperlyConfigured, match="ADMIN_PATH must"):
        settings_of(**PRODUCTION, ADMIN_PATH=given)


def test_no_first_part_of_a_public_address_is_free_for_the_admin():
    firsts = {str(pattern.pattern).partition("/")[0] for pattern in get_resolver().url_patterns}
    words = {first for first in firsts if first.isidentifier()} - {"admin"}

    assert words - TAKEN == set()


@pytest.mark.parametrize(
    ("environment", "is_required"),
    [({}, True), ({"DEBUG": "1"}, False), ({"TWO_FACTOR": "0"}, False)],
)
def test_second_factor_is_required_in_production(environment, is_required):
    assert settings_of(**PRODUCTION | environment).TWO_FACTOR is is_required


@pytest.mark.parametrize("missing", ["OPERATOR", "CONTACT_EMAIL"])
def test_deployment_warns_until_the_operator_and_the_contact_are_named(settings, missing):
    settings.OPERATOR, settings.CONTACT_EMAIL = "Chamber", "office@directory.example"
    named = operator_is_named()
    setattr(settings, missing, "")

    (warning,) = operator_is_named()

    assert named == []
    assert warning.msg == f"{missing} is not set."
