"""Which industry somebody means."""

import pytest

from policies.search.query import find_industries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_data")]


@pytest.mark.parametrize(
    ("text", "slug", "reason"),
    [
        ("磷酸铁锂电池", "batteries-storage", "磷酸铁锂"),
        ("磷酸鐵鋰電池", "batteries-storage", "磷酸铁锂"),
        ("lithium battery", "batteries-storage", "lithium"),
        ("Batteries", "batteries-storage", "Batteries & energy storage"),
        ("we make car parts", "auto-parts", "car parts"),
        ("芯片", "semiconductors", "芯片"),
        ("EV", "new-energy-vehicles", "EV"),
        ("ＡＩ", "artificial-intelligence", "AI"),
        ("drones and eVTOL", "low-altitude-economy", "drones"),
        ("汽车零部件", "auto-parts", "汽车零部件"),
    ],
)
def test_own_words_find_the_industry_and_say_why(text, slug, reason):
    first = find_industries(text)[0]

    assert (first.industry.slug, first.reason) == (slug, reason)


@pytest.mark.parametrize("code", ["C38", "c38", "38", "C3841", "3841"])
def test_division_of_gbt_4754_finds_all_its_industries(code):
    found = {match.industry.slug for match in find_industries(code)}

    assert found == {"high-end-equipment", "wind-solar", "hydrogen", "batteries-storage"}


def test_isic_section_finds_its_industries():
    found = {match.industry.slug for match in find_industries("K")}

    assert found == {"finance-venture-capital"}


@pytest.mark.parametrize(
    "text", ["", "  ", "zzz", "？？", "X38", "K38", "384123", "(", "[", "\\", "*" * 5000]
)
def test_what_names_no_industry_finds_none(text):
    assert find_industries(text) == []


def test_word_inside_another_is_not_taken_for_it():
    found = {match.industry.slug for match in find_industries("AI")}

    assert found == {"artificial-intelligence"}


def test_page_shows_matches_with_their_reason(client, lang):
    page = client.get(f"/{lang}/industries/find/?q=lithium+battery").content.decode()

    assert f'href="/{lang}/industries/batteries-storage/"' in page
    assert "battery" in page


def test_page_without_matches_leads_to_all_industries(client):
    page = client.get("/en/industries/find/?q=<b>zzz</b>").content.decode()

    assert "&lt;b&gt;zzz&lt;/b&gt;" in page
    assert 'href="/en/industries/"' in page
