"""A partner who replays the change feed has exactly what the API shows, whatever staff do."""

import random
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from bureaus.models import Bureau, BureauAlias, Check, ContactPoint, Region, RegionAlias, Succession
from bureaus.upkeep.lifecycle import close
from policies.models import Document, Industry, KeyPoint, Priority, Speaker
from policies.upkeep import copy_to_next_year
from tests.factories import (
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
from tests.thorough import TIMES, seed

pytestmark = pytest.mark.django_db
EDITS = 250 * TIMES
LISTS = {
    "bureau": ("bureaus/?closed=yes&page_size=200", "ref"),
    "region": ("regions/?page_size=200", "id"),
    "priority": ("priorities/?page_size=200", "id"),
    "document": ("documents/?page_size=200", "id"),
    "industry": ("industries/?page_size=200", "id"),
}
STATUSES = {Bureau: ["draft", "published"], Document: ["draft", "published"]}
TEXTS = {
    Bureau: ["name_en", "address_zh_hans", "phone", "fax", "email", "notes", "source", "hours"],
    Region: ["name_en", "full_name_zh_hans", "dial_code"],
    Industry: ["name_en", "name_zh_hant", "isic_sections", "search_words_en"],
    Document: ["title_en", "credit", "issuer", "notes"],
    Priority: ["title_en", "summary_zh_hans"],
    ContactPoint: ["name_en", "phone"],
    BureauAlias: ["value", "note"],
    RegionAlias: ["value"],
    KeyPoint: ["text_en"],
    Speaker: ["name"],
}
PARTS = (ContactPoint, BureauAlias, RegionAlias, KeyPoint, Speaker, Check, Succession)


class Partner:
    """Somebody who has only the feed."""

    def __init__(self, client):
        self.client = client
        self.address = "/api/v1/changes/?limit=200"
        self.records = {kind: {} for kind in LISTS}

    def catch_up(self):
        more = True
        while more:
            answer = self.client.get(self.address).json()
            for entry in answer["results"]:
                self.records[entry["kind"]].pop(entry["id"], None)
                if entry["record"] is not None:
                    self.records[entry["kind"]][entry["id"]] = entry["record"]
            self.address, more = answer["next"], answer["more"]


def public(client):
    """Collect what the API lists."""
    found = {}
    for kind, (path, key) in LISTS.items():
        url, found[kind] = f"/api/v1/{path}", {}
        while url:
            page = client.get(url).json()
            found[kind] |= {str(record[key]): record for record in page["results"]}
            url = page["next"]
    return found


class Staff:
    """Somebody who edits at random, through the same models as the admin."""

    def __init__(self, seed):
        self.dice = random.Random(seed)  # noqa: S311
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
            self.update_many,
            self.copy,
        ]

    def edit(self):
        refused = (ValidationError, IntegrityError, ProtectedError)
        with suppress(*refused), transaction.atomic():
            self.dice.choice(self.edits)()

    def one(self, model, **where):
        """Give a row at random, or the first one behind it that fits; none if none fits."""
        known = self.known.setdefault(model, [])
        if self.dice.random() < 0.1 or not known:
            known[:] = model.objects.order_by("pk").values_list("pk", flat=True)
        rows = model.objects.filter(**where).order_by("pk")
        start = self.dice.choice(known or [0])
        return rows.filter(pk__gte=start).first() or rows.first()

    def status(self):
        return self.dice.choice(["draft", "published", "published"])

    def add_row(self):
        region = self.one(Region)
        make = self.dice.choice([make_bureau, make_document, make_region, *[make_priority] * 3])
        if make is make_region:
            make_region(parent=region, level="zone", kind="industrial-park")
        elif make is make_bureau:
            make_bureau(region=region, status=self.status(), parent=self.one(Bureau))
        elif make is make_document:
            make_document(region=region, status=self.status(), reported_in=self.one(Document))
        else:
            self.add_priority(region)

    def add_priority(self, region):
        national = self.one(Priority, region__level="country", year=2024)
        make_priority(
            region=region,
            rank=self.dice.randrange(1_000),
            document=self.one(Document),
            status=self.status(),
            answers=self.dice.choice([None, national]),
            industries=[self.one(Industry)],
        )

    def add_part(self):
        text = f"Part {self.dice.random()}"
        bureau, region, priority = self.one(Bureau), self.one(Region), self.one(Priority)
        self.dice.choice(
            [
                lambda: make_contact_point(bureau, phone="3611228"),
                lambda: make_check(bureau, outcome=self.dice.choice(["confirmed", "wrong"])),
                lambda: bureau.aliases.create(kind="former_name", value=text),
                lambda: region.aliases.create(kind="former_slug", value=text),
                lambda: make_speaker(self.one(Document), name=text),
                lambda: make_key_point(priority, industries=[self.one(Industry)]),
                make_industry,
            ]
        )()

    def write(self):
        model = self.dice.choice(list(TEXTS))
        if row := self.one(model):
            setattr(row, self.dice.choice(TEXTS[model]), str(self.dice.randrange(10_000)))
            row.save()

    def set_status(self):
        row = self.one(self.dice.choice([Bureau, Document, Priority]))
        if row and row.status != "closed":
            row.status = self.status()
            row.save()

    def move(self):
        row = self.one(self.dice.choice([Bureau, Document, Priority, ContactPoint, Region, Check]))
        if isinstance(row, ContactPoint | Check):
            row.bureau = self.one(Bureau)
        elif isinstance(row, Region):
            row.parent = self.one(Region) if row.parent else None
        elif row:
            row.region = self.one(Region)
        if row:
            row.save()

    def close(self):
        bureau = self.one(Bureau, status="published")
        closure = self.dice.choice(["merged", "duplicate", "abolished", "replaced", "split"])
        number = {"abolished": 0, "split": 2}.get(closure, 1)
        successors = [self.one(Bureau) for _ in range(number)]
        if bureau:
            close(bureau, closure, timezone.localdate(), successors)

    def link(self):
        industries = [self.one(Industry) for _ in range(2)]
        row = self.one(self.dice.choice([Priority, KeyPoint, Region]))
        if isinstance(row, Region):
            row.overlaps.set([self.one(Region)])
        elif row:
            getattr(row.industries, self.dice.choice(["add", "remove"]))(*industries)
        self.dice.choice(industries).priorities.set([self.one(Priority)])

    def rename_slug(self):
        row = self.one(self.dice.choice([Region, Industry]))
        row.slug = f"slug-{self.dice.randrange(10_000)}"
        row.save()

    def delete_part(self):
        model = self.dice.choice(PARTS)
        if row := self.one(model):
            model.objects.filter(pk=row.pk).delete() if self.dice.random() < 0.5 else row.delete()

    def delete_draft(self):
        if row := self.one(self.dice.choice([Bureau, Document, Priority]), status="draft"):
            row.delete()

    def update_many(self):
        model = self.dice.choice([Document, Priority])
        start = self.one(model).pk
        rows = model.objects.filter(pk__range=(start, start + 3))
        rows.update(is_translation_reviewed=self.dice.random() < 0.5, status=self.status())

    def copy(self):
        copy_to_next_year(Priority.objects.filter(pk=self.one(Priority).pk))


@pytest.fixture(scope="module")
def world(once):
    """Make a few of each, so that every edit finds something."""
    country = make_country()
    for _ in range(8):
        region = make_region(dial_code="0758")
        make_industry()
        make_bureau(region=region)
        make_priority(region=region)
    make_priority(region=country)


def test_replayed_feed_equals_what_the_api_shows(client, world):
    staff, follower = Staff(seed()), Partner(client)

    for number in range(EDITS):
        staff.edit()
        if number % 100 == 50:
            follower.catch_up()
    follower.catch_up()
    newcomer = Partner(client)
    newcomer.catch_up()

    shown = public(client)
    assert follower.records == shown
    assert newcomer.records == shown
    assert all(len(records) > 5 for records in shown.values())
