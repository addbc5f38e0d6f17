"""A browser, and the site running as production runs it with the real data."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.foreign import ForeignSite
from tests.browser.pages import tab
from tests.running import running_site

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


def pytest_collection_modifyitems(items):
    if CHROMIUM:
        return
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.exit("Chromium is required here and was not found.", returncode=1)
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(
                pytest.mark.skip(reason="Chromium was not found (apt install chromium)")
            )


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Run the server with the real data on a free port and give the address."""
    with running_site(tmp_path_factory.mktemp("site")) as (address, _environment):
        yield address


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS.split())
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site_tab(browser, site):
    with tab(browser, site, base_url=site) as opened:
        yield opened


@pytest.fixture
def page(site_tab, request):
    """Give a page at the width given by the test; it fails on any complaint or foreign request."""
    page, complaints = site_tab
    complaints.clear()
    page.context.clear_cookies()
    page.context.set_offline(False)
    page.emulate_media(media="null", color_scheme="null")
    page.set_viewport_size({"width": request.param, "height": 900})
    yield page
    page.goto("about:blank")  # so that nothing is left to complain to the next test
    assert page.context.cookies() == []
    assert complaints == []


@pytest.fixture(scope="module")
def foreign():
    site = ForeignSite()
    yield site
    site.close()


@pytest.fixture(scope="module")
def foreign_tab(browser):
    with tab(browser) as opened:
        yield opened


@pytest.fixture
def visit(foreign_tab, foreign):
    """Open a foreign page; give it and what the console complains about."""
    page, complaints = foreign_tab

    def open_page(body, **headers):
        foreign.show(body, **headers)
        complaints.clear()
        page.context.clear_cookies()
        page.set_viewport_size({"width": 900, "height": 900})
        page.goto(foreign.address, wait_until="load")
        return page, complaints

    yield open_page
    assert page.context.cookies() == []
    page.goto(f"{foreign.address}/left")  # so that its last complaints are not those of the next
