"""A small world that holds something of every kind, to end a part of it."""

import pytest

from tests.factories import (
    make_bureau,
    make_closed_bureau,
    make_document,
    make_priority,
    make_region,
)


def make_county(name, parent, code="", **values):
    return make_region(
        name=name, level="county", kind="district", parent=parent, code=code, **values
    )


@pytest.fixture(scope="module")
def world(once):
    """A city with an old county, which holds something of every kind, and two others."""
    city = make_region(name="City", level="prefecture", code="500100", dial_code="023")
    old = make_county("Old", city, "500105", full_name_zh_hans="旧区", full_name_en="Old District")
    new = make_county("New", city, "500157", full_name_zh_hans="新区")
    other = make_county("Other", city, "500109")
    inner = make_region(name="Inner", level="zone", kind="industrial-park", parent=old)
    outer = make_region(name="Outer", level="zone", kind="industrial-park", parent=other)
    outer.overlaps.set([old])
    city.capital = old
    city.save()
    bureau = make_bureau(region=old, name_en="Old Office", phone="1")
    make_bureau(region=old, name_en="Draft", status="draft")
    make_closed_bureau(region=old, name_en="Closed")
    make_bureau(region=inner, name_en="Zone Office")
    document = make_document(region=old)
    make_priority(region=old, document=document)
    old.aliases.create(kind="former_name", value="古县", valid_until="1999")
    return {"city": city, "old": old, "new": new, "other": other, "inner": inner} | {
        "outer": outer,
        "bureau": bureau,
        "document": document,
    }
