"""The card, the address for a driver and the code, of an office that is made up."""

import io
import subprocess
import sys

import pytest
import zxingcpp
from django.conf import settings
from PIL import Image

from tests.browser.pages import assert_accessible_and_fits
from tests.running import MIGRATE, running_site
from tests.thorough import matrix

pytestmark = pytest.mark.browser

SYNTHETIC = """
from tests.factories import make_bureau, make_region
make_bureau(
    ref="bbbbb", region=make_region(name="Testland", dial_code="0758"), name_en="Test Office",
    name_zh_hans="测试局", name_zh_hant="測試局", address_en="1 Test Road",
    address_zh_hans="测试省测试市测试区东城街道测试大道中一百二十三号行政服务中心大楼北座三楼三百零八室",
    phone="0758-0000000", fax="0758-0000001", email="a@example.org",
    website="https://example.org/", hours="Mo-Fr 09:00-12:00,13:30-17:00",
)
"""
FOLDER = "bureaus/test-office-bbbbb"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with running_site(tmp_path_factory.mktemp("cards"), [MIGRATE]) as (address, environment):
        make = [sys.executable, "manage.py", "shell", "-v", "0", "-c", SYNTHETIC]
        subprocess.run(make, cwd=settings.BASE_DIR, env=environment, check=True)
        yield address


@pytest.mark.parametrize(
    ("kind", "lang", "scheme", "page"),
    matrix(["", "card/", "taxi/"], ["en", "zh-hans", "zh-hant"], ["light", "dark"], [360, 1280]),
    indirect=["page"],
)
def test_page_is_accessible_and_fits(page, lang, kind, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(f"/{lang}/{FOLDER}/{kind}")

    assert_accessible_and_fits(page)


@pytest.mark.parametrize("page", [360], indirect=True)
def test_address_for_a_driver_takes_one_screen_and_stays_without_a_network(page):
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"/en/{FOLDER}/taxi/", wait_until="networkidle")

    page.context.set_offline(True)
    address = page.locator("address")

    assert address.is_visible()
    assert address.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 22
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert page.evaluate("document.scripts.length") == 0
    assert page.locator("html").get_attribute("lang") == "zh-Hans"


@pytest.mark.parametrize("page", [360], indirect=True)
def test_card_is_printed_alone_and_on_one_page(page):
    page.goto(f"/en/{FOLDER}/card/")
    page.emulate_media(media="print")

    pages = page.pdf(format="A6", landscape=True).count(b"/Type /Page\n")

    assert pages == 1
    assert not page.get_by_role("link", name="Back to the bureau").is_visible()


@pytest.mark.parametrize("page", [1280], indirect=True)
@pytest.mark.parametrize(
    ("query", "text"), [("", "{site}/b/bbbbb/"), ("?of=phone", "tel:+867580000000")]
)
def test_code_is_read_by_a_scanner(page, site, query, text):
    page.goto(f"/b/bbbbb.svg{query}")
    picture = Image.open(io.BytesIO(page.screenshot()))

    codes = zxingcpp.read_barcodes(picture)

    assert [code.text for code in codes] == [text.format(site=site)]


@pytest.mark.parametrize("page", [360], indirect=True)
def test_code_on_the_card_is_read_by_a_scanner(page, site):
    page.goto(f"/zh-hant/{FOLDER}/card/")
    picture = Image.open(io.BytesIO(page.screenshot()))

    codes = zxingcpp.read_barcodes(picture)

    assert [code.text for code in codes] == [f"{site}/b/bbbbb/"]
