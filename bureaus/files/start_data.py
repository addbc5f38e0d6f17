"""The files of ``data/`` that become regions and bureaus."""

from bureaus.files.data_files import (
    DataFile,
    Rows,
    all_together,
    first,
    in_both_scripts,
    slugged,
)
from bureaus.models import Bureau, Region, RegionAlias

LEVELS = dict(zip("0123", Region.Level.values, strict=False))
CHINESE_NAMES = "short_zh+name_zh:name_zh* name_zh:full_name_zh*"


def short_name(rows: Rows, short: str, full: str) -> tuple[str, str]:
    """Give the short name in both scripts; as a part of the full one it is written alike."""
    begins = full.startswith(short)
    return short, in_both_scripts(rows, full if begins else short)[1][: len(short)]


OF_REGIONS = [
    DataFile(
        "regions.csv",
        Region,
        key="slug",
        called="code",
        filled="slug code level type:kind parent_code:parent dial_code latitude longitude"
        " ended_on ending name_en"
        f" name_en_full:full_name_en {CHINESE_NAMES}",
        read={
            "level": lambda _rows, digit: LEVELS.get(digit, digit),
            "kind": slugged,
            "name_zh*": short_name,
        },
    ),
    DataFile(
        "regions.csv",
        Region,
        key="code",
        filled="capital_code:capital successor_codes:successors",
        joined={"capital_id": first, "successors": all_together},
    ),
    DataFile(
        "neighbours.csv",
        Region,
        key="code",
        filled="neighbour_code:neighbours",
        joined={"neighbours": all_together},
    ),
    DataFile(
        "zones.csv",
        Region,
        key="slug",
        prefix="zone:",
        filled="slug kind parent_code:parent parent_code:dial_code overlaps_codes:overlaps"
        f" name_en full_name_en {CHINESE_NAMES}",
        read={
            "dial_code": lambda rows, parent: rows.get(Region, parent).dial_code,
            "name_zh*": short_name,
        },
        always={"level": Region.Level.ZONE.value},
    ),
    DataFile(
        "region_aliases.csv",
        RegionAlias,
        key="target value",
        filled="target:region kind value language valid_until use source:note",
    ),
]

OF_BUREAUS = [
    DataFile(
        "bureaus.csv",
        Bureau,
        key="ref",
        filled="ref status kind region_code+zone:region name_en"
        " name_zh_hans+name_zh_hant:name_zh* address_en address_zh_hans:address_zh* postal_code"
        " phone phone_label fax email website hours source_title:source source_url source_date"
        " note:notes",
        read={
            "region": lambda rows, code, zone: rows.find(Region, f"zone:{zone}" if zone else code),
            "phone_label": slugged,
        },
    ),
]
