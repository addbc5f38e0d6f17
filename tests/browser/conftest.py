"""A browser, and the site running as production runs it with the real data."""

import os
import shutil

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.desk import PHONE, assert_accessible
from tests.browser.foreign import ForeignSite
from tests.browser.logging_in import (
    code_for,
    give_code,
    give_password,
    key_shown,
    make_editor,
    set_password,
)
from tests.browser.pages import RULES, tab
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


@pytest.fixture(scope="module")
def workbench(tmp_path_factory):
    """Run a site of its own, as these tests change its data; give its address and environment."""
    required = {"TWO_FACTOR": "1", "ADMIN_PATH": "desk"}
    with running_site(tmp_path_factory.mktemp("workbench"), **required) as running:
        yield running


@pytest.fixture(scope="module")
def account(browser, workbench):
    """Set up an account on a phone; give the key of the app, recovery codes and the session."""
    address, environment = workbench
    link = make_editor(address, environment)
    with tab(browser, address, base_url=address, viewport=PHONE) as (page, complaints):
        set_password(page, link)
        give_password(page, "/desk/")
        expect(page.locator(".qr svg")).to_be_visible()
        assert_accessible(page, RULES)
        key = key_shown(page)
        give_code(page, code_for(key))
        recovery_codes = page.locator(".recovery-codes code").all_inner_texts()
        assert_accessible(page, RULES)
        page.click("text=I have kept them")
        expect(page).to_have_url(f"{address}/desk/")
        session = page.context.cookies()
    assert complaints == []
    return key, recovery_codes, session


@pytest.fixture(scope="module")
def desk_tab(browser, workbench):
    address, _environment = workbench
    with tab(browser, address, base_url=address) as opened:
        yield opened


@pytest.fixture
def desk(desk_tab, account, request):
    """Open the workbench, logged in; the page fails on any complaint or foreign request."""
    page, complaints = desk_tab
    *_codes, session = account
    width, language, scheme = getattr(request, "param", (1280, "en", "light"))
    page.context.clear_cookies()
    page.context.add_cookies(session)
    page.set_viewport_size({"width": width, "height": 900})
    page.set_extra_http_headers({"Accept-Language": language})
    page.emulate_media(color_scheme=scheme)
    complaints.clear()
    page.goto("/desk/")
    yield page
    page.goto("about:blank")  # so that nothing is left to complain to the next test
    assert complaints == []
