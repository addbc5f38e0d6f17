import pytest

from bureaus.models import Bureau, Region
from bureaus.staff.roles import REGIONAL_EDITORS, SITE_EDITORS, within_reach
from tests.factories import make_bureau, make_region, make_staff

pytestmark = pytest.mark.django_db


def test_regional_editor_reaches_assigned_regions_and_what_is_inside(sihui):
    district = make_region(name="Dongcheng", level="county", parent=sihui)
    inside = make_bureau(region=district)
    make_bureau()
    user = make_staff(regions=[sihui])

    assert list(within_reach(Bureau.objects.all(), user)) == [inside]
    assert set(within_reach(Region.objects.all(), user, "")) == {sihui, district}


def test_regional_editor_without_a_region_reaches_nothing(sihui):
    make_bureau(region=sihui)

    assert not within_reach(Bureau.objects.all(), make_staff(groups=[REGIONAL_EDITORS])).exists()


@pytest.mark.parametrize(
    ("groups", "fields"),
    [
        ([SITE_EDITORS], {}),
        ([REGIONAL_EDITORS, SITE_EDITORS], {}),
        ([REGIONAL_EDITORS], {"is_superuser": True}),
        ([], {}),
    ],
)
def test_others_are_not_held_to_regions(sihui, groups, fields):
    make_bureau(region=sihui)

    assert within_reach(Bureau.objects.all(), make_staff(groups=groups, **fields)).exists()
