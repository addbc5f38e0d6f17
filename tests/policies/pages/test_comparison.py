import pytest

from tests.factories import make_industry, make_priority, make_region

pytestmark = pytest.mark.django_db


def test_industry_that_some_of_the_regions_name_says_which(client):
    tea, rice, silk = (make_industry(slug=s, name_en=s.title()) for s in ("tea", "rice", "silk"))
    for name, industries in {
        "East": [tea, rice],
        "West": [tea, rice],
        "South": [tea, silk],
    }.items():
        make_priority(region=make_region(name=name), industries=industries)

    response = client.get("/en/compare/?region=east&region=west&region=south&year=2024")

    shared = {i.slug: [r.slug for r in regions] for i, regions in response.context["shared"]}
    assert shared == {"tea": ["east", "west", "south"], "rice": ["east", "west"]}
    assert "(East / West)" in response.content.decode()
    distinct = [[i.slug for i in column["distinct"]] for column in response.context["columns"]]
    assert distinct == [[], [], ["silk"]]
