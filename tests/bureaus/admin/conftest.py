import pytest

from tests.factories import make_bureau, make_document, make_region


@pytest.fixture(scope="module")
def three(once):
    city = make_region(name="City", level="prefecture", code="500100")
    made = [
        make_region(name=name, level="county", kind="district", parent=city, code=code)
        for name, code in (("Old", "500105"), ("New", "500157"), ("Other", "500109"))
    ]
    make_region(name="Zone", level="zone", kind="industrial-park", parent=made[0])
    make_bureau(region=made[0], name_en="Old Office", ref="bbbbb")
    make_document(region=made[0])
    return made
