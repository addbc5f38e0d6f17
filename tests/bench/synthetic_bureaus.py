"""Synthetic bureaus. Row number ``serial`` is always the same row, whatever was made before it."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate, islice

from bureaus.models import Bureau, Check, ContactPoint, Region
from bureaus.values import phones, refs
from tests.bench import FORM

MARK = f"Synthetic, form {FORM}"  # in the notes of every bureau and document
WEIGHTS = {"province": 4, "prefecture": 3, "county": 1, "zone": 2}

NAMES = {  # kind → (weight, English, simplified, traditional), each with the place in front
    "investment-promotion": [
        (30, "Investment Promotion Bureau", "投资促进局", "投資促進局"),
        (10, "Investment Promotion Centre", "投资促进中心", "投資促進中心"),
    ],
    "commerce": [
        (20, "Commerce Bureau", "商务局", "商務局"),
        (5, "Bureau of Commerce and Foreign Investment", "商务和外资局", "商務和外資局"),
    ],
    "economic-promotion": [(20, "Economic Cooperation Bureau", "经济合作局", "經濟合作局")],
    "zone-administration": [
        (10, "Zone Administration, Investment Office", "开发区管委会招商处", "開發區管委會招商處"),
    ],
}
TITLES = [(kind, *title) for kind, titles in NAMES.items() for title in titles]
LANGUAGES = [["zh"], ["zh", "en"], ["zh", "en", "ja"], ["zh", "yue", "en"], ["zh", "en", "de"], []]
HOURS = ["Mo-Fr 09:00-12:00,13:30-17:00", "Mo-Fr 08:30-12:00,14:00-17:30", ""]
DESKS = [
    ("Foreign Investment Section", "外资科", "外資科"),
    ("Manufacturing Section", "制造业科", "製造業科"),
    ("Investor Services", "投资服务科", "投資服務科"),
]


@dataclass
class Places:
    """The regions below the country, drawn at random, wide ones more often."""

    regions: list[Region] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)

    @classmethod
    def read(cls) -> "Places":
        regions = list(Region.objects.exclude(level="country").order_by("slug"))
        return cls(regions, list(accumulate(WEIGHTS[region.level] for region in regions)))

    def draw(self, chance: random.Random) -> Region:
        return chance.choices(self.regions, cum_weights=self.weights)[0]


@dataclass
class Made:
    """A bureau not saved yet, with the rows that belong to it."""

    bureau: Bureau
    desks: list[ContactPoint]
    checks: list[Check]


def free_refs(start: int) -> Iterator[str]:
    """Yield references from the far end of their range, without those of real bureaus."""
    real = set(Bureau.objects.exclude(notes=MARK).values_list("ref", flat=True))
    last = len(refs.ALPHABET) ** refs.LENGTH - 1
    numbers = (_ref(last - serial) for serial in range(last))
    return islice((ref for ref in numbers if ref not in real), start, None)


def make(serial: int, ref: str, places: Places) -> Made:
    chance = random.Random(f"bureau {serial}")  # noqa: S311
    region = places.draw(chance)
    kind, _weight, *title = chance.choices(TITLES, weights=[title[1] for title in TITLES])[0]
    bureau = Bureau(ref=ref, kind=kind, region=region, notes=MARK, source="Synthetic")
    _name(bureau, serial, *title)
    _contacts(bureau, serial, chance)
    _state(bureau, chance)
    desks = [_desk(bureau, serial, place) for place in range(chance.choice([0, 0, 0, 0, 1, 2]))]
    return Made(bureau, desks, _checks(bureau, chance))


def _name(bureau: Bureau, serial: int, english: str, simplified: str, traditional: str) -> None:
    region = bureau.region
    bureau.name_en = f"{region.full_name_en} {english} (synthetic {serial})"
    bureau.name_zh_hans = f"{region.full_name_zh_hans}{simplified}（合成{serial}）"
    bureau.name_zh_hant = f"{region.full_name_zh_hant}{traditional}（合成{serial}）"
    bureau.address_en = f"No. {serial} Synthetic Road, {region.full_name_en}"
    bureau.address_zh_hans = f"{region.full_name_zh_hans}合成路{serial}号"
    bureau.address_zh_hant = f"{region.full_name_zh_hant}合成路{serial}號"


def _contacts(bureau: Bureau, serial: int, chance: random.Random) -> None:
    bureau.phone = number(bureau.region, 555, serial)
    bureau.fax = number(bureau.region, 556, serial) if chance.random() < 0.6 else ""
    bureau.phone_digits = digits(bureau.region, bureau.phone, bureau.fax)
    bureau.email = f"office{serial}@synthetic.example" if chance.random() < 0.5 else ""
    bureau.website = f"https://synthetic.example/{serial}" if chance.random() < 0.5 else ""
    bureau.languages = chance.choice(LANGUAGES)
    bureau.hours = chance.choice(HOURS)
    bureau.source_date = f"{chance.randrange(2015, 2026)}-{chance.randrange(1, 13):02}"


def number(region: Region, prefix: int, serial: int) -> str:
    """Write a number that can be read but is given to nobody: 0758-555 and the serial number."""
    return f"{region.dial_code or '010'}-{prefix}{serial % 100_000:05}"


def digits(region: Region, *numbers: str) -> str:
    """Give what ``phones.digits`` gives; for the mainland without parsing, which takes minutes."""
    if region.dial_code in phones.COUNTRIES:
        return phones.digits(*numbers, dial_code=region.dial_code)
    domestic = [number.replace("-", "") for number in numbers if number]
    return " ".join(form for text in domestic for form in (f"86{text[1:]}", text))


def _state(bureau: Bureau, chance: random.Random) -> None:
    state = chance.random()
    bureau.status = "closed" if state < 0.04 else "draft" if state < 0.05 else "published"
    if bureau.status == "closed":
        bureau.closure = "abolished" if state < 0.02 else "replaced"
        bureau.closed_on = date(2016, 1, 1) + timedelta(days=chance.randrange(3_000))


def _desk(bureau: Bureau, serial: int, place: int) -> ContactPoint:
    english, simplified, traditional = DESKS[(serial + place) % len(DESKS)]
    phone = number(bureau.region, 557 + place, serial)
    return ContactPoint(
        bureau=bureau,
        position=place,
        name_en=english,
        name_zh_hans=simplified,
        name_zh_hant=traditional,
        phone=phone,
        phone_digits=digits(bureau.region, phone),
        languages=["zh", "en"],
    )


def _checks(bureau: Bureau, chance: random.Random) -> list[Check]:
    """Let a third be checked; some for so long that no later run finds them out of date."""
    if chance.random() > 0.35:
        return []
    bureau.checked_on = date(2024, 1, 1) + timedelta(days=chance.randrange(600))
    is_outdated = chance.random() < 0.2
    bureau.next_check_on = date(2025, 12, 31) if is_outdated else date(2099, 12, 31)
    method = chance.choice(Check.Method.values)
    return [Check(bureau=bureau, date=bureau.checked_on, method=method, outcome="confirmed")]


def _ref(serial: int) -> str:
    text = ""
    for _ in range(refs.LENGTH):
        serial, digit = divmod(serial, len(refs.ALPHABET))
        text = refs.ALPHABET[digit] + text
    return text
