"""An editor at work: logging in, importing, checking, correcting, restoring."""

import csv
import io

import pytest
from playwright.sync_api import expect

from tests.browser.desk import PHONE, assert_accessible, open_bureau, open_region
from tests.browser.logging_in import code_for, give_code, give_password, log_out
from tests.browser.pages import RULES, tab

pytestmark = pytest.mark.browser

NEW = "Sihui"
NUMBER = "+86-758-3611230"
REASON = "Source or reason of this change"


def test_editor_logs_in_with_the_second_factor(browser, workbench, account):
    address, _environment = workbench
    key, recovery_codes, _session = account
    with tab(browser, address, base_url=address, viewport=PHONE) as (page, complaints):
        give_password(page, "/desk/")
        assert_accessible(page, RULES)
        give_code(page, recovery_codes[0])
        expect(page).to_have_url(f"{address}/desk/")
        log_out(page)

        give_password(page, "/desk/")
        give_code(page, code_for(key, ahead=1))  # the first one is used up
        expect(page).to_have_url(f"{address}/desk/")
        page.click("text=Second factor")
        expect(page.locator("#content")).to_contain_text("9 recovery codes are left")
        assert page.request.get("/admin/").status == 404
    assert complaints == []


LOOKS = [
    (360, "en", "light"),
    (360, "zh-CN", "dark"),
    (1280, "en", "dark"),
    (1280, "zh-TW", "light"),
]


@pytest.mark.parametrize("desk", LOOKS, indirect=True, ids=str)
def test_front_page_and_guided_pages_are_accessible_and_fit(desk):
    assert_accessible(desk)

    bureau, region = open_bureau(desk, NEW), open_region(desk, "441200")
    for address, acts in ((bureau, ("close", "rename")), (region, ("end", "recode"))):
        for act in acts:
            desk.goto(address.replace("/change/", f"/{act}/"))
            assert_accessible(desk)


def test_every_number_leads_to_as_many_rows(desk):
    figures = desk.locator(".figures a")
    found = [(f.get_attribute("href"), f.locator("strong").inner_text()) for f in figures.all()]

    for address, number in found:
        desk.goto(address)
        words = desk.locator(".paginator").inner_text().split()  # pages come before, if several
        assert number in words, address
    assert len(found) >= 13


def test_file_is_previewed_and_imported(desk):
    address = "/desk/bureaus/bureau/"
    exported = desk.request.get(f"{address}export/csv/?q=Gaoyao").body().decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(exported))
    changed = io.StringIO()
    writer = csv.DictWriter(changed, ("ref", "fax", "version"))
    writer.writeheader()
    writer.writerow({"ref": row["ref"], "fax": NUMBER, "version": row["version"]})
    desk.goto(address)
    desk.get_by_role("link", name="Import", exact=True).click()
    assert_accessible(desk)
    upload = {"name": "faxes.csv", "mimeType": "text/csv", "buffer": changed.getvalue().encode()}
    desk.get_by_label("File").set_input_files(upload)
    desk.get_by_role("button", name="Preview").click()

    expect(desk.get_by_text("Nothing is changed yet.")).to_be_visible()
    expect(desk.locator(".import-rows ins", has_text=NUMBER)).to_be_visible()
    assert_accessible(desk)
    desk.get_by_label("Source of this file").fill("List of the faxes")
    desk.get_by_role("button", name="Import as shown").click()

    expect(desk.get_by_role("heading", name="faxes.csv").last).to_be_visible()
    open_bureau(desk, "Gaoyao")
    expect(desk.locator("#id_fax")).to_have_value(NUMBER)


def test_editor_sees_how_a_number_is_read_while_typing(desk):
    open_bureau(desk, "Gaoyao")
    desk.locator("#id_phone").fill("0758-8392673转8012")

    expect(desk.locator("output[for=id_phone]")).to_have_text("read as +86 758 8392673 ext. 8012")


def test_bureaus_are_marked_checked(desk):
    desk.goto("/desk/bureaus/bureau/?q=Guangdong+phone&status__exact=published")
    rows = desk.locator("#result_list .action-select")
    number = rows.count()
    for row in rows.all():
        row.check()
    desk.locator("select[name=action]").select_option(label="Mark checked")
    desk.get_by_role("button", name="Go").click()
    assert_accessible(desk)
    desk.get_by_label("Method").select_option(label="Phone")
    desk.get_by_label("Outcome").select_option(label="Confirmed")
    desk.get_by_role("button", name="Record the check").click()

    expect(desk.locator(".messagelist")).to_contain_text(f"{number} checks were recorded.")
    public = desk.request.get("/en/bureaus/?q=Guangdong&checked=yes").text()
    assert number > 1
    assert public.count('class="seal"') >= number


def test_correction_is_accepted_and_counts_as_a_check(desk):
    send_correction(desk, "/b/9q7m3/")
    desk.goto("/desk/bureaus/correction/?state=open")
    desk.locator("#result_list tbody th a", has_text="Guiyang").click()
    assert_accessible(desk)
    desk.get_by_label("Confirmed by").select_option("Phone")
    desk.get_by_role("button", name="Save", exact=True).click()

    expect(desk.locator(".messagelist")).to_contain_text("The correction is settled.")
    open_bureau(desk, "Guiyang")
    expect(desk.locator("#id_phone")).to_have_value(NUMBER)
    expect(desk.locator(".field-checked_on .readonly").first).not_to_have_text("-")


def test_missing_bureau_is_looked_at_and_added(desk):
    name = "Investment Promotion Bureau of Sihui"
    with desk.context.browser.new_context(base_url=desk.url) as context:
        propose_sihui(context.new_page(), name)

    desk.goto("/desk/bureaus/correction/?about=missing&state=open")
    desk.locator("#result_list tbody th a", has_text=name).click()
    expect(desk.get_by_role("heading", name="Is it one of these?")).to_be_visible()
    assert_accessible(desk)
    desk.get_by_role("link", name="Add this bureau").click()
    assert_accessible(desk)
    desk.get_by_label("Kind").select_option("Investment promotion")
    desk.get_by_label("It is none of these").check()
    desk.get_by_role("button", name="Save", exact=True).click()

    expect(desk.locator(".messagelist")).to_contain_text("The correction is settled.")


def propose_sihui(page, name):
    page.goto("/en/bureaus/add/?region=sihui")
    page.get_by_label("Name of the office").fill(name)
    page.get_by_label("How do you know?").fill("https://example.org/list")
    page.get_by_label("Phone (optional)").fill("0758-3611228")
    page.get_by_role("button", name="Send").click()
    page.get_by_label("It is none of these").check()
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="Thank you").wait_for()


def send_correction(page, permalink):
    page.goto(permalink)
    page.get_by_role("link", name="What is wrong?").click()
    page.get_by_label("The phone number").check()
    page.get_by_label("Phone", exact=True).fill(NUMBER)
    page.get_by_label("How do you know?").fill("https://example.org/contact")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="Thank you").wait_for()


def test_version_is_restored(desk):
    address = open_bureau(desk, "Chengdu")
    before = desk.locator("#id_phone").input_value()
    desk.locator("#id_phone").fill(NUMBER)
    desk.get_by_label(REASON).fill("They said so on the phone")
    desk.get_by_role("button", name="Save and continue editing").click()
    desk.locator(".messagelist .success").wait_for()

    desk.get_by_role("link", name="History").click()
    expect(desk.get_by_text("They said so on the phone")).to_be_visible()
    assert_accessible(desk)
    desk.get_by_role("link", name="Put back: Phone").first.click()
    assert_accessible(desk)
    expect(desk.locator("#id_phone")).to_have_value(before)
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.locator(".messagelist .success").wait_for()

    desk.goto(address)
    expect(desk.locator("#id_phone")).to_have_value(before)
