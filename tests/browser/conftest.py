"""A browser, and the site running as production runs it with the real data."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.foreign import ForeignSite
from tests.running import running_site

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
HEAD = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Partner</title>'
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
    """Run gunicorn with the real data on a free port and give the address."""
    with running_site(tmp_path_factory.mktemp("site")) as (address, _environment):
        yield address


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS.split())
        yield browser
        browser.close()


@pytest.fixture
def page(browser, site, request):
    """Open a page at the width given by the test; it fails on any complaint or foreign request."""
    complaints = []
    with browser.new_context(
        base_url=site, viewport={"width": request.param, "height": 900}, bypass_csp=False
    ) as context:
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda r: None if r.url.startswith((site, "data:")) else complaints.append(r.url),
        )
        yield page
        assert context.cookies() == []
    assert complaints == []


@pytest.fixture
def foreign():
    site = ForeignSite()
    yield site
    site.close()


@pytest.fixture
def visit(browser, foreign):
    """Open a foreign page; give it and what the console complains about."""
    contexts = []

    def open_page(body, *, width=900, script=True, **headers):
        foreign.pages["/"] = HEAD + body
        foreign.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=script
        )
        contexts.append(context)
        page, complaints = context.new_page(), []
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(foreign.address, wait_until="load")
        return page, complaints

    yield open_page
    for context in contexts:
        assert context.cookies() == []
        context.close()
