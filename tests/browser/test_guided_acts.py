"""Acts that are led through step by step, each undone again."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import PHONE, assert_accessible, choose_successor, open_bureau, open_region

pytestmark = pytest.mark.browser

OLD, NEW = "Zhaoqing", "Sihui"


def test_two_bureaus_are_merged_and_the_merge_is_undone(desk):
    old = open_bureau(desk, OLD)
    title = desk.locator("#content h2").first.inner_text()
    desk.get_by_role("link", name="Close, replace or merge").click()
    desk.get_by_label("Merged into another").check()
    choose_successor(desk, NEW)
    desk.get_by_label("Source or reason").fill("Notice of 1 March")
    desk.get_by_role("button", name="Show what will happen").click()

    expect(desk.get_by_text("Nothing is changed yet.")).to_be_visible()
    desk.set_viewport_size(PHONE)
    assert_accessible(desk)
    desk.get_by_role("button", name="Close this bureau").click()
    expect(desk.locator(".messagelist")).to_contain_text(f"{title} was closed.")
    public = desk.locator(".viewsitelink").get_attribute("href")
    assert desk.request.get(public).status == 410

    desk.goto(old)
    desk.get_by_role("link", name="Open again").click()
    assert_accessible(desk)
    desk.get_by_label("Source or reason").fill("They are two")
    desk.get_by_role("button", name="Open again").click()

    expect(desk.locator(".messagelist")).to_contain_text(f"{title} is open again.")
    assert desk.request.get(public).status == 200


def test_city_is_merged_into_another_and_the_end_is_taken_back(desk):
    city = open_region(desk, "441200")
    desk.get_by_role("link", name="End, merge or split").click()
    desk.get_by_label("Merged into another").check()
    choose_successor(desk, "Foshan City")
    desk.get_by_label("Source or reason").fill("Notice of 1 March")
    desk.get_by_role("button", name="Continue").click()

    expect(desk.get_by_label("Sihui City")).to_be_visible()
    desk.set_viewport_size(PHONE)
    assert_accessible(desk)
    desk.get_by_role("button", name="Show what will happen").click()
    expect(desk.get_by_text("Nothing is changed yet.")).to_be_visible()
    assert_accessible(desk)
    desk.get_by_role("button", name="End this region").click()
    expect(desk.locator(".messagelist")).to_contain_text("Zhaoqing City, Guangdong has ended.")
    assert desk.request.get("/en/regions/zhaoqing/").status == 410
    assert "Sihui" in desk.request.get("/en/bureaus/?region=441200").text()

    desk.goto(city)
    desk.get_by_role("link", name="Take back").click()
    assert_accessible(desk)
    desk.get_by_label("Source or reason").fill("They are two")
    desk.get_by_role("button", name="Show what will happen").click()
    assert_accessible(desk)
    desk.get_by_role("button", name="Take back").click()

    expect(desk.locator(".messagelist")).to_contain_text("is as it was.")
    assert desk.request.get("/en/regions/zhaoqing/").status == 200
    assert "/en/regions/zhaoqing/" in desk.request.get("/en/regions/sihui/").text()
