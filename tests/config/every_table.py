"""An editor who writes a number into every public table, again and again, and where it shows.

``python -m tests.config.every_table`` prints each number once all of its edits are committed, and
ends with its standard input.
"""

import select
import sys
from datetime import timedelta
from typing import NamedTuple

import django

METHODS = {"phone": "Phone", "website": "Official website", "letter": "Letter or email"}
FOUND = "Found"  # in the name of every row that a search is for
OFFICE, TOWN, REPORT = "/en/bureaus/office-bbbbb/", "/en/regions/town/", "/en/documents/7/"


class Place(NamedTuple):
    """A column of a public table, and the address and pattern that find there what it holds."""

    table: str
    column: str
    address: str
    pattern: str
    rows: str = "TRUE"

    def shown(self, number):
        """Give what the pattern finds once this number is written."""
        if self.column == "tokens":
            return FOUND
        if self.column == "method":
            return list(METHODS.values())[number % len(METHODS)]
        return str(number % 10 if self.column.endswith(("_id", "_at")) else number)


PLACES = [
    Place("bureaus_region", "name_en", TOWN, r"Town (\d+)", "slug = 'town'"),
    Place("bureaus_regionalias", "value", TOWN, r"Ville (\d+)"),
    Place("bureaus_region_overlaps", "to_region_id", "/api/v1/regions/zone/", r"over-(\d)"),
    Place("bureaus_region_neighbours", "to_region_id", TOWN, r"over-(\d)"),
    Place("bureaus_region_successors", "to_region_id", "/en/regions/gone/", r"over-(\d)"),
    Place("bureaus_regiontokens", "tokens", "/en/regions/?q=n{}", FOUND),
    Place("bureaus_bureau", "address_en", OFFICE, r"Road (\d+)"),
    Place("bureaus_bureaualias", "value", OFFICE, r"Former (\d+)"),
    Place("bureaus_bureautokens", "tokens", "/en/bureaus/?q=n{}", FOUND),
    Place("bureaus_contactpoint", "name_en", OFFICE, r"Desk (\d+)"),
    Place("bureaus_check", "method", OFFICE, r"Method: ([\w ]+)\."),
    Place("bureaus_succession", "successor_id", "/en/bureaus/closed-ccccc/", r"Heir (\d)"),
    Place("bureaus_correction", "settled_at", "/en/freshness/", r"within 1(\d) days"),
    Place("bureaus_change", "key", "/api/v1/changes/", r'"k(\d+)"', "noun = 'bureau'"),
    Place("policies_industry", "name_en", "/en/industries/tea/", r"Trade (\d+)", "slug = 'tea'"),
    Place("policies_industrytokens", "tokens", "/en/search/?q=n{}", FOUND),
    Place("policies_document", "title_en", REPORT, r"Report (\d+)", "id = 7"),
    Place("policies_documenttokens", "tokens", "/en/documents/?q=n{}", FOUND),
    Place("policies_speaker", "name", REPORT, r"Speaker (\d+)"),
    Place("policies_priority", "title_en", "/en/priorities/7/", r"Aim (\d+)", "id = 7"),
    Place("policies_priority_industries", "industry_id", "/en/priorities/7/", r"Kind (\d)"),
    Place("policies_prioritytokens", "tokens", "/en/priorities/?q=n{}", FOUND),
    Place("policies_evidence", "text_en", "/en/priorities/7/", r"Clause (\d+)"),
    Place("policies_keypoint", "text_en", "/en/priorities/7/", r"Point (\d+)"),
    Place("policies_keypoint_industries", "industry_id", "/en/priorities/7/", r"Branch (\d)"),
]


class Editor:
    """Makes a row of every table and writes to it; ``targets`` is what columns may lead to."""

    def __init__(self):
        from django.utils import timezone

        from tests import factories as make

        self.sent_at = timezone.now() - timedelta(days=30)
        self.targets = {}
        with make.at_once():
            town = make.make_region(name="Town")
            self.make_regions(town, make)
            self.make_bureaus(town, make)
            self.make_priorities(town, make)

    def make_regions(self, town, make):
        over = [make.make_region(slug=f"over-{n}") for n in range(10)]
        zone = make.make_region(name=f"{FOUND} zone", slug="zone", level="zone", parent=town)
        zone.overlaps.add(over[0])
        town.neighbours.add(over[0])
        gone = make.make_region(slug="gone", ended_on="2025", ending="merged")
        gone.successors.add(over[0])
        town.aliases.create(kind="former_name", value="Ville")
        make.make_bureau(region=zone, name_en=f"{FOUND} office")
        names = ("overlaps", "neighbours", "successors")
        self.targets |= dict.fromkeys([f"bureaus_region_{name}" for name in names], over)

    def make_bureaus(self, town, make):
        heirs = [make.make_bureau(region=town, name_en=f"Heir {n}") for n in range(10)]
        make.make_closed_bureau(heirs[0], region=town, ref="ccccc", name_en="Closed")
        office = make.make_bureau(region=town, ref="bbbbb", name_en="Office")
        office.aliases.create(kind="former_name", value="Former")
        make.make_contact_point(office)
        make.make_check(office)
        make.make_correction(office, sent_at=self.sent_at)
        self.targets["bureaus_succession"] = heirs

    def make_priorities(self, town, make):
        make.make_industry(slug="tea")
        make.make_industry(name_en=f"{FOUND} industry")
        kinds, branches = (
            [make.make_industry(name_en=f"{name} {n}") for n in range(10)]
            for name in ("Kind", "Branch")
        )
        report = make.make_document(pk=7, region=town)
        make.make_speaker(report)
        aim = make.make_priority(pk=7, region=town, document=report, industries=[kinds[0]])
        for kind in kinds:
            make.make_evidence(aim, kind)
        make.make_key_point(aim, industries=[branches[0]])
        other = make.make_document(region=town, title_en=f"{FOUND} report")
        make.make_priority(region=town, document=other, title_en=f"{FOUND} aim", year=2023)
        self.targets["policies_priority_industries"] = kinds
        self.targets["policies_keypoint_industries"] = branches

    def value(self, place, number):
        if place.column == "tokens":
            return " ".join(f"n{earlier}" for earlier in range(number + 1))
        if place.column == "method":
            return list(METHODS)[number % len(METHODS)]
        if place.column == "settled_at":
            return self.sent_at + timedelta(days=10 + number % 10)
        if place.table in self.targets:
            return self.targets[place.table][number % 10].pk
        if place.column == "key":
            return f"k{number}"
        return place.pattern.replace(r"(\d+)", str(number))

    def write(self, number):
        from django.db import connection

        for place in PLACES:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"UPDATE {place.table} SET {place.column} = %s WHERE {place.rows}",  # noqa: S608
                    [self.value(place, number)],
                )


def main():
    django.setup()
    editor, number = Editor(), 0
    editor.write(number)
    print(number, flush=True)  # noqa: T201
    while not select.select([sys.stdin], [], [], 0.002)[0]:
        number += 1
        editor.write(number)
        print(number, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
