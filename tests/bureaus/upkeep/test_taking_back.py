"""Taking back the end of a region, and giving one that stays another name or code."""

import pytest
from django.core.exceptions import ValidationError

from bureaus.changes.batch import rehearsal, together
from bureaus.models import Bureau, Change
from bureaus.search.query import matching
from bureaus.upkeep.ending import carry_out, recode, recoding_of, revive, undo
from tests.bureaus.upkeep.endings import DAY, fresh, place, plan, state, text_of
from tests.factories import make_region

pytestmark = pytest.mark.django_db


# Undoing


@pytest.mark.parametrize("ending", ["merged", "renamed"])
def test_undo_brings_everything_back(world, ending):
    before = state()
    carry_out(world["old"], plan(world["new"], ending=ending))

    assert revive(world["old"], "A mistake") == []

    assert state() == before


def test_undo_leaves_and_names_what_was_changed_since(world):
    carry_out(world["old"], plan(world["new"]))
    bureau = fresh(world["bureau"])
    bureau.region = world["other"]
    bureau.save()

    left = revive(world["old"], "A mistake")

    assert left == ["bureau Old Office (region)"]
    assert (place(bureau), fresh(world["inner"]).parent.name_en) == ("Other", "Old")


def test_rehearsed_undo_changes_nothing(world):
    carry_out(world["old"], plan(world["new"]))
    before = state()

    with rehearsal():
        outcome = undo(world["old"], "")

    assert outcome.inside == {
        "places inside it": 1,
        "bureaus": 3,
        "documents": 1,
        "priorities": 1,
    }
    assert state() == before


def test_region_is_not_revived_inside_one_that_has_ended(world):
    carry_out(world["inner"], plan(world["old"]))
    carry_out(world["old"], plan(world["new"]))

    with pytest.raises(ValidationError, match="in which it lay, has ended too"):
        revive(world["inner"], "A mistake")

    revive(world["old"], "A mistake")
    assert revive(world["inner"], "A mistake") == []


def test_end_that_came_with_the_data_is_undone_without_the_rest(world):
    with together(reason="load_data"):
        carry_out(world["old"], plan(world["new"]))

    assert revive(world["old"], "A mistake") == []

    assert (fresh(world["old"]).is_ended, place(world["bureau"])) == (False, "New")


def test_what_is_there_cannot_be_revived(world):
    with pytest.raises(ValidationError, match="has not ended"):
        revive(world["old"], "A mistake")


# Another name or code


def values_of(region, **values):
    region = fresh(region)
    names = ("name_en", "name_zh_hans", "name_zh_hant")
    fields = (*names, *(f"full_{name}" for name in names), "code", "level", "kind", "parent")
    return {name: getattr(region, name) for name in fields} | values


def give(region, on=DAY, **values):
    return recode(region, values_of(region, **values), on, "Notice of the ministry")


def aliases(region):
    found = region.aliases.exclude(value="古县").order_by("kind", "value")
    return [(alias.kind, alias.value, alias.valid_until) for alias in found]


def test_renamed_place_keeps_its_address_and_its_old_names_lead_there(client, world):
    give(world["old"], name_zh_hans="海", full_name_zh_hans="海市", full_name_en="Hai City")

    old = fresh(world["old"])
    assert (old.slug, old.full_name_en, old.is_ended) == ("old", "Hai City", False)
    assert ("former_name", "Old District", DAY) in aliases(old)
    assert ("former_name", "旧区", DAY) in aliases(old)
    assert client.get("/en/regions/old/").status_code == 200
    assert client.get("/r/旧区/")["Location"] == "/en/regions/old/"


def test_re_coded_place_is_found_by_both_codes(client, world):
    give(world["old"], code="500110", kind="county-level-city")

    assert aliases(world["old"]) == [("former_code", "500105", DAY)]
    for code in ("500105", "500110"):
        assert client.get(f"/r/{code}/")["Location"] == "/en/regions/old/"
        assert Bureau.objects.filter(matching(code)).count() == 4


def test_place_that_moves_brings_what_lies_in_it(world):
    elsewhere = make_region(name="Jinan", level="prefecture")
    last = Change.objects.last_cursor()

    give(world["old"], parent=elsewhere, code="370116")

    assert fresh(world["inner"]).path.startswith(elsewhere.path)
    assert Bureau.objects.published().within(elsewhere).count() == 2
    assert [(c.noun, c.key) for c in Change.objects.after(last)] == [
        ("region", str(world["old"].pk))
    ]


def test_short_day_is_kept_as_it_is(world):
    give(world["old"], on="2015", code="500110")

    assert aliases(world["old"]) == [("former_code", "500105", "2015")]


@pytest.mark.parametrize(
    ("on", "values", "message"),
    [
        (DAY, {}, "These are the names that it has."),
        (DAY, {"code": "500157"}, "Another region has this code."),
        (DAY, {"code": "5001"}, "A GB/T 2260 code has six digits, such as 441284."),
        (DAY, {"level": "province"}, "A region lies in one of a wider level."),
        (DAY, {"full_name_en": ""}, "This field cannot be blank."),
        ("2999-01", {"code": "500110"}, "This day has not come yet."),
        ("1998", {"code": "500110"}, "It has been what it is since 1999; this is before."),
    ],
)
def test_wrong_name_or_code_is_refused_and_changes_nothing(world, on, values, message):
    before = state()

    with pytest.raises(ValidationError) as caught:
        give(world["old"], on=on, **values)

    assert message in text_of(caught)
    assert state() == before


def test_place_lies_neither_in_itself_nor_in_one_that_has_ended(world):
    carry_out(world["other"], plan(world["new"]))

    for name, message in (("inner", "inside itself"), ("other", "has ended")):
        with pytest.raises(ValidationError, match=message):
            give(world["old"], parent=fresh(world[name]), level="zone")


@pytest.mark.parametrize(
    "values",
    [
        {"code": "500110"},
        {"full_name_en": "Hai City", "full_name_zh_hans": "海市"},
        {"full_name_en": "Hai City", "code": "500110", "kind": "county-level-city"},
    ],
)
def test_another_name_or_code_is_taken_back(world, values):
    before = state()
    give(world["old"], **values)

    assert undo(world["old"], "A mistake").left == []

    assert state() == before


def test_taking_back_leaves_what_was_changed_since(world):
    give(world["old"], code="500110")
    world["old"].aliases.filter(value="500105").update(valid_until="2025")

    left = undo(world["old"], "A mistake").left

    assert left == ["other name of a region 500105 (valid until)"]
    assert fresh(world["old"]).code == "500105"


def test_only_what_people_changed_alone_can_be_taken_back(world):
    assert recoding_of(world["old"]) is None

    with together(reason="load_data"):
        give(world["old"], code="500110")
    assert recoding_of(world["old"]) is None

    with together(reason="A file"):
        give(world["old"], code="500111")
        give(world["new"], code="500158")
    assert recoding_of(world["old"]) is None
    with pytest.raises(ValidationError, match="There is nothing to take back"):
        undo(world["old"], "A mistake")
