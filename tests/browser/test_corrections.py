"""A visitor corrects an entry, without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.pages import assert_accessible_and_fits, tab
from tests.thorough import matrix

pytestmark = pytest.mark.browser

BUREAU = "/{lang}/bureaus/investment-promotion-bureau-of-sihui-city-rwdrb/"


@pytest.mark.parametrize("width", [360, 1280])
def test_visitor_without_script_sends_a_correction_and_sees_its_status(browser, site, width):
    with browser.new_context(
        base_url=site, java_script_enabled=False, viewport={"width": width, "height": 900}
    ) as context:
        page = context.new_page()
        page.goto(BUREAU.format(lang="en"))
        assert context.cookies() == []

        page.get_by_role("link", name="What is wrong?").click()
        page.get_by_label("Phone", exact=True).fill("0758-3611230")
        page.get_by_role("button", name="Send the correction").click()
        expect(page.get_by_role("alert")).to_be_visible()
        page.get_by_label("How do you know?").fill("https://example.org/contact")
        page.get_by_role("button", name="Send the correction").click()

        expect(page.get_by_role("heading", name="Your correction has arrived")).to_be_visible()
        expect(page.get_by_text("0758-3611230")).to_be_visible()
        expect(page.get_by_text("Not decided yet")).to_be_visible()


@pytest.fixture(scope="module")
def form(browser, site):
    with tab(browser, base_url=site) as (page, _complaints):  # it does complain of errors in a form
        yield page


@pytest.mark.parametrize(
    ("lang", "scheme", "width"),
    matrix(["en", "zh-hans", "zh-hant"], ["light", "dark"], [360, 1280]),
)
def test_form_with_errors_is_accessible_and_fits(form, lang, scheme, width):
    form.set_viewport_size({"width": width, "height": 900})
    form.emulate_media(color_scheme=scheme)
    form.goto(f"{BUREAU.format(lang=lang)}correct/")
    form.locator("main form button").click()
    form.get_by_role("alert").wait_for()

    assert_accessible_and_fits(form)
