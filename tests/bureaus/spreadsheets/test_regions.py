"""Regions from a file: made, moved and renamed, with what lies inside."""

import pytest

from bureaus.models import ImportRun, Region
from tests.bureaus.spreadsheets.files import apply, as_csv, preview, refusal
from tests.factories import make_country, make_region

pytestmark = pytest.mark.django_db

REGIONS = "/admin/bureaus/region/"


def test_regions_are_made_and_moved_with_all_that_is_inside(admin_client):
    province = make_region(name="Guangdong")
    other = make_region(name="Guangxi")
    city = make_region(name="Zhaoqing", parent=province, level="prefecture")
    inside = make_region(name="Sihui", parent=city, level="county")
    names = ["name_en", "name_zh_hans", "full_name_en", "full_name_zh_hans"]
    head = ["slug", "level", "kind", "parent", "code", *names]
    content = as_csv(
        head,
        ["zhaoqing", "", "", "guangxi", "", *[""] * 4],
        ["deqing", "county", "county", "zhaoqing", "441226", "Deqing", "德庆", "Deqing", "德庆县"],
    )

    apply(admin_client, content, address=REGIONS)

    inside.refresh_from_db()
    made = Region.objects.get(slug="deqing")
    assert inside.path.startswith(other.path)
    assert made.path == f"{other.path}{city.pk}/{made.pk}/"


def test_regions_that_would_lie_in_each_other_change_nothing(admin_client):
    first = make_region(name="First", level="county")
    second = make_region(name="Second", level="county")
    content = as_csv(["slug", "parent"], ["first", "second"], ["second", "first"])

    text = apply(admin_client, content, address=REGIONS)

    assert "A region cannot lie inside itself. Nothing was written." in text
    assert ImportRun.objects.get().state == "failed"
    for region in (first, second):
        region.refresh_from_db()
        assert region.parent == make_country()


def test_regions_swap_codes_but_share_none(admin_client):
    for name, code in (("first", "441201"), ("second", "441202"), ("third", "441203")):
        make_region(name=name, code=code)
    head = ["slug", "code"]

    text = preview(admin_client, as_csv(head, ["first", "441203"]), address=REGIONS)
    apply(admin_client, as_csv(head, ["first", "441202"], ["second", "441201"]), address=REGIONS)

    assert "Another row has the same code." in refusal(text)
    assert dict(Region.objects.exclude(code="").values_list("slug", "code")) == {
        "first": "441202",
        "second": "441201",
        "third": "441203",
    }


def test_former_slug_makes_no_second_region(admin_client):
    make_region(name="Gaoyao").aliases.create(kind="former_slug", value="gaoyao-city")

    text = preview(admin_client, as_csv(["slug"], ["gaoyao-city"]), address=REGIONS)

    assert "it names gaoyao" in refusal(text)
