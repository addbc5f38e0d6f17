import pytest
from hypothesis import settings

from tests.bureaus.data_files import copy_data

# A busy machine is slow now and then; properties are about results, not about time
settings.register_profile("without deadline", deadline=None)
settings.load_profile("without deadline")


@pytest.fixture
def folder(tmp_path):
    """A small data folder of one's own."""
    return copy_data(tmp_path / "data")
