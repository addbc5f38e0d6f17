"""Our cards in a page of another site: nothing fails, heights follow, scripts are optional."""

import pytest
from micawber import Provider, ProviderRegistry

from tests.browser.pages import tab

pytestmark = pytest.mark.browser

# Messages are heard in the order in which they are sent: with this one, all before it
LAST_MESSAGE = """new Promise((done) => {
  addEventListener("message", (event) => event.data === "last" && done());
  postMessage("last", "*");
})"""
BUREAU = "/embed/v1/bureau/rwdrb/?lang=en"


def link(site, path="/b/rwdrb/", **data):
    options = "".join(f' data-{name}="{value}"' for name, value in data.items())
    return (
        f'<p>See <a class="bureau-directory" href="{site}{path}"{options}>the bureau</a>.</p>'
        f'<script src="{site}/embed/v1/embed.js" async></script>'
    )


def upgraded(page):
    """Wait until no link is left and give the frames."""
    page.wait_for_function("!document.querySelector('p a')")
    return page.frames[1:]


def until(page, holds):
    """Wait until something holds, for minutes where the machine is busy."""
    for _attempt in range(2400):
        if holds():
            return
        page.wait_for_timeout(50)
    pytest.fail("It never holds.")


def heights(page):
    """Give the height of the frame and of what is in it."""
    frame = page.locator("iframe")
    inside = page.frames[1].evaluate("document.documentElement.offsetHeight")
    return frame.evaluate("f => f.clientHeight"), inside


@pytest.mark.parametrize("script", [True, False])
def test_frame_works_without_any_script(browser, site, foreign, script):
    foreign.show(f'<iframe src="{site}{BUREAU}" width="480" height="420" title="Bureau"></iframe>')
    with tab(browser, java_script_enabled=script) as (page, complaints):
        page.goto(foreign.address)

        card = page.frame_locator("iframe")

        card.get_by_text("+86 758 3611228").wait_for()
        assert card.get_by_role("heading", name="Sihui City").is_visible()
        assert page.context.cookies() == []
    assert complaints == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/b/rwdrb/", "+86 758 3611228"),
        ("/zh-hans/bureaus/investment-promotion-bureau-of-sihui-city-rwdrb/", "0758-3611228"),
        ("/r/zhaoqing/", "Investment Promotion Bureau of Sihui City"),
        ("/en/regions/shenzhen/", "Target industries in Shenzhen"),
        ("/en/industries/auto-parts/", "Auto parts"),
    ],
)
def test_script_turns_a_link_into_a_card_of_its_own_height(visit, site, path, text):
    page, complaints = visit(link(site, path))

    upgraded(page)

    page.frame_locator("iframe").get_by_text(text).first.wait_for()
    outside, inside = heights(page)
    assert outside == inside > 100
    assert page.locator("iframe").get_attribute("title") == "the bureau"
    assert complaints == []


def test_height_follows_the_width(visit, site):
    page, complaints = visit(link(site, "/r/zhaoqing/"))
    upgraded(page)
    wide, _inside = heights(page)

    page.set_viewport_size({"width": 320, "height": 900})
    page.wait_for_function(f"document.querySelector('iframe').clientHeight > {wide}")

    until(page, lambda: len(set(heights(page))) == 1)
    assert complaints == []


def test_options_of_a_link_reach_its_card(visit, site):
    page, _complaints = visit(link(site, lang="zh-hans", theme="dark", parts="name,seal"))

    frame = upgraded(page)[0]

    assert frame.url.endswith("/embed/v1/bureau/rwdrb/?lang=zh-hans&theme=dark&parts=name%2Cseal")
    assert "尚未核实" in frame.content()
    assert frame.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(17, 23, 28)"


def test_link_stays_where_the_page_forbids_frames(visit, site):
    page, complaints = visit(
        link(site), Content_Security_Policy=f"frame-src 'none'; script-src {site}"
    )

    until(page, lambda: any("frame-src" in complaint for complaint in complaints))

    assert page.get_by_role("link", name="the bureau").is_visible()


def test_link_to_another_site_is_left_alone(visit, site):
    page, _complaints = visit(link(site) + '<a class="bureau-directory" href="/x">other</a>')

    upgraded(page)

    assert page.locator("iframe").count() == 1
    assert page.get_by_role("link", name="other").is_visible()


def test_script_works_where_only_its_site_is_allowed(visit, site):
    page, complaints = visit(
        link(site),
        Content_Security_Policy=f"default-src 'none'; script-src {site}; frame-src {site}",
    )

    upgraded(page)

    outside, inside = heights(page)
    assert outside == inside
    assert complaints == []


def test_card_is_shown_in_an_isolated_page_too(visit, site):
    page, complaints = visit(
        link(site) + f'<img src="{site}/embed/v1/bureau/rwdrb/badge.svg?lang=en" alt="state">',
        Cross_Origin_Opener_Policy="same-origin",
        Cross_Origin_Embedder_Policy="require-corp",
    )

    upgraded(page)

    assert page.evaluate("crossOriginIsolated")
    assert page.locator("img").evaluate("image => image.naturalWidth") > 100
    assert complaints == []


def test_height_is_taken_only_from_the_card_itself(visit, site):
    page, _complaints = visit(link(site) + '<iframe id="other" srcdoc="x"></iframe>')
    page.wait_for_function("!document.querySelector('p a')")
    before = page.locator("iframe").first.evaluate("f => f.clientHeight")

    page.evaluate("window.postMessage({bureauDirectoryHeight: 5000}, '*')")
    page.evaluate(
        "const s = document.getElementById('other').contentDocument.createElement('script');"
        "s.textContent = 'parent.postMessage({bureauDirectoryHeight: 5000}, \"*\")';"
        "document.getElementById('other').contentDocument.body.append(s)"
    )
    page.evaluate(LAST_MESSAGE)

    assert page.locator("iframe").first.evaluate("f => f.clientHeight") == before


def test_card_tells_its_height_to_no_one_but_the_page_around(visit, site):
    page, _complaints = visit(
        f'<iframe id="card" src="{site}{BUREAU}"></iframe><iframe id="other" srcdoc="x"></iframe>'
    )
    page.evaluate("window.heard = []; addEventListener('message', e => heard.push(e.origin))")

    page.evaluate(
        "const s = document.getElementById('other').contentDocument.createElement('script');"
        's.textContent = \'parent.frames[0].postMessage("bureau-directory", "*")\';'
        "document.getElementById('other').contentDocument.body.append(s)"
    )
    page.frames[1].evaluate(LAST_MESSAGE)
    page.evaluate(LAST_MESSAGE)
    unasked = page.evaluate("heard.filter((origin) => origin !== location.origin)")
    page.evaluate("heard.length = 0; frames[0].postMessage('bureau-directory', '*')")
    page.wait_for_function("heard.length > 0")

    assert unasked == []
    assert page.evaluate("heard[0]") == site


def test_consumer_of_other_people_gets_a_card_that_works(visit, site):
    providers = ProviderRegistry()
    providers.register(rf"{site}/\S+", Provider(f"{site}/oembed/"))

    card = providers.request(f"{site}/zh-hans/regions/zhaoqing/", maxwidth=300)
    page, complaints = visit(card["html"])

    page.frame_locator("iframe").get_by_text("肇庆").first.wait_for()
    assert (card["type"], card["width"]) == ("rich", 300)
    assert complaints == []


@pytest.mark.parametrize(
    "path",
    [
        "/en/",
        "/en/bureaus/investment-promotion-bureau-of-sihui-city-rwdrb/",
        "/en/bureaus/",
        "/en/bureaus/investment-promotion-bureau-of-sihui-city-rwdrb/card/",
        "/en/partners/",
        "/en/links/",
        "/en/nothing-here/",
        "/api/v1/docs/",
        "/api/v1/bureaus/rwdrb/",
        "/admin/login/",
        "/r/sihui/",
    ],
)
def test_any_other_page_refuses_to_be_framed(visit, site, path):
    page, complaints = visit(f'<iframe src="{site}{path}" title="Ours"></iframe>')

    until(page, lambda: any("frame" in complaint.lower() for complaint in complaints))
    until(page, lambda: page.frames[1].url.startswith("chrome-error://"))
