"""The directory as plain rows, and what each list must count, told without any of our own queries.

The rows are read with plain SQL and the rules of the link contract are applied to them one by one
in Python. Where a region lies is found by its parents, not by its path.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

Keys = dict[str, set[str]]
WAYS = {  # values of the key "has", and their columns
    **{way: way for way in ("phone", "email", "website")},
    "address_zh": "address_zh_hans",
}


@dataclass
class Row:
    """A public row: its values under each key of its list, and the words that it is found by."""

    pk: int
    has: Keys
    words: set[str]

    def passes(self, asked, known, ignoring=""):
        """Tell whether the row meets every asked key; what is not known matches nothing."""
        if asked.get("q") and not any(word in self.words for word in asked["q"]):
            return False
        for key, values in self.has.items():
            if key == ignoring:
                continue
            wanted = {value for value in asked.get(key, []) if value in known[key]}
            if asked.get(key) and not wanted:
                return False
            if key == "closed":
                if values == {"yes"} and "yes" not in wanted:
                    return False
            elif asked.get(key) and values.isdisjoint(wanted):
                return False
        return True


@dataclass
class Directory:
    """All public rows by list."""

    lists: dict[str, list[Row]] = field(default_factory=dict)

    def counts(self, name, asked, known, key):
        """Count what has each value of a key among the rows that meet all the other keys."""
        rows = (row for row in self.lists[name] if row.passes(asked, known, ignoring=key))
        return Counter(value for row in rows for value in row.has[key])

    def total(self, name, asked, known):
        return sum(row.passes(asked, known) for row in self.lists[name])


def read():
    regions = {row["id"]: row for row in _all("bureaus_region")}
    around = {pk: _around(pk, regions) for pk in regions}
    named = {pk: {regions[up]["name_en"].lower() for up in around[pk]} for pk in regions}
    places = {pk: {regions[up]["slug"] for up in around[pk]} for pk in regions}
    documents = {row["id"]: row for row in _all("policies_document") if row["status"] != "draft"}
    priorities = [
        row
        for row in _all("policies_priority")
        if row["status"] == "published" and row["document_id"] in documents
    ]
    bureaus = [row for row in _all("bureaus_bureau") if row["status"] != "draft"]
    return Directory(
        {
            "bureaus": [_bureau(row, places, named) for row in bureaus],
            "priorities": _priorities(priorities, documents, regions, places, named),
            "documents": [_document(row, priorities, places, named) for row in documents.values()],
            "regions": [
                Row(
                    pk,
                    {"level": {row["level"]}, "letter": {row["slug"][0]}},
                    # Without a search only what can be browsed is listed
                    named[pk] | (set() if _is_browsed(row) else {"unlisted"}),
                )
                for pk, row in regions.items()
            ],
        }
    )


def _is_browsed(row):
    return row["level"] not in {"country", "province"}


def _around(pk, regions):
    found = []
    while pk:
        found.append(pk)
        pk = regions[pk]["parent_id"]
    return found


def _bureau(row, places, named):
    until = row["next_check_on"]
    is_checked = until is not None and str(until) >= str(date.today())
    return Row(
        row["id"],
        {
            "region": places[row["region_id"]],
            "kind": {row["kind"]},
            "language": set(row["languages"].split()),
            "checked": {"yes" if is_checked else "no"},
            "has": {way for way, column in WAYS.items() if row[column]},
            "closed": {"yes" if row["status"] == "closed" else "no"},
        },
        _words(row["name_en"]) | named[row["region_id"]],
    )


def _priorities(rows, documents, regions, places, named):
    slugs = {row["id"]: row["slug"] for row in _all("policies_industry")}
    industries = {}
    for row in _all("policies_priority_industries"):
        industries.setdefault(row["priority_id"], set()).add(slugs[row["industry_id"]])
    return [
        Row(
            row["id"],
            {
                "year": {str(row["year"])},
                "region": places[row["region_id"]],
                "level": {regions[row["region_id"]]["level"]},
                "industry": industries.get(row["id"], set()),
            },
            _words(row["title_en"])
            | _words(documents[row["document_id"]]["title_en"])
            | named[row["region_id"]],
        )
        for row in rows
    ]


def _document(row, priorities, places, named):
    stated = {str(other["year"]) for other in priorities if other["document_id"] == row["id"]}
    return Row(
        row["id"],
        {"year": stated, "region": places[row["region_id"]], "kind": {row["kind"]}},
        _words(row["title_en"]) | named[row["region_id"]],
    )


def _words(text):
    return set(text.lower().split())


def _all(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
