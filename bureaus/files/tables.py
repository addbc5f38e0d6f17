"""Public records as flat rows, for CSV, JSON lists and the dump."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from bureaus.models import Region
from bureaus.models.alias import Alias
from bureaus.values.localized import COLUMNS
from bureaus.values.phone_numbers import PhoneNumber

LANGUAGES = {"en": "English", "zh_hans": "simplified Chinese", "zh_hant": "traditional Chinese"}
NEXT_NUMBER = " / "


@dataclass(frozen=True)
class Column:
    """One column; ``kind`` is a type of Frictionless Table Schema, or "link" for an own path."""

    name: str
    about: str
    value: Callable[[Any], Any]
    kind: str = "string"


@dataclass(frozen=True)
class Table:
    """The columns of a noun, called ``name`` in the plural; ``key`` names the unique one.

    ``refers`` maps columns to the table and column whose values they hold.
    """

    name: str
    about: str
    key: str
    columns: tuple[Column, ...]
    refers: tuple[tuple[str, str, str], ...] = ()

    @property
    def head(self) -> list[str]:
        return [column.name for column in self.columns]

    def row(self, instance: Any, site: str) -> list[Any]:
        """Flatten a row that was loaded ``in_full``; ``site`` completes its own addresses."""
        return [
            f"{site}{column.value(instance)}" if column.kind == "link" else column.value(instance)
            for column in self.columns
        ]


def attribute(name: str, about: str, kind: str = "string") -> Column:
    """Take a field as it is; a date becomes text."""
    if kind == "date":
        return Column(name, about, lambda row: str(getattr(row, name) or ""), kind)
    return Column(name, about, lambda row: getattr(row, name), kind)


def in_languages(stem: str, about: str) -> tuple[Column, ...]:
    """Give the three columns of a translated text."""
    return tuple(
        attribute(f"{stem}_{column}", f"{about} in {LANGUAGES[column]}")
        for column in COLUMNS.values()
    )


def place(about: str) -> tuple[Column, ...]:
    return (
        Column("region_code", f"{about}: GB/T 2260 code, empty for zones", lambda r: r.region.code),
        Column("region", f"{about}: slug", lambda r: r.region.slug),
    )


def link_column(about: str, path: Callable[[Any], str] | None = None) -> Column:
    """Give the address here, by default that of the English page."""
    return Column("url", about, path or (lambda row: row.get_absolute_url()), "link")


def _dialled(numbers: Iterable[PhoneNumber]) -> str:
    texts = (f"{n.e164};ext={n.extension}" if n.extension else n.e164 for n in numbers)
    return NEXT_NUMBER.join(text for text in texts if text)


def _former(region: Region, kind: Alias.Kind) -> str:
    return " ".join(alias.value for alias in region.aliases.all() if alias.kind == kind)


BUREAUS = Table(
    "bureaus",
    "Offices that receive investors, open and closed",
    "ref",
    (
        attribute("ref", "Reference that never changes"),
        attribute("status", "published or closed"),
        attribute("kind", "Kind of bureau"),
        *place("Region that it serves"),
        *in_languages("name", "Name"),
        *in_languages("address", "Address"),
        attribute("postal_code", "Six digits"),
        attribute("phone", "Phone as printed"),
        Column("phone_e164", "Phones as E.164 with extension", lambda b: _dialled(b.phones)),
        attribute("phone_label", "Whose line the phone is"),
        attribute("fax", "Fax as printed"),
        Column("fax_e164", "Faxes as E.164 with extension", lambda b: _dialled(b.faxes)),
        attribute("email", "Email"),
        attribute("website", "Website"),
        attribute("hours", "Opening hours as in schema.org, China time"),
        Column("languages", "Languages spoken, as BCP 47 tags", lambda b: " ".join(b.languages)),
        attribute("checked_on", "Last confirmed; empty if never", "date"),
        attribute("next_check_on", "When it has to be confirmed again", "date"),
        attribute("closed_on", "Day from which it no longer existed", "date"),
        attribute("closure", "Why it was closed"),
        Column(
            "successors",
            "References of who followed",
            lambda bureau: " ".join(s.successor.ref for s in bureau.public_successions),
        ),
        attribute("source", "Where it was read, if that is no web page"),
        attribute("source_url", "Web page where it was read"),
        attribute("source_date", "Date of the source: day, month or year"),
        link_column("Permanent address", lambda bureau: f"/b/{bureau.ref}/"),
    ),
    refers=(("region", "regions", "slug"),),
)

REGIONS = Table(
    "regions",
    "The country, its administrative divisions and development zones",
    "slug",
    (
        attribute("id", "Number that never changes", "integer"),
        attribute("code", "Current GB/T 2260 code; empty for zones"),
        attribute("slug", "Name in addresses"),
        attribute("level", "Country, province, prefecture, county or zone"),
        attribute("kind", "Kind of region"),
        Column(
            "parent", "Slug of the next wider region", lambda r: r.parent.slug if r.parent else ""
        ),
        *in_languages("name", "Short name"),
        *in_languages("full_name", "Full name"),
        attribute("dial_code", "Area code with its zero"),
        Column(
            "overlaps",
            "Slugs of the districts that a zone reaches into",
            lambda region: " ".join(other.slug for other in region.overlaps.all()),
        ),
        attribute("latitude", "Of its seat, degrees north, WGS84", "number"),
        attribute("longitude", "Of its seat, degrees east, WGS84", "number"),
        attribute("ended_on", "When it ended: day, month or year; empty while it is there"),
        attribute("ending", "How it ended, such as merged or split"),
        Column(
            "successors",
            "Slugs of the regions that took it over",
            lambda region: " ".join(other.slug for other in region.successors.all()),
        ),
        Column("former_codes", "Former codes", lambda r: _former(r, Alias.Kind.FORMER_CODE)),
        Column("former_slugs", "Former slugs", lambda r: _former(r, Alias.Kind.FORMER_SLUG)),
        link_column("Permanent address", lambda region: f"/r/{region.slug}/"),
    ),
    refers=(("parent", "", "slug"),),
)
