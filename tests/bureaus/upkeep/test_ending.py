"""What ending a region does to all that lies in it, and what finds it then."""

import pytest
from django.core.exceptions import ValidationError

from bureaus.models import Bureau, Change, Region
from bureaus.search.gazetteer import gazetteer
from bureaus.search.query import matching
from bureaus.upkeep.ending import carry_out
from policies.models import Document, Priority
from tests.bureaus.upkeep.endings import DAY, fresh, place, plan, state, text_of, told_for
from tests.factories import make_bureau, make_priority, make_region

pytestmark = pytest.mark.django_db


# What moves


def test_all_that_lies_in_it_moves_as_proposed(world):
    carry_out(world["old"], plan(world["new"]))

    old = fresh(world["old"])
    assert (old.ended_on, old.ending, list(old.successors.all())) == (DAY, "merged", [world["new"]])
    assert place(world["bureau"]) == "New"
    assert fresh(world["inner"]).path == f"{world['new'].path}{world['inner'].pk}/"
    assert list(world["outer"].overlaps.all()) == [world["new"]]
    assert fresh(world["city"]).capital == world["new"]
    in_it = Bureau.objects.published().within(world["new"]).values_list("name_en", flat=True)
    assert set(in_it) == {"Old Office", "Zone Office"}


def test_drafts_move_too_and_closed_bureaus_stay(world):
    carry_out(world["old"], plan(world["new"]))

    assert place(Bureau.objects.get(name_en="Draft")) == "New"
    assert place(Bureau.objects.get(name_en="Closed")) == "Old"


@pytest.mark.parametrize(
    ("ending", "where"),
    [("merged", "Old"), ("renamed", "New"), ("re-coded", "New")],
)
def test_what_it_said_stays_unless_it_is_the_same_place(world, ending, where):
    carry_out(world["old"], plan(world["new"], ending=ending))

    assert place(world["document"]) == place(Priority.objects.get()) == where


@pytest.mark.parametrize("name", ["document", "priority"])
def test_what_it_said_moves_if_told(world, name):
    carry_out(world["old"], plan(world["new"], **{name: str(world["new"].pk)}))

    moved = {"document": Document, "priority": Priority}
    where = {key: place(model.objects.get()) for key, model in moved.items()}
    assert where == {key: "New" if key == name else "Old" for key in moved}


def test_bureau_stays_if_told(world):
    carry_out(world["old"], plan(world["new"], **{f"bureau-{world['bureau'].pk}": "stay"}))

    assert place(world["bureau"]) == "Old"


def test_split_asks_for_each_and_moves_as_told(world):
    both = world["new"], world["other"]
    draft = Bureau.objects.get(name_en="Draft")
    choices = {
        f"place-{world['inner'].pk}": str(world["other"].pk),
        f"bureau-{world['bureau'].pk}": str(world["new"].pk),
        f"bureau-{draft.pk}": str(world["other"].pk),
        f"capital-{world['city'].pk}": "nowhere",
    }
    told = told_for(world, *both, ending="split")
    assert [name for name, choice in told.items() if not choice] == list(choices)

    carry_out(world["old"], plan(*both, ending="split", **told | choices))

    assert (place(world["bureau"]), place(draft)) == ("New", "Other")
    assert fresh(world["inner"]).parent == world["other"]
    assert fresh(world["city"]).capital is None
    assert set(world["outer"].overlaps.all()) == set(both)


def test_split_names_what_it_was_not_told(world):
    before = state()

    with pytest.raises(ValidationError) as caught:
        carry_out(world["old"], plan(world["new"], world["other"], ending="split"))

    assert text_of(caught) == "Say where this goes: Inner; Old Office; Draft; City."
    assert state() == before


def test_prefecture_that_a_neighbour_takes_over_brings_its_districts(world):
    """As Laiwu (371200) became two districts of Jinan in 2018."""
    jinan = make_region(name="Jinan", level="prefecture", parent=world["city"].parent)
    district = world["inner"]

    carry_out(world["city"], plan(jinan))

    assert fresh(world["old"]).parent == jinan
    assert fresh(district).path == f"{jinan.path}{world['old'].pk}/{district.pk}/"
    assert matching_bureaus("Jinan") >= {"Old Office", "Zone Office"}


def test_place_that_succeeds_what_it_lay_in_goes_to_where_that_lay(world):
    new, city = world["new"], world["city"]
    told = {f"place-{each.pk}": str(city.parent_id) for each in (world["old"], world["other"])}

    carry_out(city, plan(new, **told))

    assert fresh(new).parent_id == city.parent_id
    assert [region.name_en for region in Region.objects.called("500100")] == ["New"]


def test_province_neighbours_know_the_successor():
    one, two, three = (make_region(name=name) for name in ("One", "Two", "Three"))
    one.neighbours.set([two, three])
    for each in (two, three):
        each.neighbours.set([one])

    carry_out(one, plan(two))

    assert (list(two.neighbours.all()), list(three.neighbours.all())) == ([three], [two])


# What finds it


@pytest.mark.parametrize("value", ["500105", "old", "旧区", "Old District", "古县"])
def test_whatever_named_it_leads_to_the_successor(client, world, value):
    carry_out(world["old"], plan(world["new"]))

    assert [region.name_en for region in Region.objects.called(value)] == ["New"]
    assert client.get(f"/r/{value}/")["Location"] == "/en/regions/new/"


@pytest.mark.parametrize("value", ["500105", "old", "旧区"])
def test_whatever_named_a_split_region_offers_each(client, world, value):
    both = world["new"], world["other"]
    told = told_for(world, *both, ending="split")
    told = {name: choice or str(world["new"].pk) for name, choice in told.items()}

    carry_out(world["old"], plan(*both, ending="split", **told))

    assert [region.name_en for region in Region.objects.called(value)] == ["New", "Other"]
    assert client.get(f"/r/{value}/").status_code == 300


def test_name_that_another_place_bears_offers_that_too(world):
    elsewhere = make_region(name="Elsewhere", level="county", full_name_zh_hans="旧区")

    outcome = carry_out(world["old"], plan(world["new"]))

    uses = {alias.value: alias.use for alias in outcome.names}
    assert uses == {"Old District": "redirect", "旧区": "offer", "500105": "redirect"}
    assert set(gazetteer().called("旧区")) == {world["new"], elsewhere}


def matching_bureaus(text):
    return set(Bureau.objects.filter(matching(text)).values_list("name_en", flat=True))


@pytest.mark.either_database
@pytest.mark.parametrize("text", ["旧区", "500105", "New", "新区"])
def test_bureaus_that_moved_are_found_by_old_and_new_names(world, text):
    carry_out(world["old"], plan(world["new"]))

    assert matching_bureaus(text) >= {"Old Office", "Zone Office"}


def test_feed_tells_of_every_record_that_changed(world):
    last = Change.objects.last_cursor()

    carry_out(world["old"], plan(world["new"]))

    written = {(change.noun, change.key) for change in Change.objects.after(last)}
    regions = {str(world[name].pk) for name in ("old", "new", "inner", "outer")}
    assert {key for noun, key in written if noun == "region"} == regions
    assert {key for noun, key in written if noun == "bureau"} == {world["bureau"].ref}


def test_remarks_name_another_level_and_a_bureau_of_the_same_name(world):
    same = make_bureau(region=world["city"], name_en="Old Office")

    outcome = carry_out(world["old"], plan(world["city"]))

    assert outcome.remarks == [
        "City, City is of another level: Prefecture level, not County level.".replace(
            "City, City", str(world["city"])
        ),
        f"Old Office has the same name as another there ({same.ref}): merge them.",
    ]


@pytest.mark.parametrize("stays", [True, False])
def test_every_page_goes_on_answering(client, world, stays):
    told = {f"bureau-{world['bureau'].pk}": "stay"} if stays else {}
    carry_out(world["old"], plan(world["new"], **told))

    pages = ["", "bureaus/", "regions/", "regions/city/", "regions/new/", "priorities/"]
    pages += ["documents/", "bureaus/?region=500105&closed=yes", "search/?q=old", "links/"]
    rows = [fresh(world["bureau"]), world["document"], Priority.objects.get()]
    api = [f"/api/v1/{name}/" for name in ("bureaus", "regions", "priorities", "changes")]
    for path in [f"/en/{page}" for page in pages] + api + [r.get_absolute_url() for r in rows]:
        assert client.get(path).status_code in {200, 301, 302}, path


# What is refused


@pytest.mark.parametrize(
    ("successors", "more", "message"),
    [
        ([], {}, "This reason needs exactly one successor."),
        (["new", "other"], {}, "This reason needs exactly one successor."),
        (["new", "other"], {"ending": "re-coded"}, "This reason needs exactly one successor."),
        (["new"], {"ending": "split"}, "A split needs at least two successors."),
        (["old"], {}, "A region cannot succeed itself."),
        (["new"], {"on": "2999"}, "This day has not come yet."),
        (["new"], {"on": "1998-12-31"}, "It has been what it is since 1999; this is before."),
        (["new"], {"on": "1998"}, "It has been what it is since 1999; this is before."),
    ],
)
def test_wrong_end_is_refused_and_changes_nothing(world, successors, more, message):
    before = state()

    with pytest.raises(ValidationError) as caught:
        carry_out(world["old"], plan(*[world[name] for name in successors], **more))

    assert text_of(caught) == message
    assert state() == before


@pytest.mark.parametrize("on", ["1999", "1999-01-01", "2025", "2025-11"])
def test_day_is_compared_as_far_as_it_is_known(world, on):
    carry_out(world["old"], plan(world["new"], on=on))

    assert fresh(world["old"]).ended_on == on


def test_country_does_not_end(world):
    with pytest.raises(ValidationError, match="The country does not end"):
        carry_out(world["city"].parent.parent or world["city"].parent, plan(world["new"]))


def test_successor_that_has_ended_is_refused_with_what_is_there_today(world):
    carry_out(world["new"], plan(world["other"]))

    with pytest.raises(ValidationError) as caught:
        carry_out(world["old"], plan(world["new"]))

    assert "has ended itself. What is there today: Other, City" in text_of(caught)


def test_circle_is_refused(world):
    carry_out(world["old"], plan(world["new"]))

    with pytest.raises(ValidationError) as caught:
        carry_out(world["new"], plan(world["old"]))

    assert "This would be a circle: Old District, City" in text_of(caught)


def test_region_ends_once(world):
    carry_out(world["old"], plan(world["new"]))

    with pytest.raises(ValidationError, match="has ended already"):
        carry_out(world["old"], plan(world["other"]))


def test_rank_that_is_taken_in_the_document_is_named(world):
    priority = Priority.objects.get()
    make_priority(region=world["new"], document=priority.document, rank=1, title_en="Taken")
    before = state()

    with pytest.raises(ValidationError) as caught:
        carry_out(world["old"], plan(world["new"], priority=str(world["new"].pk)))

    assert text_of(caught) == f"{priority}: The document has a priority of this rank already."
    assert state() == before


@pytest.mark.parametrize("choice", ["stay", "", "999999", "x"])
def test_place_cannot_stay_or_go_anywhere_else(world, choice):
    with pytest.raises(ValidationError, match="Say where this goes: Inner"):
        carry_out(world["old"], plan(world["new"], **{f"place-{world['inner'].pk}": choice}))
