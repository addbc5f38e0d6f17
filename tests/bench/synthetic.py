"""Synthetic bureaus and priorities in the real tree of regions, for benchmarks only.

Every name begins with "Synthetic"; the database is one of its own. The same numbers always give
the same rows.
"""

import random
from collections.abc import Iterable, Iterator
from itertools import islice

from bureaus import refs
from bureaus.models import Bureau, Region
from policies.models import Document, Industry, Priority

YEARS = range(2021, 2026)
AT_A_TIME = 2_000


def fill(bureaus: int, priorities: int) -> None:
    """Bring the database to these numbers of synthetic rows; what is there already stays."""
    region_ids = list(Region.objects.exclude(level="country").values_list("pk", flat=True))
    save(Bureau, new_bureaus(region_ids, bureaus), "bureaus")
    documents = [Document(**document) for document in new_documents(region_ids)]
    if not Document.objects.filter(title_en__startswith="Synthetic").exists():
        Document.objects.bulk_create(documents, batch_size=AT_A_TIME)
    save(Priority, new_priorities(priorities), "priorities")
    link_industries()


def new_bureaus(region_ids: list[int], number: int) -> Iterator[Bureau]:
    chance = random.Random(1)  # noqa: S311
    start = Bureau.objects.filter(name_en__startswith="Synthetic").count()
    kinds = Bureau.Kind.values
    for serial in range(start, number):
        local = f"{3_000_000 + serial}"
        yield Bureau(
            ref=_ref(serial),
            status=Bureau.Status.PUBLISHED,
            kind=chance.choice(kinds),
            region_id=region_ids[serial % len(region_ids)],
            name_en=f"Synthetic Bureau {serial}",
            name_zh_hans=f"测试招商局{serial}",
            name_zh_hant=f"測試招商局{serial}",
            phone=f"0758-{local}",
            phone_digits=f"86758{local} 0758{local}",
            languages=["en"] if serial % 3 else [],
            source="Synthetic",
        )


def new_documents(region_ids: list[int]) -> Iterator[dict]:
    for region_id in region_ids:
        for year in YEARS:
            yield {
                "status": "published",
                "kind": "report",
                "region_id": region_id,
                "title_en": f"Synthetic report {year}",
                "date": f"{year}-01-10",
            }


def new_priorities(number: int) -> Iterator[Priority]:
    start = Priority.objects.filter(title_en__startswith="Synthetic").count()
    documents = Document.objects.filter(title_en__startswith="Synthetic").order_by("pk")
    sources = list(documents.values_list("pk", "region_id", "date"))
    for serial in range(start, number):
        document_id, region_id, date = sources[serial % len(sources)]
        yield Priority(
            status=Priority.Status.PUBLISHED,
            region_id=region_id,
            year=int(date[:4]),
            rank=1 + serial // len(sources),
            title_en=f"Synthetic priority {serial}",
            document_id=document_id,
        )


def link_industries() -> None:
    """Let every synthetic priority without industries name two of them."""
    industries = list(Industry.objects.values_list("pk", flat=True))
    through = Priority.industries.through
    bare = Priority.objects.filter(title_en__startswith="Synthetic", industries=None)
    links = (
        through(priority_id=pk, industry_id=industries[(pk * step) % len(industries)])
        for pk in bare.values_list("pk", flat=True)
        for step in (1, 7)
    )
    save(through, links, "industries named")


def save(model: type, rows: Iterable, what: str) -> None:
    """Save rows in batches and show how far it has come."""
    rows, done = iter(rows), 0
    while batch := list(islice(rows, AT_A_TIME)):
        model.objects.bulk_create(batch, ignore_conflicts=True)
        done += len(batch)
        print(f"\r{what}: {done:,} new", end="", flush=True)  # noqa: T201
    print(f"\r{what}: {done:,} new")  # noqa: T201


def _ref(serial: int) -> str:
    """Write a serial number in the alphabet of references, from the far end of their range."""
    serial, text = len(refs.ALPHABET) ** refs.LENGTH - 1 - serial, ""
    for _ in range(refs.LENGTH):
        serial, digit = divmod(serial, len(refs.ALPHABET))
        text = refs.ALPHABET[digit] + text
    return text
