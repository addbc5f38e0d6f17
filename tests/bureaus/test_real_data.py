"""What the site shows with the data it opens with."""

import pytest

from bureaus.models import Bureau, Region

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_data")]

ZHAOQING = {
    "Investment Promotion Bureau of Gaoyao District",
    "Investment Promotion Bureau of Sihui City",
    "Zhaoqing High-tech Zone Investment Promotion Bureau",
    "Zhaoqing New Area Economic Promotion Bureau",
}


def names(response):
    return {bureau.name_en for bureau in response.context["object_list"]}


def test_every_division_and_zone_is_there():
    assert Region.objects.exclude(code="").exclude(level="country").count() == 3218
    assert Region.objects.filter(level="zone").count() == 7
    assert Bureau.objects.published().count() == 20


def test_zhaoqing_lists_exactly_its_four_bureaus(client):
    assert names(client.get("/en/bureaus/?region=zhaoqing")) == ZHAOQING


def test_code_of_sihui_lists_the_two_inside_it(client):
    assert names(client.get("/en/bureaus/?region=441284")) == {
        "Investment Promotion Bureau of Sihui City",
        "Zhaoqing High-tech Zone Investment Promotion Bureau",
    }
