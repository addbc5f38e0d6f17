"""How tests find their way in the workbench."""

import re

from tests.browser.pages import WCAG, assert_accessible_and_fits

PHONE = {"width": 360, "height": 900}


def assert_accessible(page, rules=WCAG):
    page.wait_for_load_state()
    assert_accessible_and_fits(page, rules)


def open_bureau(page, name):
    page.goto(f"/desk/bureaus/bureau/?q={name}&status__exact=published")
    page.locator("#result_list tbody th a").first.click()
    page.wait_for_url("**/change/**")
    return page.url.split("?")[0]


def open_region(page, code):
    page.goto(f"/desk/bureaus/region/?q={code}")
    page.locator("#result_list tbody th a").first.click()
    page.wait_for_url("**/change/**")
    return page.url.split("?")[0]


def choose_successor(page, name):
    page.locator(".select2-selection").click()
    page.locator(".select2-search__field").last.press_sequentially(name)
    page.locator(".select2-results__option--highlighted", has_text=re.compile(name)).click()
