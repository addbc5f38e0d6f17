"""Synthetic documents and priorities, as reproducible as the bureaus."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field

from policies.models import Document, Industry, Priority
from tests.bench.synthetic_bureaus import MARK, Places

PER_DOCUMENT = 10
YEARS = range(2012, 2027)
KINDS = ("report", "conference", "plan", "article")


@dataclass
class Industries:
    """All industries, drawn at random, some far more often than others."""

    industries: list[Industry] = field(default_factory=list)

    @classmethod
    def read(cls) -> "Industries":
        return cls(list(Industry.objects.order_by("position", "slug")))

    def draw(self, chance: random.Random) -> list[Industry]:
        most = len(self.industries)
        places = {int(most * chance.random() ** 2) for _ in range(chance.choice([1, 1, 2, 3]))}
        return [self.industries[place] for place in sorted(places)]


def make_document(serial: int, places: Places) -> Document:
    chance = random.Random(f"document {serial}")  # noqa: S311
    region, year, kind = places.draw(chance), chance.choice(YEARS), chance.choice(KINDS)
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


def make(serial: int, document: Document, industries: Industries) -> tuple[Priority, list[int]]:
    """Make a priority, and list the primary keys of the industries that it names."""
    chance = random.Random(f"priority {serial}")  # noqa: S311
    named = industries.draw(chance)
    has_summary = chance.random() < 0.5
    priority = Priority(
        status="draft" if chance.random() < 0.01 else "published",
        region=document.region,
        year=int(document.date[:4]),
        rank=1 + serial % PER_DOCUMENT,
        document=document,
        title_en=f"{_listed(i.name_en for i in named)} (synthetic {serial})",
        title_zh_hans=f"{_listed(i.name_zh_hans for i in named)}（合成{serial}）",
        title_zh_hant=f"{_listed(i.name_zh_hant for i in named)}（合成{serial}）",
        summary_en=f"Synthetic words on {named[0].name_en.lower()}." if has_summary else "",
        summary_zh_hans=f"关于{named[0].name_zh_hans}的合成文字。" if has_summary else "",
    )
    return priority, [industry.pk for industry in named]


def _listed(names: Iterable[str]) -> str:
    return "; ".join(names)
