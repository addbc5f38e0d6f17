import pytest
from django.contrib.auth.models import Group, User
from hypothesis import settings

from bureaus.staff.roles import SITE_EDITORS
from tests.bureaus.data_files import copy_data
from tests.bureaus.logins import PASSWORD

# A busy machine is slow now and then; properties are about results, not about time
settings.register_profile("without deadline", deadline=None)
settings.load_profile("without deadline")


@pytest.fixture
def folder(tmp_path):
    """A small data folder of one's own."""
    return copy_data(tmp_path / "data")


@pytest.fixture
def editor():
    """Make a site editor with a password and no second factor yet."""
    user = User.objects.create_user("lin", password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name=SITE_EDITORS))
    return user
