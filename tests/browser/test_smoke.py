"""Every kind of page, at the width of a phone and of a desk, in all languages and both themes."""

import pytest
from playwright.sync_api import expect

from tests.browser.pages import TOO_WIDE, assert_accessible_and_fits, tab
from tests.thorough import matrix

pytestmark = pytest.mark.browser

# A word of 80 letters in every text that data can lengthen; counts and single signs stay.
LENGTHEN = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  const fixed = "option, .skip, .pager, .strip .row, .brand b, .check i, .bars i, " +
    ".tiles *, .key b, .tag";
  for (const text of texts)
    if (text.data.trim() && !text.parentElement.closest(fixed))
      text.data += " " + "Llanfairpwllgwyngyll".repeat(4) + " ";
}"""
PAGES = [
    "/{lang}/",
    "/{lang}/bureaus/",
    "/{lang}/bureaus/?region=zhaoqing&kind=investment-promotion&kind=nonsense",
    "/{lang}/bureaus/?q=nothing-of-the-kind",
    "/{lang}/bureaus/investment-promotion-bureau-of-sihui-city-rwdrb/",
    "/{lang}/bureaus/fangchenggang-investment-promotion-bureau-ydssx/",
    "/{lang}/bureaus/suzhou-bureau-of-commerce-q624y/",
    "/{lang}/regions/",
    "/{lang}/regions/zhaoqing/",
    "/{lang}/about/",
    "/{lang}/privacy/",
    "/{lang}/freshness/",
    "/{lang}/priorities/?year=2024&region=jiangsu",
    "/{lang}/priorities/national/",
    "/{lang}/priorities/1/",
    "/{lang}/industries/",
    "/{lang}/industries/find/?q=C38",
    "/{lang}/industries/table/",
    "/{lang}/industries/table/?year=2024",
    "/{lang}/industries/batteries-storage/",
    "/{lang}/industries/life-health/?year=2024",
    "/{lang}/industries/auto-parts/?year=2023&inherited=yes",
    "/{lang}/documents/",
    "/{lang}/documents/6/",
    "/{lang}/search/?q=commerce",
    "/{lang}/search/?q=zhaoqin+nothing",
    "/{lang}/compare/?region=shenzhen&region=qinhuangdao&year=2024",
    "/{lang}/regions/shenzhen/years/",
    "/{lang}/partners/",
    "/{lang}/partners/?q=zhaoqing&theme=dark",
    "/{lang}/bureaus/investment-promotion-bureau-of-sihui-city-rwdrb/card/",
]


@pytest.mark.parametrize(
    ("address", "lang", "scheme", "page"),
    matrix(PAGES, ["en", "zh-hans", "zh-hant"], ["light", "dark"], [360, 1280]),
    indirect=["page"],
)
def test_page_is_accessible_and_fits(page, lang, address, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(address.format(lang=lang))

    assert_accessible_and_fits(page)


@pytest.mark.parametrize("page", [320], indirect=True)
@pytest.mark.parametrize("address", PAGES)
def test_no_long_word_and_no_wider_font_widens_the_page(page, address):
    page.goto(address.format(lang="en"))
    page.evaluate("document.body.style.setProperty('letter-spacing', '.1em')")

    spaced = page.evaluate(TOO_WIDE)
    page.evaluate(LENGTHEN)
    lengthened = page.evaluate(TOO_WIDE)

    assert spaced <= 0
    assert lengthened <= 0


@pytest.mark.parametrize("page", [360], indirect=True)
def test_visitor_goes_from_province_to_phone_number(page, site):
    page.goto("/en/")

    page.get_by_role("link", name="Guangdong", exact=True).click()
    page.get_by_role("link", name="Zhaoqing", exact=True).click()
    expect(page).to_have_url(f"{site}/en/regions/zhaoqing/")
    page.wait_for_load_state()
    shown = page.get_by_role("main").inner_text()
    page.get_by_role("link", name="Investment Promotion Bureau of Sihui City").click()

    assert "Investment Promotion Bureau of Gaoyao District" in shown
    assert "Zhaoqing High-tech Zone Investment Promotion Bureau" in shown
    assert "Zhaoqing New Area Economic Promotion Bureau" in shown
    bureau = page.get_by_role("main")
    expect(bureau).to_contain_text("+86 758 3611228")
    expect(bureau).to_contain_text("+86 758 3611188")
    expect(bureau).to_contain_text("24 January 2024")
    expect(bureau).to_contain_text("Not confirmed yet")


@pytest.mark.parametrize("page", [360], indirect=True)
@pytest.mark.parametrize("lang", ["en", "zh-hans", "zh-hant"])
def test_name_number_call_and_copy_stand_on_the_first_screen_of_a_phone(page, lang):
    page.set_viewport_size({"width": 360, "height": 740})

    page.goto(f"/{lang}/bureaus/fangchenggang-investment-promotion-bureau-ydssx/")

    dial = page.locator(".dial")
    number = dial.locator("#no1")
    call, copy = dial.locator("a.btn"), dial.locator("[data-copy]")
    for part in (page.locator("h1"), number, call, copy):
        box = part.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 480
    expected = "+86 770 2217508" if lang == "en" else "0770-2217508"
    assert number.inner_text() == expected
    assert call.get_attribute("href") == "tel:+867702217508"


@pytest.mark.parametrize("page", [360], indirect=True)
def test_company_goes_from_its_industry_to_a_phone_number_in_two_clicks(page):
    page.goto("/en/industries/?year=2023")

    page.get_by_role("link", name="Auto parts").click()

    expect(page.locator('a[href^="tel:+86758"]').first).to_be_visible()


@pytest.mark.parametrize("page", [980], indirect=True)
def test_table_scrolls_by_keyboard_inside_its_frame(page):
    page.goto("/en/industries/table/")
    frame = page.get_by_role("region", name="Table of provinces and industries")

    frame.focus()
    page.keyboard.press("ArrowRight")

    page.wait_for_function("element => element.scrollLeft > 0", arg=frame.element_handle())


@pytest.mark.parametrize("page", [360], indirect=True)
def test_table_is_a_list_of_provinces_on_a_phone(page):
    page.goto("/en/industries/table/")

    page.locator("summary", has_text="Guangdong").click()

    expect(page.locator("details[open] li").first).to_be_visible()
    expect(page.locator(".matrix")).to_be_hidden()


@pytest.mark.parametrize("page", [360], indirect=True)
def test_square_of_the_map_leads_to_the_row_with_whom_to_call(page):
    page.goto("/en/industries/batteries-storage/")

    page.get_by_role("link", name="Fujian: 2 priorities for 2026 name it").click()

    expect(page.locator("li:target a[href^='tel:']").first).to_be_in_viewport()


def test_filters_work_without_script(browser, site):
    viewport = {"width": 360, "height": 900}
    with tab(browser, site, base_url=site, java_script_enabled=False, viewport=viewport) as opened:
        page, complaints = opened
        page.goto("/en/bureaus/")

        page.get_by_text("Filter and sort").click()
        page.get_by_label("Guangdong").check()
        page.get_by_role("button", name="Apply").click()

        expect(page.get_by_role("heading", name="17 bureaus")).to_be_visible()
    assert complaints == []


@pytest.mark.parametrize("page", [360, 1280], indirect=True)
def test_suggestions_are_chosen_by_keyboard(page):
    page.goto("/en/")
    box = page.get_by_role("combobox", name="City, bureau, phone or industry")

    box.press_sequentially("zhaoqing")
    page.get_by_role("option").first.wait_for()
    assert_accessible_and_fits(page)
    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("ArrowUp")
    chosen = page.locator("[aria-selected=true]").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/regions/zhaoqing/")

    assert chosen == "Zhaoqing City, Guangdong · Places"


@pytest.mark.parametrize("page", [360], indirect=True)
def test_suggestions_are_closed_with_escape_and_never_needed(page):
    page.goto("/en/")
    box = page.get_by_role("combobox")
    box.press_sequentially("zhaoqing")
    page.get_by_role("option").first.wait_for()

    box.press("Escape")
    page.get_by_role("option").first.wait_for(state="hidden")
    box.fill("四会")
    box.press("Enter")

    page.wait_for_url("**/en/regions/sihui/")
