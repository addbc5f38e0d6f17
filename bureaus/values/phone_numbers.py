"""Phone numbers: which are in use, and how they are written.

What is read here is E.164 (https://www.itu.int/rec/T-REC-E.164). The numbering plans, with the
lengths that the numbers of an area code have today, are those of libphonenumber.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from phonenumbers import NumberParseException, PhoneNumberFormat

MAINLAND = "86"
REGIONS = {MAINLAND: "CN", "852": "HK", "853": "MO", "886": "TW"}  # calling code to ISO 3166
AREA = r"10|2\d|[3-9]\d\d"
# "+86", "0086", "(86)", "086-"; "86" alone only where something separates it from what follows
STATED = re.compile(
    r"[( ]*(?:(?:\+|00)[( ]*(86|85[23]|886)|(?:0?(86)|(85[23]|886))(?=[-). ]))[-). ]*", re.ASCII
)
LOCAL = re.compile(r"[2-8]\d{6,7}", re.ASCII)
HOTLINE = re.compile(rf"(?:0({AREA}))?([19]\d{{3,5}})", re.ASCII)
LANDLINE = re.compile(rf"({AREA})(\d{{7,8}})", re.ASCII)
MOBILE_OR_SERVICE = re.compile(r"1[3-9]\d*|[48]00\d*|950\d*", re.ASCII)
MOST_MISSED = 3  # digits too few or too many of what was meant as a number
NO_LONGER_SEVEN = ("754", "851")  # eight today; libphonenumber takes the seven of before, too


@dataclass(frozen=True)
class PhoneNumber:
    """One number of a printed list.

    ``e164`` is "+867583611228", or empty for a hotline and for what cannot be read;
    ``extension`` is text, because it may start with a zero; ``hotline`` is a short number such
    as "12345" that works only inside China; ``is_fax`` says that it was printed as a fax and
    nothing else.
    """

    printed: str
    e164: str = ""
    extension: str = ""
    hotline: str = ""
    is_fax: bool = False

    @property
    def international(self) -> str:
        """Write the number for callers abroad: "+86 758 3611228"; as printed when unreadable."""
        return self._written(PhoneNumberFormat.INTERNATIONAL) or self.printed

    @property
    def domestic(self) -> str:
        """Write the number for callers in the same country: "0758 3611228"; empty if unreadable."""
        return self._written(PhoneNumberFormat.NATIONAL)

    @property
    def within_china(self) -> str:
        """Write a mainland number as it is dialled there: "0758-3611228"; empty for all others."""
        if not self.e164.startswith("+86"):
            return ""
        area, _blank, local = _written_out(self.e164, PhoneNumberFormat.NATIONAL).partition(" ")
        if area.startswith("0"):
            return self._extended(f"{area}-{local.replace(' ', '')}")
        return self._extended(f"{area} {local}")

    @property
    def shown(self) -> str:
        """Write it for who reads the page: in Chinese as it is dialled inside the country."""
        is_chinese = (get_language() or "").startswith("zh")
        return (is_chinese and self.within_china) or self.international

    @property
    def uri(self) -> str:
        """Give the RFC 3966 address, "tel:+867583611228;ext=8001"; empty when unreadable."""
        if self.e164:
            return f"tel:{self.e164}" + (f";ext={self.extension}" if self.extension else "")
        return f"tel:{self.hotline.replace(' ', '')}" if self.hotline else ""

    @property
    def area_code(self) -> str:
        """Give the area code of a mainland landline, with its zero; empty for all others."""
        landline = _landline(self.e164.removeprefix("+86"))
        return f"0{landline[0]}" if landline else ""

    def _written(self, style: int) -> str:
        written = self.hotline
        if self.e164:
            written = _written_out(self.e164, style)
        return self._extended(written)

    def _extended(self, written: str) -> str:
        if not written or not self.extension:
            return written
        parts = {"number": written, "extension": self.extension}
        return _("%(number)s ext. %(extension)s") % parts


def read_number(printed: str, dial_code: str) -> PhoneNumber | None:
    """Read digits, brackets, blanks, dots and dashes as one number; None if none is in use.

    ``dial_code`` is that of the place: an area code such as "0758", or "852", "853" or "886".
    """
    for code, national, is_stated in _interpretations(printed, dial_code):
        if code == MAINLAND:
            number = _mainland(national, dial_code, is_stated)
        else:
            number = _elsewhere(code, national)
        if number:
            return number
    return None


def length_problem(printed: str, dial_code: str) -> str:
    """Say that a mainland number has too few or too many digits; empty if that is not it."""
    code, national, is_stated = next(_interpretations(printed, dial_code), ("", "", False))
    if code != MAINLAND:
        return ""
    if MOBILE_OR_SERVICE.fullmatch(national):
        return _misfit(len(national), [11 if national.startswith("1") else 10], national[:3])
    if is_stated and not LOCAL.fullmatch(national):
        national = f"0{national.removeprefix('0')}"
    area, local = dial_code, national
    if national.startswith("0"):
        match = re.match(f"0(?:{AREA})", national, re.ASCII)
        area, local = (match[0], national[match.end() :]) if match else ("", "")
    return _misfit(len(local), _lengths(area.removeprefix("0")), area)


def _misfit(length: int, lengths: list[int], start: str) -> str:
    if not lengths or abs(length - lengths[0]) > MOST_MISSED:
        return ""
    if length < min(lengths):
        return _("too short for %(start)s") % {"start": start}
    return _("too long for %(start)s") % {"start": start} if length > max(lengths) else ""


def _lengths(area: str) -> list[int]:
    """Give how many digits may follow an area code, without its zero: [7]; none if unknown."""
    is_area = re.fullmatch(AREA, area, re.ASCII)
    return [length for length in (7, 8) if is_area and _is_in_use(area + "65432102"[:length])]


def _interpretations(printed: str, dial_code: str) -> Iterator[tuple[str, str, bool]]:
    """Yield (calling code, digits after it, whether it was printed), the likeliest first."""
    digits = re.sub(r"\D", "", printed)
    if stated := STATED.match(printed):
        yield stated[stated.lastindex or 0], re.sub(r"\D", "", printed[stated.end() :]), True
    if printed.lstrip("( ").startswith(("+", "00")):
        if not stated:
            yield "", digits.removeprefix("00"), True
        return
    yield dial_code if dial_code in REGIONS else MAINLAND, digits, False
    for code in REGIONS:
        if digits.startswith(code):
            yield code, digits.removeprefix(code), True


def _mainland(national: str, dial_code: str, is_stated: bool) -> PhoneNumber | None:
    with_zero = national if national.startswith("0") or not is_stated else f"0{national}"
    for digits in dict.fromkeys([national, with_zero]):
        if (match := HOTLINE.fullmatch(digits)) and _is_short("CN", match[2]):
            area = f"0{match[1]}" if match[1] else dial_code if is_stated else ""
            return PhoneNumber(printed="", hotline=f"{area} {match[2]}".lstrip())
    if LOCAL.fullmatch(national):
        national = (
            dial_code[1:] + national if re.fullmatch(f"0(?:{AREA})", dial_code, re.ASCII) else ""
        )
    else:
        national = national.removeprefix("0")
    return PhoneNumber(printed="", e164=f"+86{national}") if _is_in_use(national) else None


@lru_cache(maxsize=8192)
def _is_in_use(national: str) -> bool:
    """Tell whether it is a mainland number, area code first, that can be called from abroad."""
    if len(national) not in {10, 11} or (len(national) == 10 and national[:3] in NO_LONGER_SEVEN):
        return False
    number = phonenumbers.PhoneNumber(country_code=86, national_number=int(national))
    return phonenumbers.is_valid_number(number)


def _elsewhere(code: str, national: str) -> PhoneNumber | None:
    region = REGIONS.get(code)
    if region and _is_short(region, national):
        return PhoneNumber(printed="", hotline=national)
    try:
        number = phonenumbers.parse(national if region else f"+{national}", region)
    except NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return PhoneNumber(printed="", e164=phonenumbers.format_number(number, PhoneNumberFormat.E164))


def _is_short(region: str, digits: str) -> bool:
    number = phonenumbers.PhoneNumber(
        country_code=phonenumbers.country_code_for_region(region), national_number=int(digits or 0)
    )
    return phonenumbers.is_valid_short_number_for_region(number, region)


@lru_cache(maxsize=8192)
def _written_out(e164: str, style: int) -> str:
    """Write a mainland landline as it is printed there: seven digits together, eight in fours."""
    if landline := _landline(e164.removeprefix("+86")):
        area, local = landline
        prefix = "+86 " if style == PhoneNumberFormat.INTERNATIONAL else "0"
        return f"{prefix}{area} {local if len(local) == 7 else f'{local[:4]} {local[4:]}'}"
    return phonenumbers.format_number(phonenumbers.parse(e164), style)


def _landline(national: str) -> tuple[str, str] | None:
    """Part a mainland landline into its area code and what follows; None for other numbers."""
    is_other = MOBILE_OR_SERVICE.fullmatch(national)
    match = None if is_other else LANDLINE.fullmatch(national)
    return (match[1], match[2]) if match else None
