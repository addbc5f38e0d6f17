"""The founding article: a national conference and what five places set out to do."""

import json
from collections.abc import Iterator
from functools import cache, cached_property
from typing import Any

from django.utils.text import slugify

from bureaus.files.loading import BadFileError, Dataset, FileRow, RefusedError, Values, read_csv
from bureaus.models import LoadedRow, Region
from policies.models import Document, Industry, KeyPoint, Priority, Speaker

SEED = "seed.json"
ARTICLE = "seed-article"
SEED_DOCUMENTS = "seed.json (documents)"
SEED_PRIORITIES = "seed.json (priorities)"


class PolicyDataset(Dataset):
    """Look-ups that several of the files need."""

    @cached_property
    def industry_ids(self) -> dict[str, int]:
        return dict(Industry.objects.values_list("slug", "pk"))

    def industries(self, slugs: list[str]) -> list[int]:
        unknown = [slug for slug in slugs if slug not in self.industry_ids]
        if unknown:
            raise RefusedError(f"no industry is called {', '.join(unknown)}")
        return sorted(self.industry_ids[slug] for slug in slugs)

    @cache  # noqa: B019 - a dataset lives as long as one load
    def loaded(self, dataset: str) -> dict[str, int]:
        """Map the keys of another dataset to what its rows became."""
        rows = LoadedRow.objects.filter(dataset=dataset)
        return dict(rows.values_list("key", "object_id"))

    def loaded_id(self, dataset: str, key: str) -> int:
        """Find what a row of another dataset became, or refuse the row that needs it."""
        try:
            return self.loaded(dataset)[key]
        except KeyError:
            raise RefusedError(f"“{key}” of {dataset} was not loaded") from None


def date_and_note(printed: str) -> tuple[str, str]:
    """Split "2023-03 (inferred …)" into the date and the remark about it."""
    date, _blank, rest = printed.partition(" ")
    return date, rest.strip("()")


class _Seed(PolicyDataset):
    @cached_property
    def seed(self) -> dict[str, Any]:
        try:
            return json.loads((self.folder / SEED).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise BadFileError(f"{SEED} cannot be read: {error}.") from error

    def region_id(self, name: str) -> int:
        """Find a region by the seed's own name for it: by its code, else by its slug."""
        item = next(item for item in self.seed["regions"] if item["id"] == name)
        place = {"code": item["code"]} if item["code"] else {"slug": slugify(item["name_en"])}
        region = Region.objects.filter(**place).first()
        if region is None:
            raise RefusedError(f"no region is called {item['name_en']}")
        return region.pk

    @cached_property
    def chinese_titles(self) -> dict[str, str]:
        rows = read_csv(self.folder / "seed_zh.csv", {"key", "title_zh"})
        return {record["key"]: record["title_zh"] for _line, record in rows}

    def titles(self, english: str, key: str) -> Values:
        """Give the title in all languages; a Chinese one written by us is not reviewed yet."""
        chinese = self.chinese_titles.get(key, "")
        return {
            "title_en": english,
            "title_zh_hans": chinese,
            "title_zh_hant": self.scripts.traditional(chinese),
            "is_translation_reviewed": not chinese,
        }


class SeedDocuments(_Seed):
    """The founding article and the conferences that it reports."""

    name = SEED_DOCUMENTS
    model = Document

    def records(self) -> Iterator[tuple[int, FileRow]]:
        source, national = self.seed["source"], self.seed["national_conference"]
        article = {
            "id": ARTICLE,
            "region": "cn",
            "event": "Investment Promotion News | Get started and introduce projects",
            "date": source["article_date"],
            "published_on": source["post_date"],
            "credit": source["article_source_credit"].partition(" (")[0],
            "kind": Document.Kind.ARTICLE,
        }
        conference = national | {"event": national["name_en"], "date": national["held"]}
        return enumerate([article, conference, *self.seed["local_deployments"]], start=1)

    def convert(self, record: FileRow) -> tuple[str, Values]:
        date, note = date_and_note(record.get("date") or "")
        notes = [note, record.get("date_note") or "", record.get("translation_note") or ""]
        return record["id"], {
            "status": Document.Status.PUBLISHED.value,
            "kind": str(record.get("kind") or Document.Kind.CONFERENCE.value),
            "region_id": self.region_id(record["region"]),
            **self.titles(record["event"], record["id"]),
            "date": date,
            "published_on": record.get("published_on") or self.seed["source"]["post_date"],
            "credit": record.get("credit") or "",
            "reported_in_id": self.article_id if record["id"] != ARTICLE else None,
            "notes": "; ".join(filter(None, notes)),
        }

    @cached_property
    def article_id(self) -> int | None:
        return self.loaded(self.name).get(ARTICLE) or self._created_article

    _created_article: int | None = None

    def created(self, instance: Document, record: FileRow) -> None:
        if record["id"] == ARTICLE:
            self._created_article = instance.pk


class Speakers(_Seed):
    name = "seed.json (speakers)"
    model = Speaker

    def records(self) -> Iterator[tuple[int, FileRow]]:
        line = 0
        for event in self.seed["local_deployments"]:
            for person in event["officials"]:
                line += 1
                yield line, {"event": event["id"], **person}

    def convert(self, record: FileRow) -> tuple[str, Values]:
        document_id = self.loaded_id(SEED_DOCUMENTS, record["event"])
        values = {"document_id": document_id, "name": record["name"], "office": record["role"]}
        return f"{record['event']} {record['name']}", values


class SeedPriorities(_Seed):
    """The four national themes and the tasks of five places for 2024."""

    name = SEED_PRIORITIES
    model = Priority
    many = ("industries",)

    def records(self) -> Iterator[tuple[int, FileRow]]:
        return enumerate(self.seed["priorities"], start=1)

    def convert(self, record: FileRow) -> tuple[str, Values]:
        key = f"{record['source_event']} {record['order']}"
        return key, {
            "status": Priority.Status.PUBLISHED.value,
            "region_id": self.region_id(record["region"]),
            "year": record["year"],
            "rank": record["order"],
            **self.titles(record["title"], key),
            "summary_en": record["summary"],
            "document_id": self.loaded_id(SEED_DOCUMENTS, record["source_event"]),
            "answers_id": self.ids.get(self.answers.get(key, "")),
            "industries": self.industries(record["industries"]),
        }

    @cached_property
    def ids(self) -> dict[str, int]:
        return self.loaded(self.name)

    @cached_property
    def answers(self) -> dict[str, str]:
        rows = read_csv(self.folder / "answers.csv", {"key", "national_key"})
        return {record["key"]: record["national_key"] for _line, record in rows}

    def created(self, instance: Priority, record: FileRow) -> None:
        self.ids[f"{record['source_event']} {record['order']}"] = instance.pk


class KeyPoints(_Seed):
    name = "seed.json (key points)"
    model = KeyPoint
    many = ("industries",)

    def records(self) -> Iterator[tuple[int, FileRow]]:
        national = self.seed["national_conference"]
        line = 0
        for theme in national["themes"]:
            for position, point in enumerate(theme["key_points"], start=1):
                line += 1
                key = f"{national['id']} {theme['order']}"
                yield line, {"priority": key, "position": position, **point}

    def convert(self, record: FileRow) -> tuple[str, Values]:
        return f"{record['priority']} {record['position']}", {
            "priority_id": self.loaded_id(SEED_PRIORITIES, record["priority"]),
            "position": record["position"],
            "text_en": record["text"],
            "industries": self.industries(record["industries"]),
        }
