"""The card to print and the address to show a driver."""

import pytest

from tests.factories import make_closed_bureau

pytestmark = pytest.mark.django_db
FOLDER = "bureaus/sihui-office-rwdrb"


def test_card_holds_both_languages_and_the_code_of_the_permanent_address(client, bureau, lang):
    page = client.get(f"/{lang}/{FOLDER}/card/").content.decode()

    for text in ("Sihui Office", "四会局", "3F, Centre", "四会市行政中心三楼", "+86 758 3611188"):
        assert text in page
    assert 'src="/b/rwdrb.svg"' in page
    assert "testserver/b/rwdrb/" in page


def test_driver_is_shown_the_chinese_address_whatever_the_language(client, bureau, lang):
    page = client.get(f"/{lang}/{FOLDER}/taxi/").content.decode()

    assert '<html lang="zh-Hans">' in page
    assert "四会市行政中心三楼" in page
    assert 'href="tel:+867583611228"' in page
    assert "3F, Centre" not in page
    assert "<script" not in page


def test_there_is_nothing_to_show_a_driver_without_a_chinese_address(client, bureau):
    bureau.address_zh_hans = ""
    bureau.save()

    assert client.get(f"/en/{FOLDER}/taxi/").status_code == 404
    assert b"/taxi/" not in client.get(f"/en/{FOLDER}/").content


@pytest.mark.parametrize("page", ["card", "taxi"])
def test_card_follows_the_life_of_its_bureau(client, bureau, page):
    make_closed_bureau(bureau, name_en="Old", ref="ccccc", closure="merged")

    renamed = client.get(f"/en/bureaus/former-name-rwdrb/{page}/")
    closed = client.get(f"/en/bureaus/old-ccccc/{page}/")

    assert renamed.status_code == 301
    assert renamed["Location"] == f"/en/{FOLDER}/{page}/"
    assert closed.status_code == 410
    assert b"Sihui Office" in closed.content


def test_page_of_a_bureau_leads_to_its_formats(client, bureau):
    page = client.get(f"/zh-hant/{FOLDER}/").content.decode()

    assert 'href="/b/rwdrb.vcf?lang=zh-hant"' in page
    assert 'href="/b/rwdrb.svg"' in page
    assert f'href="/zh-hant/{FOLDER}/card/"' in page
    assert f'href="/zh-hant/{FOLDER}/taxi/"' in page
