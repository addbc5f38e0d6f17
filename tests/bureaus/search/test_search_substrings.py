"""Every part of every Chinese name finds what is called so, in the real data."""

import pytest

from bureaus.models import Bureau, BureauTokens, Region, RegionTokens
from bureaus.search.query import matching
from bureaus.search.tokens import CHINESE_RUN
from tests.thorough import IS_LONG

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_only")]

COLUMNS = ("name_zh_hans", "name_zh_hant", "full_name_zh_hans", "full_name_zh_hant")


def parts(name):
    """List all runs of one to four Chinese characters."""
    return {
        run[start : start + size]
        for run in CHINESE_RUN.findall(name)
        for size in range(1, 5)
        for start in range(len(run) - size + 1)
    }


def who_is_called(model, columns):
    """Map every part of a name to the keys of those who have it in theirs."""
    called = {}
    for pk, *names in model.objects.values_list("pk", *columns):
        for part in {part for name in names for part in parts(name)}:
            called.setdefault(part, set()).add(pk)
    return called


def missing(model, entries, called):
    found = {
        part: set(model.objects.filter(matching(part, entries)).values_list("pk", flat=True))
        for part in called
    }
    return {part: pks - found[part] for part, pks in called.items() if pks - found[part]}


def test_every_part_of_a_bureau_name_finds_the_bureau():
    called = who_is_called(Bureau, COLUMNS[:2])

    assert len(called) > 100
    assert missing(Bureau, BureauTokens, called) == {}


@pytest.mark.parametrize("share", range(4 if IS_LONG else 1))
def test_every_part_of_a_region_name_finds_the_region(share):
    everything = who_is_called(Region, COLUMNS)
    called = {part: everything[part] for part in sorted(everything)[share::4]}

    assert len(called) > 4000
    assert missing(Region, RegionTokens, called) == {}


def test_every_part_of_a_region_name_finds_the_bureaus_inside():
    for bureau in Bureau.objects.with_region():
        regions = [bureau.region, *bureau.region.above]
        names = [getattr(region, column) for region in regions for column in COLUMNS]
        wanted = {part for name in names for part in parts(name)}

        lost = [x for x in wanted if not Bureau.objects.filter(matching(x), pk=bureau.pk).exists()]

        assert lost == []


def test_simplified_finds_what_has_only_a_traditional_name_and_the_other_way_round():
    simplified = Bureau.objects.filter(name_zh_hans="四会市投资促进局")
    simplified.update(name_zh_hant="")

    assert set(Bureau.objects.filter(matching("四會市投資促進局"))) == set(simplified)
