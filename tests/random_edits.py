"""Somebody who edits at random, as staff do, by way of the models, in a small country."""

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from bureaus.models import Bureau, BureauAlias, Check, ContactPoint, Region, RegionAlias, Succession
from bureaus.upkeep.lifecycle import close
from policies.models import Document, Industry, KeyPoint, Priority, Speaker
from policies.upkeep import copy_to_next_year
from tests.factories import (
    at_once,
    make_bureau,
    make_check,
    make_contact_point,
    make_country,
    make_document,
    make_industry,
    make_key_point,
    make_priority,
    make_region,
    make_speaker,
)

WORDS = ["amber", "cobalt", "jade", "willow", "birch", "cedar", "juniper"]
KINDS = ["investment-promotion", "economic-promotion", "commerce"]
DOCUMENT_KINDS = ["report", "plan", "article"]
LANGUAGES = ["zh", "en", "ja"]
YEARS = ["2022", "2023", "2024"]
PLACES = [
    f"{province}{city}"
    for province in ("north", "south")
    for city in ("", "-a", "-a-1", "-a-2", "-b", "-b-1")
]
CHOICES = {  # field of a model → what is written into it
    (Bureau, "name_en"): WORDS,
    (Bureau, "kind"): KINDS,
    (Bureau, "languages"): [[], ["zh"], ["zh", "en"], ["en", "ja"]],
    (Region, "name_en"): WORDS,
    (Document, "title_en"): WORDS,
    (Document, "kind"): DOCUMENT_KINDS,
    (Priority, "title_en"): WORDS,
    (Priority, "year"): [2022, 2023, 2024],
}
NUMBERED = {  # the same, but numbers are written
    Bureau: ["address_zh_hans", "phone", "fax", "email", "notes", "source", "hours"],
    Region: ["full_name_zh_hans", "dial_code"],
    Industry: ["name_en", "name_zh_hant", "isic_sections", "search_words_en"],
    Document: ["credit", "issuer", "notes"],
    Priority: ["summary_zh_hans"],
    ContactPoint: ["name_en", "phone"],
    BureauAlias: ["value", "note"],
    RegionAlias: ["value"],
    KeyPoint: ["text_en"],
    Speaker: ["name"],
}
PARTS = (ContactPoint, BureauAlias, RegionAlias, KeyPoint, Speaker, Check, Succession)


@at_once()
def make_places():
    """Make two provinces with their cities and counties, and a few rows of each kind in them."""
    made = {"china": make_country()}
    for slug in PLACES:
        level = ["province", "prefecture", "county"][slug.count("-")]
        parent = made[slug.rpartition("-")[0] or "china"]
        made[slug] = make_region(slug=slug, name=slug, level=level, parent=parent, dial_code="0758")
    for region in made.values():
        make_bureau(region=region)
        make_priority(region=region, industries=[make_industry()])


class Staff:
    def __init__(self, chance):
        self.chance = chance
        self.known = {}
        self.edits = [
            *[self.add_row] * 4,
            *[self.add_part] * 4,
            *[self.write] * 6,
            *[self.set_status] * 3,
            self.move,
            self.close,
            self.link,
            self.rename_slug,
            self.delete_part,
            self.delete_draft,
            self.delete_region,
            self.update_many,
            self.copy,
        ]

    def edit(self):
        refused = (ValidationError, IntegrityError, ProtectedError)
        with suppress(*refused), transaction.atomic():
            self.chance.choice(self.edits)()

    def one(self, model, **where):
        """Give a row at random, or the first one behind it that fits; none if none fits."""
        known = self.known.setdefault(model, [])
        if self.chance.random() < 0.1 or not known:
            known[:] = model.objects.order_by("pk").values_list("pk", flat=True)
        rows = model.objects.filter(**where).order_by("pk")
        start = self.chance.choice(known or [0])
        return rows.filter(pk__gte=start).first() or rows.first()

    def status(self):
        return self.chance.choice(["draft", "published", "published"])

    def add_row(self):
        region = self.one(Region)
        make = self.chance.choice([make_bureau, make_document, make_region, *[make_priority] * 3])
        if make is make_region:
            make_region(parent=region, level="zone", kind="industrial-park")
        elif make is make_bureau:
            values = {"status": self.status(), "parent": self.one(Bureau)}
            names = self.chance.choice([{}, {"name_en": "", "name_zh_hans": "局"}])
            make_bureau(region=region, **values | names)
        elif make is make_document:
            make_document(region=region, status=self.status(), reported_in=self.one(Document))
        else:
            self.add_priority(region)

    def add_priority(self, region):
        national = self.one(Priority, region__level="country", year=2024)
        make_priority(
            region=region,
            rank=self.chance.randrange(1_000),
            document=self.one(Document),
            status=self.status(),
            answers=self.chance.choice([None, national]),
            industries=[self.one(Industry)],
        )

    def add_part(self):
        text = f"Part {self.chance.random()}"
        bureau, region, priority = self.one(Bureau), self.one(Region), self.one(Priority)
        self.chance.choice(
            [
                lambda: make_contact_point(bureau, phone="3611228"),
                lambda: make_check(bureau, outcome=self.chance.choice(["confirmed", "wrong"])),
                lambda: bureau.aliases.create(kind="former_name", value=text),
                lambda: region.aliases.create(kind="former_slug", value=text),
                lambda: make_speaker(self.one(Document), name=text),
                lambda: make_key_point(priority, industries=[self.one(Industry)]),
                make_industry,
            ]
        )()

    def write(self):
        model = self.chance.choice(list(NUMBERED))
        chosen = [field for owner, field in CHOICES if owner is model]
        field = self.chance.choice(chosen + NUMBERED[model])
        number = str(self.chance.randrange(10_000))
        if row := self.one(model):
            setattr(row, field, self.chance.choice(CHOICES.get((model, field), [number])))
            row.save()

    def set_status(self):
        row = self.one(self.chance.choice([Bureau, Document, Priority]))
        if row and row.status != "closed":
            row.status = self.status()
            row.save()

    def move(self):
        row = self.one(
            self.chance.choice([Bureau, Document, Priority, ContactPoint, Region, Check])
        )
        if isinstance(row, ContactPoint | Check):
            row.bureau = self.one(Bureau)
        elif isinstance(row, Region):
            row.parent = self.one(Region) if row.parent else None
            row.clean()  # no province in a county
        elif row:
            row.region = self.one(Region)
        if row:
            row.save()

    def close(self):
        bureau = self.one(Bureau, status="published")
        closure = self.chance.choice(["merged", "duplicate", "abolished", "replaced", "split"])
        number = {"abolished": 0, "split": 2}.get(closure, 1)
        successors = [self.one(Bureau) for _ in range(number)]
        if bureau:
            close(bureau, closure, timezone.localdate(), successors)

    def link(self):
        industries = [self.one(Industry) for _ in range(2)]
        row = self.one(self.chance.choice([Priority, KeyPoint, Region]))
        if isinstance(row, Region):
            row.overlaps.set([self.one(Region)])
        elif row:
            getattr(row.industries, self.chance.choice(["add", "remove"]))(*industries)
        self.chance.choice(industries).priorities.set([self.one(Priority)])

    def rename_slug(self):
        row = self.one(self.chance.choice([Region, Industry]))
        row.slug = f"slug-{self.chance.randrange(10_000)}"
        row.save()

    def delete_part(self):
        model = self.chance.choice(PARTS)
        if row := self.one(model):
            model.objects.filter(pk=row.pk).delete() if self.chance.random() < 0.5 else row.delete()

    def delete_draft(self):
        if row := self.one(self.chance.choice([Bureau, Document, Priority]), status="draft"):
            row.delete()

    def delete_region(self):
        if row := self.one(Region, level="county"):
            row.delete()  # refused where something is in it

    def update_many(self):
        model = self.chance.choice([Document, Priority])
        start = self.one(model).pk
        rows = model.objects.filter(pk__range=(start, start + 3))
        rows.update(is_translation_reviewed=self.chance.random() < 0.5, status=self.status())

    def copy(self):
        copy_to_next_year(Priority.objects.filter(pk=self.one(Priority).pk))
