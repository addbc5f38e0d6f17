import pytest

from bureaus.staff.roles import SITE_EDITORS
from tests.bureaus.data_files import copy_data, load_all
from tests.bureaus.logins import PASSWORD
from tests.factories import (
    make_bureau,
    make_contact_point,
    make_industry,
    make_priority,
    make_region,
    make_staff,
)


@pytest.fixture
def folder(tmp_path):
    """A small data folder of one's own."""
    return copy_data(tmp_path / "data")


@pytest.fixture(scope="module")
def loaded(once, tmp_path_factory):
    """Load what is in a small data folder that nobody changed; give the reports."""
    return load_all(copy_data(tmp_path_factory.mktemp("loaded") / "data"))


@pytest.fixture
def editor():
    """Make a site editor with a password and no second factor yet."""
    return make_staff(password=PASSWORD, groups=[SITE_EDITORS])


@pytest.fixture(scope="module")
def sihui(once):
    return make_region(name="Sihui", code="441284", name_zh_hans="四会", dial_code="0758")


@pytest.fixture(scope="module")
def bureau(once):
    """Make an office of which all is known, with a desk, and a priority of its region."""
    guangdong = make_region(name="Guangdong", name_zh_hans="广东")
    names = {"name": "Sihui", "name_zh_hans": "四会", "parent": guangdong, "level": "county"}
    sihui = make_region(**names, code="441284", dial_code="0758")
    bureau = make_bureau(
        region=sihui,
        ref="rwdrb",
        name_en="Sihui Office",
        name_zh_hans="四会局",
        address_en="3F, Centre",
        address_zh_hans="四会市行政中心三楼",
        phone="3611228",
        fax="3611188",
        email="a@example.org",
        website="https://example.org/",
        hours="Mo-Fr 09:00-12:00,13:30-17:00; Sa 09:00-12:00",
        source="Government page",
    )
    make_contact_point(bureau, name_en="Foreign Section", phone="3990000", languages=["ja"])
    tea = make_industry(slug="tea", name_en="Tea")
    make_priority(region=sihui, title_en="Green tea", industries=[tea])
    return bureau


@pytest.fixture(scope="module")
def quoted(once):
    """Make an office with signs in its name that mean something in HTML, and an industry."""
    make_industry(slug="tea", name_en="Tea")
    sihui = make_region(name="Sihui", code="441284")
    names = {"name_en": 'Sihui "Office" & Co', "name_zh_hans": "四会局"}
    return make_bureau(region=sihui, ref="rwdrb", **names)
