import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import translation


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
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


@pytest.fixture(autouse=True)
def english():
    """Start every test in English, whatever language the requests of another one left behind."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def real_data(django_db_setup, django_db_blocker):
    """Load ``data/`` once for a module; its tests also need ``db``, in which they change things."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_data", verbosity=0)
        yield
        transaction.set_rollback(True)
