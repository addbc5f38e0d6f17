"""Synthetic rows in the real tree of regions, for benchmarks only.

Every row says that it is synthetic, in its name and in its notes or those of its document, and the
same numbers always give the same rows.
"""

import io
import random
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import accumulate, product
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model, QuerySet

from bureaus.models import Bureau, Check, ContactPoint, Region
from bureaus.values import phones, refs
from bureaus.values.batches import in_batches
from policies.models import Document, Industry, Priority

MARK = "Synthetic"  # in the notes of every bureau and document
PER_DOCUMENT = 10
AT_A_TIME = 2_000  # rows, a multiple of the above
YEARS = range(2012, 2027)
DOCUMENTS = ("report", "conference", "plan", "article")
WEIGHTS = {"province": 4, "prefecture": 3, "county": 1, "zone": 2}
TITLES = [  # kind, weight, English, simplified, traditional, each with the place in front
    ("investment-promotion", 30, "Investment Promotion Bureau", "投资促进局", "投資促進局"),
    ("investment-promotion", 10, "Investment Promotion Centre", "投资促进中心", "投資促進中心"),
    ("commerce", 20, "Commerce Bureau", "商务局", "商務局"),
    ("commerce", 5, "Bureau of Commerce and Foreign Investment", "商务和外资局", "商務和外資局"),
    ("economic-promotion", 20, "Economic Cooperation Bureau", "经济合作局", "經濟合作局"),
    ("zone-administration", 10, "Zone Investment Office", "开发区招商处", "開發區招商處"),
]
LANGUAGES = [["zh"], ["zh", "en"], ["zh", "en", "ja"], ["zh", "yue", "en"], ["zh", "en", "de"], []]
HOURS = ["Mo-Fr 09:00-12:00,13:30-17:00", "Mo-Fr 08:30-12:00,14:00-17:30", ""]
chance = random.Random()  # noqa: S311


def recorded(model: type[Model]) -> Any:
    """Give the rows of a model, with versions and entries in the log for those that are added."""
    return model._default_manager


def prepare(bureaus: int, priorities: int, has_data: bool = False) -> float:
    """Fill a database with these numbers of rows; tell how many seconds its index took anew.

    With ``has_data``, the real data and the static files are there already.
    """
    if not has_data:
        call_command("migrate", verbosity=0)
        call_command("load_data", verbosity=0, stdout=io.StringIO())
        call_command("collectstatic", interactive=False, verbosity=0)
    fill(bureaus, priorities)
    started = time.monotonic()
    call_command("reindex", verbosity=0, stdout=io.StringIO())
    took = time.monotonic() - started
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return took


def grow(factor: int) -> None:
    """Make that many times as many rows, past versions and the log of changes, which takes long."""
    bureaus = Bureau.objects.filter(notes=MARK).count()
    priorities = Priority.objects.filter(document__notes=MARK).count()
    fill((factor - 1) * bureaus, (factor - 1) * priorities, QuerySet)
    call_command("reindex", verbosity=0, stdout=io.StringIO())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@transaction.atomic
def fill(bureaus: int, priorities: int, rows_of: Callable[[type[Model]], Any] = recorded) -> None:
    """Add so many rows, the same ones each time."""
    chance.seed(bureaus)
    draw = places()
    add_bureaus(bureaus, draw, rows_of)
    add_priorities(priorities, draw, rows_of)


def places() -> Iterator[Region]:
    """Draw regions below the country for ever, wide ones more often."""
    regions = list(Region.objects.exclude(level="country").order_by("slug"))
    weights = list(accumulate(WEIGHTS[region.level] for region in regions))
    while True:
        yield chance.choices(regions, cum_weights=weights)[0]


def add_bureaus(count: int, draw: Iterator[Region], rows_of: Callable[..., Any]) -> None:
    references = free_refs()
    for serials in in_batches(range(count), AT_A_TIME):
        made = [bureau(serial, next(references), next(draw)) for serial in serials]
        rows_of(Bureau).bulk_create(made)
        rows_of(ContactPoint).bulk_create(desk for row in made for desk in desks(row))
        rows_of(Check).bulk_create(checks(made))


def free_refs() -> Iterator[str]:
    """Yield references from the far end of their range, without those of real bureaus."""
    real = set(Bureau.objects.values_list("ref", flat=True))
    every = map("".join, product(reversed(refs.ALPHABET), repeat=refs.LENGTH))
    return (ref for ref in every if ref not in real)


def bureau(serial: int, ref: str, region: Region) -> Bureau:
    kind, _weight, *title = chance.choices(TITLES, weights=[title[1] for title in TITLES])[0]
    english, simplified, traditional = title
    fax = number(region, 556, serial) if chance.random() < 0.6 else ""
    made = Bureau(
        ref=ref,
        kind=kind,
        region=region,
        name_en=f"{region.full_name_en} {english} (synthetic {serial})",
        name_zh_hans=f"{region.full_name_zh_hans}{simplified}（合成{serial}）",
        name_zh_hant=f"{region.full_name_zh_hant}{traditional}（合成{serial}）",
        address_en=f"No. {serial} Synthetic Road, {region.full_name_en}",
        address_zh_hans=f"{region.full_name_zh_hans}合成路{serial}号",
        address_zh_hant=f"{region.full_name_zh_hant}合成路{serial}號",
        phone=number(region, 555, serial),
        fax=fax,
        email=f"office{serial}@synthetic.example" if chance.random() < 0.5 else "",
        website=f"https://synthetic.example/{serial}" if chance.random() < 0.5 else "",
        languages=chance.choice(LANGUAGES),
        hours=chance.choice(HOURS),
        source="Synthetic",
        source_date=f"{chance.randrange(2015, 2026)}-{chance.randrange(1, 13):02}",
        notes=MARK,
        **state(),
    )
    made.phone_digits = phones.digits(made.phone, made.fax, dial_code=region.dial_code)
    return made


def number(region: Region, prefix: int, serial: int) -> str:
    """Write a number that can be read but is given to nobody: 0758-555 and the serial number."""
    return f"{region.dial_code or '010'}-{prefix}{serial % 100_000:05}"


def state() -> dict[str, object]:
    """Draw what became of a bureau; a third of them are checked, some of these long ago.

    The dates are so far away that no later run finds more or fewer of them out of date.
    """
    drawn: dict[str, object] = {"status": "draft" if chance.random() < 0.01 else "published"}
    if chance.random() < 0.04:
        drawn = {"status": "closed", "closure": "abolished", "closed_on": some_day(2016)}
    if chance.random() < 0.35:
        next_check_on = date(2025 if chance.random() < 0.2 else 2099, 12, 31)
        drawn |= {"checked_on": some_day(2024), "next_check_on": next_check_on}
    return drawn


def some_day(year: int) -> date:
    return date(year, 1, 1) + timedelta(days=chance.randrange(600))


def desks(owner: Bureau) -> Iterator[ContactPoint]:
    for place in range(chance.choice([0, 0, 0, 0, 1, 2])):
        phone = number(owner.region, 557 + place, chance.randrange(100_000))
        yield ContactPoint(
            bureau=owner,
            position=place,
            name_en=f"Section {place} for investors",
            name_zh_hans="投资服务科",
            name_zh_hant="投資服務科",
            phone=phone,
            phone_digits=phones.digits(phone, dial_code=owner.region.dial_code),
            languages=["zh", "en"],
        )


def checks(bureaus: Iterable[Bureau]) -> Iterator[Check]:
    for row in bureaus:
        if row.checked_on:
            method = chance.choice(Check.Method.values)
            yield Check(bureau=row, date=row.checked_on, method=method, outcome="confirmed")


def add_priorities(count: int, draw: Iterator[Region], rows_of: Callable[..., Any]) -> None:
    industries = list(Industry.objects.order_by("position", "slug"))
    for serials in in_batches(range(count), AT_A_TIME):
        new = [document(serial, next(draw)) for serial in serials[::PER_DOCUMENT]]
        documents = rows_of(Document).bulk_create(new)
        named = [some_of(industries) for _serial in serials]
        made = rows_of(Priority).bulk_create(
            priority(serial, documents[place // PER_DOCUMENT], named[place])
            for place, serial in enumerate(serials)
        )
        link = Priority.industries.through
        rows_of(link).bulk_create(
            link(priority=row, industry=industry)
            for row, wanted in zip(made, named, strict=True)
            for industry in wanted
        )


def document(serial: int, region: Region) -> Document:
    year, kind = chance.choice(YEARS), chance.choice(DOCUMENTS)
    return Document(
        status="published",
        kind=kind,
        region=region,
        title_en=f"{region.full_name_en}: {kind} of {year} (synthetic {serial})",
        title_zh_hans=f"{region.full_name_zh_hans}{year}年招商引资文件（合成{serial}）",
        title_zh_hant=f"{region.full_name_zh_hant}{year}年招商引資文件（合成{serial}）",
        issuer=f"People’s Government of {region.full_name_en}",
        date=f"{year}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
        url=f"https://synthetic.example/documents/{serial}",
        credit="Synthetic",
        notes=MARK,
    )


def some_of(industries: list[Industry]) -> list[Industry]:
    """Draw one to three industries, the first of all far more often than the last."""
    most = len(industries)
    drawn = {int(most * chance.random() ** 2) for _ in range(chance.choice([1, 1, 2, 3]))}
    return [industries[place] for place in sorted(drawn)]


def priority(serial: int, source: Document, named: list[Industry]) -> Priority:
    has_summary = chance.random() < 0.5
    return Priority(
        status="draft" if chance.random() < 0.01 else "published",
        region=source.region,
        year=int(source.date[:4]),
        rank=1 + serial % PER_DOCUMENT,
        document=source,
        title_en=f"{'; '.join(i.name_en for i in named)} (synthetic {serial})",
        title_zh_hans=f"{'; '.join(i.name_zh_hans for i in named)}（合成{serial}）",
        title_zh_hant=f"{'; '.join(i.name_zh_hant for i in named)}（合成{serial}）",
        summary_en=f"Synthetic words on {named[0].name_en.lower()}." if has_summary else "",
        summary_zh_hans=f"关于{named[0].name_zh_hans}的合成文字。" if has_summary else "",
    )
