import pytest

from tests.bench.databases import Database
from tests.bench.pages import EMPTY
from tests.bench.serving import kept, once
from tests.running import MIGRATE, copy_prepared

ADDRESSES = [EMPTY, f"{EMPTY}?a=b"]


@pytest.fixture
def database(tmp_path):
    found = Database("SQLite", tmp_path)
    copy_prepared(found.sqlite_path, [MIGRATE])
    return found


def test_what_is_kept_is_measured_by_address(database):
    measured = kept(database, ADDRESSES, 0.1)

    assert list(measured) == ADDRESSES
    assert all(min(served) > 0 for served in measured.values())


def test_every_address_is_asked_for_once(database):
    with pytest.raises(ValueError, match="/en/nowhere/"):
        once(database, [EMPTY] * 105 + ["/en/nowhere/"])
