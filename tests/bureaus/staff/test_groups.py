"""What the groups may do is set by every migrate."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management.sql import emit_post_migrate_signal

from bureaus.models import Assignment, Bureau, Change, Letter
from bureaus.staff.roles import REGIONAL_EDITORS, SITE_EDITORS, VIEWERS, may

pytestmark = pytest.mark.django_db


def rights(group, noun):
    found = Group.objects.get(name=group).permissions.filter(codename__endswith=f"_{noun}")
    return {codename.partition("_")[0] for codename in found.values_list("codename", flat=True)}


@pytest.mark.parametrize(
    ("noun", "site", "regional", "viewer"),
    [
        ("bureau", "view add change delete", "view add change", "view"),
        ("priority", "view add change delete", "view add change", "view"),
        ("region", "view add change delete", "view", "view"),
        ("industry", "view add change delete", "view", "view"),
        ("succession", "view add change delete", "view", "view"),
        ("user", "", "", ""),
        ("assignment", "", "", ""),
        ("totpdevice", "", "", ""),
    ],
)
def test_groups_have_their_rights(noun, site, regional, viewer):
    given = [rights(group, noun) for group in (SITE_EDITORS, REGIONAL_EDITORS, VIEWERS)]

    assert given == [set(text.split()) for text in (site, regional, viewer)]


def test_migrating_again_restores_the_rule_and_leaves_other_rights_alone():
    viewers = Group.objects.get(name=VIEWERS)
    foreign = Permission.objects.get(codename="view_user")
    viewers.permissions.set([foreign, Permission.objects.get(codename="change_bureau")])

    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")

    assert rights(VIEWERS, "bureau") == {"view"}
    assert foreign in viewers.permissions.all()


@pytest.mark.parametrize(
    ("group", "model", "codename", "expected"),
    [
        (SITE_EDITORS, Bureau, "restore_bureau", True),
        (REGIONAL_EDITORS, Bureau, "restore_bureau", False),
        (SITE_EDITORS, Change, "view_change", False),
        (SITE_EDITORS, Assignment, "change_assignment", False),
        (SITE_EDITORS, Letter, "view_letter", False),
    ],
)
def test_rule_covers_models_and_rights_to_come(group, model, codename, expected):
    assert may(group, Permission(codename=codename), model) is expected


def test_old_versions_are_read_only_for_everybody():
    historical = type("HistoricalBureau", (), {"_meta": type("Meta", (), {})})
    historical._meta.model_name = "historicalbureau"
    names = [f"{action}_historicalbureau" for action in ("view", "change", "delete")]

    allowed = [may(SITE_EDITORS, Permission(codename=name), historical) for name in names]

    assert allowed == [True, False, False]
