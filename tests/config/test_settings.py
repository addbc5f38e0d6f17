"""How the settings follow from the environment, in processes of their own."""

import json

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import get_resolver

from config.login import TAKEN, admin_path
from config.settings import flag
from tests.config.programs import PRODUCTION, SET_UP, evaluate, python


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
@pytest.mark.parametrize("value", [None, "", " "])
def test_production_refuses_to_start_without_what_it_needs(missing, value):
    environment = PRODUCTION | {missing: value}
    if value is None:
        del environment[missing]

    done = python("manage.py", "check", **environment)

    assert done.returncode != 0
    assert f"{missing} is not set. Production needs it" in done.stderr


def test_production_settings_pass_the_deployment_check():
    arguments = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]

    done = python("-W", "error", *arguments, **PRODUCTION)

    assert done.returncode == 0, done.stderr


def test_development_needs_only_debug():
    done = python("manage.py", "check", "--fail-level", "WARNING", DEBUG="1")

    assert done.returncode == 0, done.stderr


def test_junk_in_a_flag_is_refused_at_the_start():
    done = python("manage.py", "check", **PRODUCTION, DEBUG="maybe")

    assert done.returncode != 0
    assert "DEBUG must be 1 or 0, not 'maybe'." in done.stderr


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1", True), ("true", True), (" YES ", True), ("0", False), ("False", False), ("no", False)],
)
@pytest.mark.parametrize("default", [True, False])
def test_flag_reads_yes_and_no(monkeypatch, text, expected, default):
    monkeypatch.setenv("SOME_FLAG", text)

    assert flag("SOME_FLAG", default=default) is expected


@pytest.mark.parametrize("default", [True, False])
def test_flag_that_is_not_set_or_empty_has_its_default(monkeypatch, default):
    assert flag("SOME_FLAG", default=default) is default

    monkeypatch.setenv("SOME_FLAG", "")

    assert flag("SOME_FLAG", default=default) is default


@pytest.mark.parametrize("text", ["2", "on", "off", "y", "maybe", "１"])
def test_flag_refuses_junk(monkeypatch, text):
    monkeypatch.setenv("SOME_FLAG", text)

    with pytest.raises(ImproperlyConfigured, match="SOME_FLAG must be 1 or 0"):
        flag("SOME_FLAG", default=True)


def test_hosts_are_separated_by_commas():
    code = "from django.conf import settings; print(settings.ALLOWED_HOSTS)"

    printed = evaluate(code, **PRODUCTION | {"ALLOWED_HOSTS": "a.example, b.example"})

    assert printed == "['a.example', 'b.example']"


def test_sqlite_writes_ahead_and_waits_for_its_turn(tmp_path):
    code = """
import sqlite3
from django.db import connection, transaction
def pragma(name):
    return connection.cursor().execute(f"PRAGMA {name}").fetchone()[0]
other = sqlite3.connect(os.environ["SQLITE_PATH"], timeout=0)
with transaction.atomic():
    connection.cursor().execute("SELECT 1")
    try:
        other.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        print(error)
print(pragma("journal_mode"), pragma("synchronous"), pragma("busy_timeout"), pragma("foreign_keys"))
"""

    printed = evaluate(code, **PRODUCTION, SQLITE_PATH=str(tmp_path / "d.sqlite3"))

    assert printed.splitlines() == ["database is locked", "wal 1 20000 1"]


def test_database_url_selects_postgresql_and_keeps_connections():
    code = "from django.db import connection as c; print(c.vendor, c.settings_dict['CONN_MAX_AGE'])"

    printed = evaluate(code, **PRODUCTION, DATABASE_URL="postgres://user:secret@db.example/name")

    assert printed == "postgresql 600"


@pytest.mark.parametrize(
    ("environment", "backend"),
    [({}, "LocMemCache"), ({"CACHE_URL": "redis://cache.example:6379/0"}, "ForgivingRedisCache")],
)
def test_cache_url_selects_redis(environment, backend):
    code = "from django.core.cache import caches; print(type(caches['default']).__name__)"

    assert evaluate(code, **PRODUCTION, **environment) == backend


@pytest.mark.parametrize(("https", "secure"), [("1", "True"), ("0", "False"), ("", "True")])
def test_cookies_are_secure_where_there_is_https(https, secure):
    code = (
        "from django.conf import settings as s;"
        "print({s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT})"
    )

    assert evaluate(code, **PRODUCTION, HTTPS=https) == f"{{{secure}}}"


def test_log_is_a_json_object_a_line():
    code = "import logging; logging.getLogger('bureaus').warning('Lost %s', 'it')"

    done = python("-c", SET_UP + code, **PRODUCTION)

    line = json.loads(done.stderr)
    assert (line["level"], line["logger"], line["message"]) == ("WARNING", "bureaus", "Lost it")
    assert line["time"]


@pytest.mark.parametrize(
    ("given", "path"),
    [("", "admin/"), ("desk", "desk/"), ("/staff/desk-7/", "staff/desk-7/")],
)
def test_admin_is_where_the_environment_says(given, path):
    code = "from django.urls import reverse; print(reverse('admin:index'))"

    assert evaluate(code, **PRODUCTION, ADMIN_PATH=given) == f"/{path}"


@pytest.mark.parametrize("given", ["en", "api/desk", "b", "zh-hans", "a b", "../x", "a//b", "桌"])
def test_admin_cannot_be_where_it_would_hide_pages_or_not_be_found(given):
    with pytest.raises(ImproperlyConfigured, match="ADMIN_PATH must"):
        admin_path(given)


def test_no_first_part_of_a_public_address_is_free_for_the_admin():
    firsts = {str(pattern.pattern).partition("/")[0] for pattern in get_resolver().url_patterns}
    words = {first for first in firsts if first.isidentifier()} - {"admin"}

    assert words - TAKEN == set()


@pytest.mark.parametrize(
    ("environment", "is_required"),
    [({}, "True"), ({"DEBUG": "1"}, "False"), ({"TWO_FACTOR": "0"}, "False")],
)
def test_second_factor_is_required_in_production(environment, is_required):
    code = "from django.conf import settings; print(settings.TWO_FACTOR)"

    assert evaluate(code, **PRODUCTION | environment) == is_required
