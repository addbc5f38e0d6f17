import pytest

from tests.factories import make_industry, make_priority, make_region


@pytest.mark.django_db
def test_industry_page_gives_its_years_as_a_table(client):
    tea = make_industry(slug="tea", name_en="Tea")
    for year in (2022, 2024):
        make_priority(year=year, industries=[tea])
    make_priority(year=2024, industries=[tea])

    page = client.get("/en/industries/tea/").content.decode()

    assert '<th scope="row">2024</th><td class="num">2</td>' in page
    assert '<th scope="row">2022</th><td class="num">1</td>' in page


@pytest.mark.django_db
def test_years_of_a_region_say_how_many_industries_it_names(client):
    north = make_region(name="North")
    tea, rice = make_industry(), make_industry()
    make_priority(region=north, year=2023, industries=[tea])
    make_priority(region=north, year=2024, industries=[tea, rice])
    make_priority(region=north, year=2024, industries=[tea])

    page = client.get("/en/regions/north/years/").content.decode()

    assert '<th scope="row">2024</th><td class="num">2</td>' in page
    assert '<th scope="row">2023</th><td class="num">1</td>' in page


@pytest.mark.django_db
def test_bars_are_measured_against_the_industry_that_most_regions_name(client):
    make_priority(year=2024, industries=[make_industry(slug="tea")])
    for _region in range(2):
        make_priority(year=2024)

    assert 'width="100%"' in client.get("/en/industries/").content.decode()
