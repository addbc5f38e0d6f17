"""The files of ``data/`` that become regions and bureaus."""

import json
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from bureaus.files.loading import BadFileError, Dataset, FileRow, RefusedError, Values, read_csv
from bureaus.models import Bureau, Region, RegionAlias

LEVELS = {"1": Region.Level.PROVINCE, "2": Region.Level.PREFECTURE, "3": Region.Level.COUNTY}
CHINA = "china"


class _RegionDataset(Dataset):
    """What the files of regions have in common: names in two scripts, and a slug."""

    model = Region
    found = ("parent",)

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.parents: dict[int, Region] = {}

    @cached_property
    def ids(self) -> dict[str, int]:
        """Map codes to primary keys, of the regions that are there already."""
        return dict(Region.objects.exclude(code="").values_list("code", "pk"))

    @cached_property
    def taken_slugs(self) -> set[str]:
        former = RegionAlias.objects.filter(kind=RegionAlias.Kind.FORMER_SLUG)
        return {
            *Region.objects.values_list("slug", flat=True),
            *former.values_list("value", flat=True),
        }

    def id_of(self, code: str) -> int:
        try:
            return self.ids[code]
        except KeyError:
            raise RefusedError(f"no region has the code {code}") from None

    def names(self, record: FileRow) -> Values:
        full = self.scripts.traditional(record["name_zh"])
        short = record["short_zh"]
        is_prefix = record["name_zh"].startswith(short)
        return {
            "name_en": record["name_en"],
            "name_zh_hans": short,
            "name_zh_hant": full[: len(short)] if is_prefix else self.scripts.traditional(short),
            "full_name_en": record["name_en_full"],
            "full_name_zh_hans": record["name_zh"],
            "full_name_zh_hant": full,
        }

    def complete(self, instance: Region) -> None:
        if pk := instance.parent_id:
            instance.parent = self.parents.get(pk) or Region.objects.get(pk=pk)
            self.parents[pk] = instance.parent
        if not instance.slug:
            free = (slug for slug in _slugs(instance) if slug not in self.taken_slugs)
            instance.slug = next(free)
        self.taken_slugs.add(instance.slug)

    def created(self, instance: Region, record: FileRow) -> None:
        if instance.code:
            self.ids[instance.code] = instance.pk

    def changed(self) -> None:
        self.parents.clear()  # what lies inside a region moves with it


class Country(_RegionDataset):
    """China itself, the region of national priorities."""

    name = "seed.json (country)"

    def records(self) -> Iterator[tuple[int, FileRow]]:
        try:
            seed = json.loads((self.folder / "seed.json").read_text(encoding="utf-8"))
            yield 1, next(region for region in seed["regions"] if region["type"] == "country")
        except (OSError, ValueError, LookupError, TypeError, StopIteration) as error:
            raise BadFileError(f"seed.json does not name the country: {error!r}.") from error

    def convert(self, record: FileRow) -> tuple[str, Values]:
        names = self.names(
            {
                "name_en": _without_brackets(record["name_en"]),
                "name_en_full": record["name_en"],
                "name_zh": record["name_zh"],
                "short_zh": record["name_zh"],
            }
        )
        kind = Region.Kind.COUNTRY.value
        return record["id"], {"code": record["code"], "level": kind, "kind": kind, **names}


class Regions(_RegionDataset):
    """The administrative divisions, widest first, so that parents come before their parts."""

    name = "regions.csv"

    def records(self) -> Iterator[tuple[int, FileRow]]:
        columns = "code parent_code level type name_zh short_zh name_en name_en_full dial_code"
        return read_csv(self.folder / self.name, set(columns.split()))

    @cached_property
    def country_id(self) -> int:
        return Region.objects.get(level=Region.Level.COUNTRY).pk

    def convert(self, record: FileRow) -> tuple[str, Values]:
        code, parent_code = record["code"], record["parent_code"]
        if not code or record["level"] not in LEVELS:
            raise RefusedError(f"code “{code}” or level “{record['level']}” is missing or unknown")
        if code == parent_code:
            raise RefusedError(
                f"{code} is listed inside itself: a city without districts, loaded above"
            )
        return code, {
            "code": code,
            "level": LEVELS[record["level"]].value,
            "kind": record["type"].replace(" ", "-"),
            "parent_id": self.id_of(parent_code) if parent_code else self.country_id,
            "dial_code": record["dial_code"],
            **self.names(record),
        }


class Zones(_RegionDataset):
    """Development zones, which have no code and are known by their slug."""

    name = "zones.csv"

    def records(self) -> Iterator[tuple[int, FileRow]]:
        columns = "slug kind parent_code overlaps_codes name_en full_name_en short_zh name_zh"
        for line, record in read_csv(self.folder / self.name, set(columns.split())):
            yield line, record | {"name_en_full": record["full_name_en"]}

    def convert(self, record: FileRow) -> tuple[str, Values]:
        parent_id = self.id_of(record["parent_code"])
        if not record["slug"]:
            raise RefusedError("the slug is missing")
        return record["slug"], {
            "slug": record["slug"],
            "level": Region.Level.ZONE.value,
            "kind": record["kind"],
            "parent_id": parent_id,
            "dial_code": Region.objects.values_list("dial_code", flat=True).get(pk=parent_id),
            **self.names(record),
        }

    def created(self, instance: Region, record: FileRow) -> None:
        instance.overlaps.set([self.id_of(code) for code in record["overlaps_codes"].split()])


class RegionAliases(Dataset):
    name = "region_aliases.csv"
    model = RegionAlias

    def records(self) -> Iterator[tuple[int, FileRow]]:
        columns = "region_code kind value language valid_from valid_until note"
        return read_csv(self.folder / self.name, set(columns.split()))

    def convert(self, record: FileRow) -> tuple[str, Values]:
        region = Region.objects.filter(code=record["region_code"]).first()
        if region is None:
            raise RefusedError(f"no region has the code {record['region_code']}")
        values = {name: record[name] for name in record if name != "region_code"}
        key = f"{record['region_code']} {record['kind']} {record['value']}"
        return key, {"region_id": region.pk, **values}


class Bureaus(Dataset):
    """Offices read from public pages; ``ref`` in the file keeps their links alike everywhere."""

    name = "bureaus_read.csv"
    model = Bureau

    def records(self) -> Iterator[tuple[int, FileRow]]:
        columns = (
            "ref kind name_en name_zh region_code zone address phone fax email website "
            "source source_date status"
        )
        return read_csv(self.folder / self.name, set(columns.split()))

    def convert(self, record: FileRow) -> tuple[str, Values]:
        region = Region.objects.filter(
            **({"slug": record["zone"]} if record["zone"] else {"code": record["region_code"]})
        ).first()
        if region is None:
            raise RefusedError(f"no region is called {record['zone'] or record['region_code']}")
        simplified, traditional = self.scripts.both(record["name_zh"])
        plain = ("ref", "kind", "name_en", "phone", "fax", "email", "website")
        return record["ref"], {
            **{name: record[name] for name in plain},
            "status": Bureau.Status.PUBLISHED.value,
            "region_id": region.pk,
            "name_zh_hans": simplified,
            "name_zh_hant": traditional,
            "address_en": record["address"],
            **_source(record["source"], record["source_date"]),
        }


DATASETS: list[type[Dataset]] = [Country, Regions, Zones, RegionAliases, Bureaus]


def _slugs(region: Region) -> Iterator[str]:
    """Propose slugs, the plain name first, then with the parent's, its kind, at last its code."""
    name = slugify(_without_brackets(region.name_en).replace("'", ""))
    yield name
    if region.parent:
        yield f"{name}-{region.parent.slug}"
        yield f"{name}-{region.kind}-{region.parent.slug}"
    yield f"{name}-{region.code}"


def _without_brackets(name: str) -> str:
    return name.partition(" (")[0]


def _source(printed: str, date: str) -> dict[str, Any]:
    """Tell a web page from another source, and a date from a remark about it."""
    is_page = printed.startswith(("http://", "https://"))
    is_dated = not date.startswith("undated")
    return {
        "source": "" if is_page else printed,
        "source_url": printed if is_page else "",
        "source_date": date if is_dated else "",
        "notes": "" if date == "undated" or is_dated else f"Date of the source as read: {date}.",
    }
