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
        expect(page.get_by_label("Phone", exact=True)).to_be_hidden()
        page.get_by_label("The phone number").check()
        expect(page.get_by_label("Fax", exact=True)).to_be_hidden()
        page.get_by_label("Phone", exact=True).fill("0758-3611230")
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("alert")).to_be_visible()
        page.get_by_role("link", name="Say how you know.").click()
        page.get_by_label("How do you know?").fill("https://example.org/contact")
        page.get_by_role("button", name="Send").click()

        expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
        expect(page.get_by_text("0758-3611230")).to_be_visible()
        expect(page.get_by_text("Not decided yet")).to_be_visible()


def test_visitor_without_script_proposes_a_bureau_and_deletes_it(browser, site):
    with browser.new_context(base_url=site, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/en/bureaus/add/?region=zhaoqing")

        page.get_by_label("Name of the office").fill("肇庆市某局")
        page.get_by_label("How do you know?").fill("https://example.org/")
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
        page.get_by_role("button", name="Delete what I sent").click()
        expect(page.get_by_role("heading", name="Deleted")).to_be_visible()


@pytest.fixture(scope="module")
def form(browser, site):
    with tab(browser, base_url=site) as (page, _complaints):  # it does complain of errors in a form
        yield page


@pytest.mark.parametrize("path", [f"{BUREAU}correct/", f"{BUREAU}claim/", "/{lang}/bureaus/add/"])
@pytest.mark.parametrize(
    ("lang", "scheme", "width"),
    matrix(["en", "zh-hans", "zh-hant"], ["light", "dark"], [320, 1280]),
)
def test_form_with_errors_is_accessible_and_fits(form, path, lang, scheme, width):
    form.set_viewport_size({"width": width, "height": 900})
    form.emulate_media(color_scheme=scheme)
    form.goto(path.format(lang=lang))
    form.locator("main form button").last.click()
    form.get_by_role("alert").wait_for()

    expect(form.get_by_role("alert")).to_be_focused()
    assert_accessible_and_fits(form)


def test_near_same_bureaus_and_status_are_accessible_and_fit(form):
    form.set_viewport_size({"width": 320, "height": 900})
    form.goto("/en/bureaus/add/?region=sihui")
    form.get_by_label("Name of the office").fill("Investment Promotion Bureau of Sihui City")
    form.get_by_label("How do you know?").fill("https://example.org/")
    form.get_by_role("button", name="Send").click()
    form.get_by_label("It is none of these").wait_for()
    assert_accessible_and_fits(form)

    form.get_by_label("It is none of these").check()
    form.get_by_role("button", name="Send").click()
    form.get_by_role("heading", name="Thank you").wait_for()
    assert_accessible_and_fits(form)
