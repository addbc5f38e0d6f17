"""Random edits as staff make them, by way of the models, in a small country of its own."""

from datetime import timedelta

from django.utils import timezone

from bureaus.models import Bureau, Region
from bureaus.upkeep.lifecycle import close
from policies.models import Document, Industry, Priority
from tests.factories import (
    make_bureau,
    make_check,
    make_country,
    make_document,
    make_industry,
    make_priority,
    make_region,
)

WORDS = ["amber", "cobalt", "jade"]
NAMES = ["Willow", "Birch", "Cedar", "Juniper"]
KINDS = ["investment-promotion", "economic-promotion", "commerce"]
DOCUMENT_KINDS = ["report", "plan", "article"]
LANGUAGES = ["zh", "en", "ja"]
YEARS = ["2022", "2023", "2024"]
INDUSTRIES = ["tea", "cars", "chips"]
PLACES = [
    f"{province}{city}"
    for province in ("north", "south")
    for city in ("", "-a", "-a-1", "-a-2", "-b", "-b-1")
]


def make_places():
    """Make two provinces with their cities and counties."""
    made = {"china": make_country()}
    for slug in PLACES:
        level = ["province", "prefecture", "county"][slug.count("-")]
        parent = made[slug.rpartition("-")[0] or "china"]
        made[slug] = make_region(slug=slug, name=slug, level=level, parent=parent)
    for slug in INDUSTRIES:
        make_industry(slug=slug)


def edit(chance):
    """Make one random edit; where there is nothing to edit, something is created."""
    act = chance.choice(EDITS)
    act(chance)


def _some(chance, rows):
    pks = list(rows.order_by("pk").values_list("pk", flat=True))
    return rows.get(pk=chance.choice(pks)) if pks else None


def _place(chance):
    return _some(chance, Region.objects.exclude(level="country"))


def _industries(chance):
    return chance.sample(list(Industry.objects.order_by("pk")), chance.randint(0, 2))


def create_bureau(chance):
    make_bureau(
        region=_place(chance),
        name_en=f"{chance.choice(WORDS)} office",
        kind=chance.choice(KINDS),
        languages=chance.sample(LANGUAGES, chance.randint(0, 3)),
        status=chance.choice(["draft", "published", "published"]),
    )


def change_bureau(chance):
    if bureau := _some(chance, Bureau.objects.exclude(status="closed")):
        bureau.name_en = f"{chance.choice(WORDS)} counter"
        bureau.kind = chance.choice(KINDS)
        bureau.languages = chance.sample(LANGUAGES, chance.randint(0, 3))
        bureau.status = chance.choice(["draft", "published", "published"])
        bureau.save()


def move_bureau(chance):
    if bureau := _some(chance, Bureau.objects.all()):
        bureau.region = _place(chance)
        bureau.save()


def check_bureau(chance):
    if bureau := _some(chance, Bureau.objects.published()):
        make_check(bureau, date=timezone.localdate() - timedelta(days=chance.choice([10, 300])))


def close_bureau(chance):
    if bureau := _some(chance, Bureau.objects.published()):
        close(bureau, "abolished", timezone.localdate())


def delete_draft(chance):
    if bureau := _some(chance, Bureau.objects.filter(status="draft")):
        bureau.delete()


def rename_region(chance):
    region = _place(chance)
    region.name_en = chance.choice(NAMES)
    region.save()


def move_region(chance):
    county = _some(chance, Region.objects.filter(level="county"))
    county.parent = _some(chance, Region.objects.filter(level="prefecture"))
    county.save()


def create_document(chance):
    make_document(
        region=_place(chance),
        title_en=f"{chance.choice(WORDS)} paper",
        kind=chance.choice(DOCUMENT_KINDS),
        status=chance.choice(["draft", "published", "published"]),
    )


def change_document(chance):
    if document := _some(chance, Document.objects.all()):
        document.title_en = f"{chance.choice(WORDS)} sheet"
        document.kind = chance.choice(DOCUMENT_KINDS)
        document.region = _place(chance)
        document.status = chance.choice(["draft", "published", "published"])
        document.save()


def create_priority(chance):
    document = _some(chance, Document.objects.all()) or make_document(region=_place(chance))
    make_priority(
        document=document,
        region=chance.choice([document.region, _place(chance)]),
        year=int(chance.choice(YEARS)),
        rank=Priority.objects.count() + chance.randrange(10_000),
        title_en=f"{chance.choice(WORDS)} works",
        industries=_industries(chance),
        status=chance.choice(["draft", "published", "published"]),
    )


def change_priority(chance):
    if priority := _some(chance, Priority.objects.all()):
        priority.year = int(chance.choice(YEARS))
        priority.title_en = f"{chance.choice(WORDS)} plant"
        priority.region = _place(chance)
        priority.status = chance.choice(["draft", "published", "published"])
        priority.save()


def name_industries(chance):
    if priority := _some(chance, Priority.objects.all()):
        priority.industries.set(_industries(chance))


def delete_priority(chance):
    if priority := _some(chance, Priority.objects.filter(status="draft")):
        priority.delete()


EDITS = [
    *(create_bureau, change_bureau, move_bureau, check_bureau, close_bureau, delete_draft),
    *(rename_region, move_region, create_document, change_document),
    *(create_priority, create_priority, change_priority, name_industries, delete_priority),
]
