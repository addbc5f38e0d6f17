"""An editor sets up the second factor in a browser and logs in with it."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.logging_in import (
    code_for,
    give_code,
    give_password,
    key_shown,
    log_out,
    make_editor,
    set_password,
)
from tests.running import MIGRATE, running_site

pytestmark = pytest.mark.browser
WIDTH = 360


@pytest.fixture(scope="module")
def workbench(tmp_path_factory):
    """Run the site with the second factor required and one account; give address and link."""
    folder = tmp_path_factory.mktemp("workbench")
    required = {"TWO_FACTOR": "1", "ADMIN_PATH": "desk"}
    with running_site(folder, [MIGRATE], **required) as (address, environment):
        yield address, make_editor(address, environment)


@pytest.fixture
def phone(browser):
    """Open a page as wide as a phone; the test fails on any complaint."""
    complaints = []
    with browser.new_context(viewport={"width": WIDTH, "height": 900}) as context:
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        yield page
    assert complaints == []


def assert_accessible(page):
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    assert [rule["id"] for rule in Axe().run(page).response["violations"]] == []


def test_editor_sets_up_and_uses_the_second_factor(phone, workbench):
    address, link = workbench
    desk = f"{address}/desk/"

    set_password(phone, link)
    give_password(phone, desk)
    key, recovery_codes = set_up(phone)
    expect(phone).to_have_url(desk)
    log_out(phone)

    give_password(phone, desk)
    assert_accessible(phone)
    give_code(phone, recovery_codes[0])
    expect(phone).to_have_url(desk)
    log_out(phone)

    give_password(phone, desk)
    give_code(phone, code_for(key, ahead=1))  # the first one is used up
    expect(phone).to_have_url(desk)
    phone.click("text=Second factor")
    expect(phone.locator("#content")).to_contain_text("9 recovery codes are left")
    assert phone.request.get(f"{address}/admin/").status == 404


def set_up(page):
    """Scan the picture, so to speak; give the key of the app and the recovery codes."""
    expect(page.locator(".qr svg")).to_be_visible()
    assert_accessible(page)
    key = key_shown(page)
    give_code(page, code_for(key))
    recovery_codes = page.locator(".recovery-codes code").all_inner_texts()
    assert_accessible(page)
    page.click("text=I have kept them")
    return key, recovery_codes
