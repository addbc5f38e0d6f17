"""The numbers beside filter values are those of a plain count, whatever was edited before.

The suite makes 80 edits and asks for 60 addresses; the long run makes 1,040 and asks for 780.
"""

import random
from urllib.parse import urlencode

import pytest

from bureaus.models import Region
from policies.models import Industry
from tests import plain_rows
from tests.random_edits import DOCUMENT_KINDS, KINDS, LANGUAGES, WORDS, YEARS, Staff, make_places
from tests.thorough import TIMES, seed

ROUNDS = 4 * TIMES
EDITS, ADDRESSES = 20, 15  # in each round

# Counts are kept by edition, as the site does; every edit is really committed
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kept")]

LEVELS = ["province", "prefecture", "county", "zone"]


def all_known():
    """Map each list to its keys and each of these to the values that may be asked for today."""
    places = list(Region.objects.order_by("pk").values_list("slug", flat=True))
    industries = list(Industry.objects.order_by("pk").values_list("slug", flat=True))
    choices = ["yes", "no"]
    bureaus = {"kind": KINDS, "language": LANGUAGES, "checked": choices, "closed": choices}
    bureaus["has"] = ["phone", "email", "website", "address_zh"]
    return {
        "bureaus": {"region": places, **bureaus},
        "priorities": {"year": YEARS, "region": places, "level": LEVELS, "industry": industries},
        "documents": {"year": YEARS, "region": places, "kind": DOCUMENT_KINDS},
        "regions": {"level": LEVELS, "letter": ["n", "s", "x"]},
    }


def some_filters(chance, known):
    """Draw for some keys one or two values, now and then an unknown one, and a word to find."""
    asked = {}
    for key in chance.sample(sorted(known), chance.randint(0, len(known))):
        is_odd = chance.random() < 0.1
        asked[key] = ["junk"] if is_odd else chance.sample(known[key], chance.randint(1, 2))
    if chance.random() < 0.4:
        asked["q"] = [chance.choice(WORDS)]
    return asked


def some_addresses(chance, known):
    """Draw different lists and filters: a page that is kept already is not counted again."""
    drawn = {}
    while len(drawn) < ADDRESSES:
        name = chance.choice(sorted(known))
        asked = some_filters(chance, known[name])
        drawn[name, str(sorted(asked.items()))] = name, dict(sorted(asked.items()))
    return drawn.values()


def provinces():
    return Region.objects.filter(level="province").values_list("slug", flat=True)


def numbers_of(response):
    """Give the total, and the counts beside the values of each key."""
    facets = response.context["facets"].facets
    shown = {f.name: {v.value: v.count for v in [*f.values, *f.inside]} for f in facets}
    return response.context["paginator"].count, shown


def wrong(directory, name, known, asked, total, shown):
    """Tell what does not agree with the plain rows: nothing, if all is right."""
    if name == "regions" and "q" not in asked:
        rows = [row for row in directory.lists["regions"] if "unlisted" not in row.words]
        directory = plain_rows.Directory({"regions": rows})
    found = []
    if total != directory.total(name, asked, known):
        found.append(("total", total, directory.total(name, asked, known)))
    for key in known:
        counts, beside = directory.counts(name, asked, known, key), shown.get(key, {})
        found += [(key, v, n, counts[v]) for v, n in beside.items() if n != counts[v]]
        offered = {"closed": ["yes"], "region": provinces()}.get(key, known[key])
        found += [(key, v, None, counts[v]) for v in offered if counts[v] and v not in beside]
    return found


def test_counts_equal_a_plain_count_after_any_edits(client):
    chance = random.Random(seed())  # noqa: S311
    make_places()
    staff, asked_for = Staff(chance), 0

    for _round in range(ROUNDS):
        for _edit in range(EDITS):
            staff.edit()
        directory, known = plain_rows.read(), all_known()
        for name, asked in some_addresses(chance, known):
            address = f"/en/{name}/?{urlencode(asked, doseq=True)}"
            total, shown = numbers_of(client.get(address))
            assert wrong(directory, name, known[name], asked, total, shown) == [], address
            asked_for += total > 0

    assert asked_for > ROUNDS  # not only lists with nothing in them
