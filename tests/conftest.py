import pytest
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.utils import translation

from bureaus.edition import edition, pieces


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Spare the tests a ``collectstatic``: no hashed names, files from where they lie."""
    settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(autouse=True)
def nothing_kept(settings):
    """Compute every page: the edition rises once in a transaction, and a test is one.

    What is kept is tested where changes are committed, in tests/bureaus/test_edition.py.
    """
    edition._in_process.clear()
    pieces._shelf.clear()
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Hash passwords in no time; what production takes is slow on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def english():
    """Start every test in English, whatever language the requests of another one left behind."""
    with translation.override("en"):
        yield


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


@pytest.fixture(scope="session")
def real_data(django_db_setup, django_db_blocker):
    """Load ``data/`` once; its tests come last and also need ``db``, in which they change things.

    All of them run inside one transaction, which is rolled back in the end.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_data", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Let no test that expects an empty database come after the first with real data."""
    items.sort(key=lambda item: "real_data" in item.fixturenames)
