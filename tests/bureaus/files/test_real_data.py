"""What the site shows with the data it opens with."""

import gzip

import pytest
from django.conf import settings
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import override

from bureaus.models import Bureau, Change, Region
from policies.models import Industry, Priority
from tests.bureaus.data_files import load_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_data")]

ZHAOQING = {
    "Investment Promotion Bureau of Gaoyao District",
    "Investment Promotion Bureau of Sihui City",
    "Zhaoqing High-tech Zone Investment Promotion Bureau",
    "Zhaoqing New Area Economic Promotion Bureau",
}
CITIES_WITHOUT_DISTRICTS = ["441900", "442000", "460400"]  # Dongguan, Zhongshan, Danzhou


def read(client, url):
    return client.get(url).content.decode()


def names(response):
    return {bureau.name_en for bureau in response.context["object_list"]}


def test_every_division_and_zone_is_there():
    assert Region.objects.exclude(code="").exclude(level="country").count() == 3220
    assert Region.objects.filter(level="zone").count() == 523
    assert Bureau.objects.published().count() == 187


def test_bureaus_are_in_33_of_34_provinces():
    trails = Bureau.objects.published().values_list("region__path", flat=True)
    served = {part for path in trails for part in path.split("/")}
    provinces = Region.objects.filter(level="province")

    assert {str(pk) for pk in provinces.values_list("pk", flat=True)} - served == {
        str(Region.objects.get(code="710000").pk)
    }


def test_zhaoqing_lists_exactly_its_four_bureaus(client):
    assert names(client.get("/en/bureaus/?region=zhaoqing")) == ZHAOQING


def test_code_of_sihui_lists_the_two_inside_it(client):
    assert names(client.get("/en/bureaus/?region=441284")) == {
        "Investment Promotion Bureau of Sihui City",
        "Zhaoqing High-tech Zone Investment Promotion Bureau",
    }


# Loading


def test_second_load_changes_nothing_and_has_nothing_to_say():
    reports = load_all(settings.BASE_DIR / "data")

    assert {outcome for report in reports.values() for outcome in report.counts} == {"unchanged"}
    assert not [remark for report in reports.values() for remark in report.remarks]


@pytest.mark.parametrize("code", CITIES_WITHOUT_DISTRICTS)
def test_city_without_districts_is_there_once(code):
    city = Region.objects.get(code=code)

    assert city.level == "prefecture"
    assert not city.children.exclude(level="zone").exists()


# Regions


def test_every_path_continues_that_of_the_region_above():
    key = Cast("pk", CharField())
    expected = Concat(F("parent__path"), key, Value("/"), output_field=CharField())

    assert not Region.objects.filter(parent__isnull=False).exclude(path=expected).exists()
    assert Region.objects.get(level="country").path.count("/") == 2


def test_every_region_is_named_in_three_languages():
    names = ("name", "full_name")
    for column in [f"{name}_{language}" for name in names for language in ("zh_hant", "en")]:
        assert not Region.objects.filter(**{column: ""}).exists()


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("445322", "郁南縣"),
        ("445302", "雲城區"),
        ("350206", "湖里區"),
        ("360500", "新餘市"),
        ("710000", "臺灣省"),
        ("441284", "四會市"),
    ],
)
def test_traditional_names_are_those_in_use(code, name):
    assert Region.objects.get(code=code).full_name_zh_hant == name


def test_slugs_are_names_and_never_codes():
    assert not Region.objects.filter(slug__regex=r"\d").exists()
    assert not Region.objects.exclude(slug__regex=r"^[a-z]+(-[a-z]+)*$").exists()


@pytest.mark.parametrize(
    ("slug", "place"),
    [
        ("beijing", "Beijing Municipality"),
        ("chaoyang-beijing", "Chaoyang District, Beijing"),
        ("sihui", "Sihui City, Zhaoqing, Guangdong"),
        ("zhaoqing-high-tech-zone", "Zhaoqing High-tech Zone, Sihui, Zhaoqing, Guangdong"),
    ],
)
def test_slug_leads_to_its_place(slug, place):
    with override("en"):
        assert Region.objects.get(slug=slug).place == place


@pytest.mark.parametrize(
    ("code", "kind", "dial_code"),
    [
        ("710000", "as-listed-in-source", "886"),
        ("810000", "special-administrative-region", "852"),
        ("820000", "special-administrative-region", "853"),
    ],
)
def test_region_with_a_calling_code_is_listed_at_province_level(code, kind, dial_code):
    region = Region.objects.get(code=code)

    assert (region.level, region.kind, region.dial_code) == ("province", kind, dial_code)


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("310229", ["Qingpu District"]),
        ("青浦县", ["Qingpu District"]),
        ("canton", ["Guangzhou City"]),
        ("320586", ["Wuzhong District", "Xiangcheng District"]),
    ],
)
def test_former_names_and_codes_find_the_regions_of_today(value, names):
    assert sorted(region.full_name_en for region in Region.objects.called(value)) == names


# Bureaus


def test_every_number_printed_can_be_dialled():
    numbers = [n for bureau in Bureau.objects.all() for n in (*bureau.phones, *bureau.faxes)]

    assert len(numbers) == 181
    assert all(number.e164 for number in numbers)


def test_number_is_completed_by_the_code_of_its_place_only():
    odd = [
        (bureau.ref, number.e164)
        for bureau in Bureau.objects.with_region().order_by("ref")
        for number in (*bureau.phones, *bureau.faxes)
        if bureau.dial_code.startswith("0")
        and not number.e164.startswith(f"+86{bureau.dial_code[1:]}")
    ]

    assert odd == [
        ("2kh52", "+864008413413"),  # Hainan's, a number for the whole country
        *[("wbj6r", f"+8627569{rest}") for rest in ("19639", "29200")],  # Ezhou's, as in Wuhan
    ]


def test_references_are_those_of_the_file():
    assert Bureau.objects.get(ref="rwdrb").name_en == "Investment Promotion Bureau of Sihui City"
    assert Bureau.objects.get(ref="ntcbb").region.slug == "zhaoqing-new-area"


def test_what_was_only_copied_is_not_checked():
    assert not Bureau.objects.checked().exists()
    assert not Bureau.objects.filter(source="", source_url="").exists()


def test_bureau_of_sihui_shows_what_its_source_says(client):
    page = read(client, "/en/bureaus/investment-promotion-bureau-of-sihui-city-rwdrb/")

    assert '<span id="no1">+86 758 3611228</span></a>' in page
    assert "+86 758 3611188" in page
    assert "tel:+867583611188" not in page
    assert "3F, Administrative Center, Dongcheng Street, Sihui" in page
    assert "Get started and introduce projects" in page
    assert "24 January 2024" in page
    assert "Not confirmed yet" in page
    assert "testserver/b/rwdrb/" in page
    for place in ("guangdong", "zhaoqing", "sihui"):
        assert f'href="/en/regions/{place}/"' in page


def test_visitor_clicks_from_home_over_guangdong_and_zhaoqing_to_sihui(client):
    assert 'href="/en/regions/guangdong/"' in read(client, "/en/")
    assert 'href="/en/regions/zhaoqing/"' in read(client, "/en/regions/guangdong/")
    assert 'href="/en/regions/sihui/"' in read(client, "/en/regions/zhaoqing/")
    assert "sihui-city-rwdrb/" in read(client, "/en/regions/sihui/")


@pytest.mark.either_database
@pytest.mark.parametrize(
    "path",
    [
        "",
        "about/",
        "freshness/",
        "bureaus/",
        "bureaus/?region=guangdong&q=zhaoqing",
        "bureaus/?q=nowhere&region=atlantis&kind=commerce",
        "bureaus/investment-promotion-bureau-of-sihui-city-rwdrb/",
        "regions/",
        "regions/china/",
        "regions/guangdong/",
        "regions/zhaoqing/",
        "regions/sihui/",
        "regions/zhaoqin/",
    ],
)
def test_compressed_page_is_small(client, lang, path):
    response = client.get(f"/{lang}/{path}")

    assert len(gzip.compress(response.content)) < 10_000


def test_change_feed_tells_what_was_loaded():
    assert Change.objects.filter(noun="bureau", action="created").count() == 187
    assert Change.objects.filter(noun="industry").count() == Industry.objects.count()
    assert Change.objects.filter(noun="priority").count() == Priority.objects.count()
    assert not Change.objects.exclude(action="created").exists()


def test_loading_names_itself_as_the_reason():
    assert set(Priority.history.values_list("history_change_reason", flat=True)) == {"load_data"}
    assert not Region.history.exclude(history_change_reason="load_data").exists()
