import pytest

from policies.pages.template_functions import BOTTOM, MOST_YEARS, TOP, WIDTH, year_columns
from tests.factories import make_industry, make_priority, make_region


def test_greatest_number_makes_the_tallest_column_and_half_of_it_half_as_tall():
    low, high = year_columns({2023: 2, 2024: 4})

    assert (high.y, high.height) == (TOP, BOTTOM - TOP)
    assert low.height == high.height // 2
    assert low.y + low.height == high.y + high.height == BOTTOM


def test_year_without_a_number_keeps_its_place():
    shown = year_columns({2021: 3, 2024: 1})

    assert [(column.year, column.count) for column in shown] == [
        (2021, 3),
        (2022, 0),
        (2023, 0),
        (2024, 1),
    ]


@pytest.mark.parametrize("counts", [{}, {2024: 0}, {2024: 1}, {1900: 1, 2024: 10**6}])
def test_any_numbers_stay_inside_the_drawing(counts):
    shown = year_columns(counts)

    assert len(shown) <= MOST_YEARS
    assert all(column.x >= 0 and column.x + column.width <= WIDTH for column in shown)
    assert all(TOP <= column.y <= BOTTOM for column in shown)


@pytest.mark.django_db
def test_industry_page_draws_its_years_and_gives_them_as_a_table(client):
    tea = make_industry(slug="tea", name_en="Tea")
    for year in (2022, 2024):
        make_priority(year=year, industries=[tea])
    make_priority(year=2024, industries=[tea])

    page = client.get("/en/industries/tea/").content.decode()

    assert page.count("<rect") == 3
    assert '<th scope="row">2024</th><td class="num">2</td>' in page
    assert '<th scope="row">2022</th><td class="num">1</td>' in page


@pytest.mark.django_db
def test_years_of_a_region_draw_how_many_industries_it_names(client):
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
