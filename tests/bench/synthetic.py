"""Synthetic rows in the real tree of regions, for benchmarks only.

Every row says that it is synthetic, in its name and in its notes or those of its document. The same
numbers always give the same rows. Each batch is one transaction, and the rows that are there say
where to go on, so it may be killed at any moment and run again.
"""

from collections.abc import Iterable, Iterator

from django.db import connection, transaction

from bureaus.models import Bureau, Check, ContactPoint, Succession
from policies.models import Document, Priority
from tests.bench import synthetic_bureaus, synthetic_priorities
from tests.bench.progress import Progress
from tests.bench.synthetic_bureaus import MARK, Made, Places
from tests.bench.synthetic_priorities import PER_DOCUMENT, Industries

AT_A_TIME = 2_000


class OtherRowsError(Exception):
    """The database holds rows of another form, or more than are wanted."""


def fill(bureaus: int, priorities: int) -> None:
    """Bring the database to these numbers of synthetic rows.

    Raises OtherRowsError when what is there could not be the beginning of them.
    """
    there = Bureau.objects.filter(notes__startswith="Synthetic").count()
    had_bureaus = Bureau.objects.filter(notes=MARK).count()
    had_priorities = Priority.objects.filter(document__notes=MARK).count()
    if there > had_bureaus or had_bureaus > bureaus or had_priorities > priorities:
        raise OtherRowsError(f"{there} bureaus and {had_priorities} priorities are there already")
    add_bureaus(had_bureaus, bureaus)
    add_priorities(had_priorities, priorities)


def batches(start: int, end: int) -> Iterator[range]:
    return (range(at, min(at + AT_A_TIME, end)) for at in range(start, end, AT_A_TIME))


def add_bureaus(start: int, end: int) -> None:
    places, refs = Places.read(), synthetic_bureaus.free_refs(start)
    progress = Progress("bureaus", end, start)
    for serials in batches(start, end):
        save_bureaus([synthetic_bureaus.make(serial, next(refs), places) for serial in serials])
        progress.step(len(serials))


@transaction.atomic
def save_bureaus(batch: list[Made]) -> None:
    Bureau.objects.bulk_create(made.bureau for made in batch)
    ContactPoint.objects.bulk_create(desk for made in batch for desk in made.desks)
    Check.objects.bulk_create(check for made in batch for check in made.checks)
    Succession.objects.bulk_create(successions([made.bureau for made in batch]))


def successions(bureaus: list[Bureau]) -> Iterator[Succession]:
    """Let each replaced bureau be succeeded by one of its batch."""
    heirs = [bureau for bureau in bureaus if bureau.status == "published"]
    for number, bureau in enumerate(bureaus):
        if bureau.closure == "replaced" and heirs:
            yield Succession(predecessor=bureau, successor=heirs[number % len(heirs)])


def add_priorities(start: int, end: int) -> None:
    places, industries = Places.read(), Industries.read()
    document = Document.objects.filter(notes=MARK).order_by("pk").last()
    progress = Progress("priorities", end, start)
    for serials in batches(start, end):
        document = save_priorities(serials, document, places, industries)
        progress.step(len(serials))


@transaction.atomic
def save_priorities(
    serials: range, document: Document | None, places: Places, industries: Industries
) -> Document | None:
    """Save priorities and the documents they come from, the first perhaps there already.

    Gives the last document, which the next batch may have to go on with.
    """
    documents = {serials[0] // PER_DOCUMENT: document} if serials[0] % PER_DOCUMENT else {}
    new = {
        serial // PER_DOCUMENT: synthetic_priorities.make_document(serial // PER_DOCUMENT, places)
        for serial in serials
        if serial % PER_DOCUMENT == 0
    }
    Document.objects.bulk_create(new.values())
    documents |= new
    made = [
        synthetic_priorities.make(serial, documents[serial // PER_DOCUMENT], industries)
        for serial in serials
    ]
    priorities = Priority.objects.bulk_create(priority for priority, _named in made)
    name_industries(
        (priority.pk, industry)
        for priority, (_priority, industries_named) in zip(priorities, made, strict=True)
        for industry in industries_named
    )
    return documents[serials[-1] // PER_DOCUMENT]


def name_industries(pairs: Iterable[tuple[int, int]]) -> None:
    """Link priorities with industries, both by primary key; the ORM would take twice as long."""
    table = connection.ops.quote_name(Priority.industries.through._meta.db_table)
    sql = f"INSERT INTO {table} (priority_id, industry_id) VALUES (%s, %s)"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(sql, pairs)
