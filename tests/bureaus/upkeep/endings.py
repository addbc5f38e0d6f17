"""How tests end a region, and look at all that this may change."""

from bureaus.models import Bureau, Region, RegionAlias, RegionTokens
from bureaus.upkeep.ending import EndingPlan
from bureaus.upkeep.placing import questions
from policies.models import Document, Priority

DAY = "2025-11-06"


def plan(*successors, ending="merged", on=DAY, **told):
    return EndingPlan(ending, on, "https://example.org/notice", successors, told)


def state():
    """Give all that an end may change, but for when it was saved."""
    links = [
        sorted(through.objects.values_list("from_region", "to_region"))
        for through in (Region.overlaps.through, Region.neighbours.through)
    ]
    rows = [
        [{**row, "updated_at": None} for row in model.objects.order_by("pk").values()]
        for model in (Region, Bureau, Document, Priority, RegionAlias, RegionTokens)
    ]
    return rows, links, sorted(Region.successors.through.objects.values_list("to_region"))


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def place(row):
    return fresh(row).region.name_en


def text_of(caught):
    return " ".join(caught.value.messages)


def told_for(world, *successors, ending="merged", **choices):
    """Answer every question by its proposal, and these otherwise."""
    asked = questions(world["old"], ending, successors)
    return {q.name: q.proposed or "" for q in asked} | choices
