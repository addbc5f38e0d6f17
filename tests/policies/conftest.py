import pytest

from tests.factories import make_bureau, make_document, make_industry, make_priority, make_region


@pytest.fixture(scope="module")
def jade(once):
    """Make one of everything that is called Jade, in a province and a city of it."""
    province = make_region(name="Jade Coast", name_zh_hans="玉海", name_zh_hant="玉海")
    city = make_region(name="Jade City", parent=province, level="prefecture")
    make_bureau(region=city, name_en="Jade Promotion Bureau", phone="0758-3611228", ref="bbbbb")
    industry = make_industry(name_en="Jade carving", slug="carving")
    make_priority(region=city, title_en="Jade exports", industries=[industry])
    make_document(region=province, title_en="Jade report")
    return province
