"""The files of ``data/`` that become industries, documents and priorities."""

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from urllib.parse import urlsplit

from django.utils.text import slugify

from bureaus.files.loading import Dataset, FileRow, RefusedError, Values, read_csv
from bureaus.models import Region
from policies.files.seed import (
    KeyPoints,
    PolicyDataset,
    SeedDocuments,
    SeedPriorities,
    Speakers,
    date_and_note,
)
from policies.models import Document, Industry, Priority

READ = "priorities_read.csv"
READ_DOCUMENTS = "priorities_read.csv (documents)"


class Industries(PolicyDataset):
    name = "industries.csv"
    model = Industry

    def records(self) -> Iterator[tuple[int, FileRow]]:
        columns = (
            "order slug name_en name_zh group gbt4754_divisions isic4_sections "
            "keywords_zh search_words_en"
        )
        return read_csv(self.folder / self.name, set(columns.split()))

    def convert(self, record: FileRow) -> tuple[str, Values]:
        plain = ("slug", "name_en", "gbt4754_divisions", "keywords_zh", "search_words_en")
        return record["slug"], {
            **{name: record[name] for name in plain},
            "position": int(record["order"]),
            "group": slugify(record["group"]),
            "name_zh_hans": record["name_zh"],
            "name_zh_hant": self.scripts.traditional(record["name_zh"]),
            "isic_sections": record["isic4_sections"],
        }


class _Read(PolicyDataset):
    """Priorities read from public pages; each page is a document."""

    def records(self) -> Iterator[tuple[int, FileRow]]:
        columns = {"region", "region_code", "year", "title", "industries", "source", "source_date"}
        ranks: Counter[str] = Counter()
        for line, record in read_csv(self.folder / READ, columns):
            url, credit = _url_and_credit(record["source"])
            key = f"{url} {record['region_code']} {record['year']}"
            ranks[key] += 1
            yield line, record | {"url": url, "credit": credit, "key": key, "rank": ranks[key]}

    @cached_property
    def zones(self) -> dict[str, Region]:
        return {zone.slug: zone for zone in Region.objects.filter(level=Region.Level.ZONE)}

    def region(self, record: FileRow) -> Region:
        zone = self.zones.get(slugify(record["region"].partition(",")[0]))
        region = zone or Region.objects.filter(code=record["region_code"]).first()
        if region is None:
            raise RefusedError(f"no region has the code {record['region_code']}")
        return region


class ReadDocuments(_Read):
    name = READ_DOCUMENTS
    model = Document

    def records(self) -> Iterator[tuple[int, FileRow]]:
        return ((line, record) for line, record in super().records() if record["rank"] == 1)

    def convert(self, record: FileRow) -> tuple[str, Values]:
        region = self.region(record)
        date, note = date_and_note(record["source_date"])
        host = urlsplit(record["url"]).netloc.removeprefix("www.")
        return record["key"], {
            "status": Document.Status.PUBLISHED.value,
            "kind": Document.Kind.ARTICLE.value,
            "region_id": region.pk,
            "title_en": f"{region.full_name_en}: page on {host}",
            "title_zh_hans": f"{region.full_name_zh_hans}：{host} 网页",
            "title_zh_hant": f"{region.full_name_zh_hant}：{host} 網頁",
            "date": date,
            "url": record["url"],
            "credit": record["credit"],
            "notes": note,
        }


class ReadPriorities(_Read):
    name = READ
    model = Priority
    many = ("industries",)

    def convert(self, record: FileRow) -> tuple[str, Values]:
        return f"{record['key']} {record['rank']}", {
            "status": Priority.Status.PUBLISHED.value,
            "region_id": self.region(record).pk,
            "year": int(record["year"]),
            "rank": record["rank"],
            "title_en": record["title"],
            "document_id": self.loaded_id(READ_DOCUMENTS, record["key"]),
            "industries": self.industries(list(filter(None, record["industries"].split(";")))),
        }


def _url_and_credit(source: str) -> tuple[str, str]:
    """Split "http://… (China Daily)" into the address and whom the page credits."""
    url, _blank, rest = source.partition(" ")
    return url, rest.strip("()")


DATASETS: list[type[Dataset]] = [
    Industries,
    SeedDocuments,
    Speakers,
    SeedPriorities,
    KeyPoints,
    ReadDocuments,
    ReadPriorities,
]
