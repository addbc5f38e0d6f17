"""One of everything, in a region within reach and in one that is not, and somebody of each role."""

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django_otp.plugins.otp_totp.models import TOTPDevice

from bureaus.models import Succession
from bureaus.staff.roles import REGIONAL_EDITORS, SITE_EDITORS, VIEWERS
from tests.bureaus.logins import log_in
from tests.factories import (
    make_bureau,
    make_check,
    make_closed_bureau,
    make_contact_point,
    make_correction,
    make_document,
    make_industry,
    make_key_point,
    make_missing,
    make_priority,
    make_region,
    make_speaker,
    make_staff,
)

GROUPS = {
    "groupless": None,
    "viewer": VIEWERS,
    "regional": REGIONAL_EDITORS,
    "site": SITE_EDITORS,
    "superuser": None,
}
ROLES = ("anonymous", *GROUPS)


class World:
    """Rows by name: ``own`` lie within the regional editor's reach, ``other`` ones do not."""

    def __init__(self):
        self.own, self.other = make_region(name="Own"), make_region(name="Other")
        self.inside = make_region(name="Inside", parent=self.own, level="prefecture")
        self.inside.aliases.create(kind="former_name", value="Old")
        self.industry = make_industry()
        self.user = User.objects.create_user("somebody")
        for name, region in (("own", self.inside), ("other", self.other)):
            for status in ("draft", "published"):
                self.add(f"{name}_{status}", region, status)
        self.correction = make_correction(self.own_published_bureau)
        self.own_missing, self.other_missing = make_missing(self.inside), make_missing(self.other)
        self.own_closed = make_closed_bureau(
            self.own_published_bureau, region=self.inside, name_en="Own closed"
        )
        Succession.objects.create(predecessor=self.own_closed, successor=self.other_draft_bureau)

    def add(self, name, region, status):
        title = f"Secret {name}" if name == "other_draft" else name
        bureau = make_bureau(region=region, status=status, name_en=f"{title} bureau")
        make_check(bureau)
        make_contact_point(bureau)
        document = make_document(region=region, status=status, title_en=f"{title} document")
        make_speaker(document)
        industries = [self.industry]
        values = {"status": status, "document": document, "title_en": f"{title} priority"}
        priority = make_priority(region=region, industries=industries, **values)
        make_key_point(priority, industries=industries)
        rows = {"bureau": bureau, "document": document, "priority": priority}
        for noun, row in rows.items():
            setattr(self, f"{name}_{noun}", row)


@pytest.fixture(scope="module")
def world(once):
    return World()


@pytest.fixture
def act_as(client, world, second_factor_required):
    """Log a client in by role, with the second factor proven."""

    def become(role):
        client.logout()
        if role == "anonymous":
            return AnonymousUser()
        user = make_member(role, world)
        log_in(client, user, TOTPDevice.objects.create(user=user, name="app"))
        return user

    return become


def make_member(role, world):
    groups = [GROUPS[role]] if GROUPS[role] else []
    regions = [world.own] if role == "regional" else []
    is_superuser = role == "superuser"
    return make_staff(username=role, is_superuser=is_superuser, groups=groups, regions=regions)
