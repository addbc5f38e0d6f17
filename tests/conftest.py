import gc
import os
import sqlite3
from contextlib import closing, contextmanager
from copy import deepcopy
from itertools import groupby
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection, transaction
from django.template import engines
from django.template.backends import jinja2 as backend
from django.test import override_settings
from django.test.signals import template_rendered
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from jinja2 import StrictUndefined

from bureaus.edition import edition
from tests.guarded_keys import guarded
from tests.running import LOAD, MIGRATE, NOTHING_SHARED, copy_on_server, made_once

NO_CACHE = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
QUICK_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Spare the tests a ``collectstatic``: no hashed names, files from where they lie."""
    settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def printable(value):
    assert not callable(value), f"a template prints {value!r} itself, not what it gives"
    return value


@pytest.fixture(scope="session", autouse=True)
def strict_templates():
    """Let misspelt names in public templates fail, and responses tell the ``context`` of a page."""
    environment, render = engines["jinja2"].env, backend.Template.render
    environment.undefined, environment.finalize = StrictUndefined, printable

    def told(template, context=None, request=None):
        template_rendered.send(template, template=template, context=context or {})
        return render(template, context, request)

    with patch.object(backend.Template, "render", told):
        yield


@pytest.fixture(autouse=True)
def nothing_kept(settings):
    """Compute every page: the edition rises once in a transaction, and a test is one.

    What is kept is tested where changes are committed, in tests/bureaus/edition/test_edition.py.
    """
    edition._in_process.clear()
    settings.CACHES = NO_CACHE


@pytest.fixture(autouse=True)
def keys_name_what_is_read(monkeypatch):
    """Fail where something is kept that was read from a table which its key does not name."""
    for name in ("kept", "kept_in_process"):
        monkeypatch.setattr(edition, name, guarded(getattr(edition, name)))


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Hash passwords in no time; what production takes is slow on purpose."""
    settings.PASSWORD_HASHERS = QUICK_HASHERS


@pytest.fixture(autouse=True)
def english():
    """Start every test in English, whatever language the requests of another one left behind."""
    with translation.override("en"):
        yield


@pytest.fixture(params=["en", "zh-hans", "zh-hant"])
def lang(request):
    """Run a test in each language of the site."""
    return request.param


@pytest.fixture
def second_factor_required(settings):
    settings.TWO_FACTOR = True


@pytest.fixture
def site(db):
    """Give the WSGI application for clients of other people.

    It keeps the connection open, as Django's own client does, for that holds the test's rows.
    """
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in signals:
        signal.connect(close_old_connections)


@contextmanager
def rolled_back(blocker):
    """Open a transaction around many tests, each of which then has a savepoint, and undo it.

    The settings are those of the tests, whose own come too late for rows that are made before.
    """
    with (
        blocker.unblock(),
        override_settings(CACHES=NO_CACHE, PASSWORD_HASHERS=QUICK_HASHERS),
        translation.override("en"),
        transaction.atomic(),
    ):
        yield
        transaction.set_rollback(True)


class Once:
    """What the fixtures of a module made, given to each test as it was in the beginning."""

    def __init__(self):
        self.given = []
        self.newest = "once"

    def remember(self, fixture, made):
        assert self.newest in fixture.argnames, f"{fixture.argname} must take {self.newest}, too"
        self.newest = fixture.argname
        rows = made if isinstance(made, list | tuple) else [made]
        self.given += [(row, deepcopy(row.__dict__)) for row in rows if hasattr(row, "__dict__")]

    def renew(self):
        for row, values in self.given:
            row.__dict__.clear()
            row.__dict__.update(deepcopy(values))


@pytest.fixture(scope="module")
def once(django_db_setup, django_db_blocker):
    """Let a fixture that takes this one, and has the scope of a module, make its rows once.

    Tests that do without come before. Where a module has several such fixtures, each takes the one
    before: what a test sees must not depend on which others ran.
    """
    with rolled_back(django_db_blocker):
        yield Once()


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef, request):
    made = yield
    if "once" in fixturedef.argnames:
        # What PostgreSQL puts off to the end it would check after each test, in vain, again
        connection.check_constraints()
        request.getfixturevalue("once").remember(fixturedef, made)
    return made


@pytest.fixture(autouse=True)
def own_savepoint(request):
    """Undo what a test does to the rows of its module, in the database and in memory."""
    if "once" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("db")
    yield
    request.getfixturevalue("once").renew()


@pytest.fixture
def kept(nothing_kept, settings):
    """Keep things in this process, as the site does without Redis."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def count_queries():
    """Give a function that calls another one and counts the queries that it makes."""

    def count(call, *args, **kwargs):
        with CaptureQueriesContext(connection) as queries:
            call(*args, **kwargs)
        return len(queries)

    return count


def take(*preparation):
    """Put a database that is prepared in the place of the one that the tests use."""
    if connection.vendor == "postgresql":
        connection.close()
        copy_on_server(connection.settings_dict["NAME"], preparation)
        return
    prepared = made_once(preparation, os.environ | NOTHING_SHARED) / "sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(prepared)) as source:
        source.backup(connection.connection)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """Start with empty tables, of which all processes of a test run take a copy."""
    name = "file:tests?mode=memory&cache=shared"  # which the threads of a test share, too
    if connection.vendor == "postgresql":
        name = f"test_{os.getpid()}"
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    with django_db_blocker.unblock():
        take(MIGRATE)
    yield
    connection.close()


@pytest.fixture(scope="session")
def real_data(django_db_setup, django_db_blocker):
    """Put a database with ``data/`` in place of the empty one, for good, so its tests come last.

    They also need ``db``. They do not share a module with tests that need ``once`` alone, whose
    rows would be here too.
    """
    assert not connection.in_atomic_block, "rows that a module made once are still there"
    with django_db_blocker.unblock():
        take(MIGRATE, LOAD)


@pytest.fixture(scope="module")
def read_only(real_data):
    """Keep for a whole module what is read of the real data, as within one answer."""
    with edition.serving(edition.Numbers(-1)):
        yield


def shared(item):
    """Count the fixtures of a test whose rows other tests see, too."""
    fixtures = item._fixtureinfo.name2fixturedefs.values()
    return sum("once" in definitions[-1].argnames for definitions in fixtures)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Let no test come after rows that others share and that it does not expect."""
    items.sort(key=lambda item: "real_data" in item.fixturenames)
    in_modules = groupby(items, key=lambda item: item.path)
    items[:] = [item for _path, tests in in_modules for item in sorted(tests, key=shared)]


def pytest_collection_finish():
    """Look for garbage less often, and not in what lasts: it took a sixteenth of all time."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
