"""Phone and fax numbers as Chinese offices print them.

What was printed is kept; this module reads it into E.164 numbers with a text extension
(https://www.itu.int/rec/T-REC-E.164) and writes those in their international and domestic forms.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

import phonenumbers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from phonenumbers import NumberParseException, PhoneNumberFormat

COUNTRIES = {"852": "HK", "853": "MO", "886": "TW"}  # calling code to ISO 3166; all else is China
SEPARATORS = re.compile(r"[/、,;|\n]|\bor\b|或", re.IGNORECASE)
EXTENSION = re.compile(
    r"(?:转接?|轉接?|分机号?|分機號?|内线|內線|ext(?:ension)?\.?|x|#)\s*(?:[:.]\s*)?(\d{1,6})\s*\)?$",
    re.IGNORECASE,
)
HYPHEN_EXTENSION = re.compile(r"^(.*\d{7,8}|.*[-)] ?[2-8]\d{3} \d{4}|[19]\d{2,5})\s*-\s*(\d{1,5})$")
REMARK = re.compile(r"(?<!\s)\s*\([^()\d]*\)$")
LABEL = re.compile(r"^\s*(?:tel(?:ephone)?|phone|fax|电话|電話|传真|傳真)[\s:.]*", re.IGNORECASE)
DASHES = re.compile(r"[‐‑‒–—―−]")
NUMBER = re.compile(r"\+?[\d\s().-]+", re.ASCII)
HOTLINE = re.compile(r"(?:(0\d{2,3})[ -]?)?([19]\d{2,5})", re.ASCII)
CONTINUATION = re.compile(r"\d{1,4}", re.ASCII)
LOCAL = re.compile(r"[2-8]\d{6,7}", re.ASCII)


@dataclass(frozen=True)
class PhoneNumber:
    """One number of a printed list.

    ``e164`` is "+867583611228", or empty for a hotline and for what cannot be read;
    ``extension`` is text, because it may start with a zero; ``hotline`` is a short number such
    as "12345" that works only inside China.
    """

    printed: str
    e164: str = ""
    extension: str = ""
    hotline: str = ""

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
        return f"tel:{only_digits(self.hotline)}" if self.hotline else ""

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


@lru_cache(maxsize=8192)
def parse_phones(printed: str, dial_code: str = "") -> tuple[PhoneNumber, ...]:
    """Read every number in ``printed``; what cannot be read comes back with only its text.

    ``dial_code`` is that of the place: an area code such as "0758" completes a number printed
    without one, unless a number before it in the list has one; "852", "853" or "886" says that
    the number is not a mainland one.
    """
    numbers: list[PhoneNumber] = []
    code = dial_code
    plain = DASHES.sub("-", unicodedata.normalize("NFKC", printed))
    for piece in map(str.strip, SEPARATORS.split(plain)):
        if piece:
            numbers.append(_continued(piece, numbers) or _read_piece(piece, code))
            code = _area_code(numbers[-1]) or code
    if len(numbers) == 1:
        numbers = [replace(numbers[0], printed=printed.strip())]
    return tuple(numbers)


def digits(*printed: str, dial_code: str = "") -> str:
    """Give all digit strings that a search for these numbers may contain, separated by spaces."""
    numbers = [number for text in printed for number in parse_phones(text, dial_code)]
    forms = [form for each in numbers for form in (each.international, each.domestic, each.printed)]
    return " ".join(dict.fromkeys(filter(None, map(only_digits, forms))))


def only_digits(text: str) -> str:
    """Keep the ASCII digits, after full-width ones were made plain."""
    return re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", text))


def _continued(piece: str, before: list[PhoneNumber]) -> PhoneNumber | None:
    """Read "29" in "0758-3611228/29" as the number before it with another ending."""
    if not before or not before[-1].e164 or not CONTINUATION.fullmatch(piece):
        return None
    last = before[-1]
    if last.extension:
        return replace(last, printed=piece, extension=piece)
    return replace(last, printed=piece, e164=last.e164[: -len(piece)] + piece)


def _read_piece(piece: str, dial_code: str) -> PhoneNumber:
    core, extension = _split_extension(REMARK.sub("", LABEL.sub("", piece)))
    core = re.sub(r"[()\s]+", " ", core).strip()
    if not NUMBER.fullmatch(core):
        return PhoneNumber(printed=piece)
    if match := HOTLINE.fullmatch(core):
        hotline = " ".join(filter(None, match.groups()))
        return PhoneNumber(printed=piece, hotline=hotline, extension=extension)
    return PhoneNumber(printed=piece, e164=_e164(core, dial_code), extension=extension)


def _split_extension(piece: str) -> tuple[str, str]:
    if match := EXTENSION.search(piece):
        return piece[: match.start()].strip(" -,(."), match[1]
    if match := HYPHEN_EXTENSION.match(piece):
        return match[1], match[2]
    return piece, ""


def _e164(core: str, dial_code: str) -> str:
    country = COUNTRIES.get(dial_code, "CN")
    if country == "CN" and LOCAL.fullmatch(plain := only_digits(core)):
        if not dial_code:
            return ""
        core = dial_code + plain
    try:
        number = phonenumbers.parse(core, country)
    except NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _area_code(number: PhoneNumber) -> str:
    """Give the area code of a mainland landline, with its zero."""
    if not number.e164.startswith("+86"):
        return ""
    parsed = phonenumbers.parse(number.e164)
    length = phonenumbers.length_of_geographical_area_code(parsed)
    return f"0{number.e164[3 : 3 + length]}" if length else ""


@lru_cache(maxsize=8192)
def _written_out(e164: str, style: int) -> str:
    number = phonenumbers.parse(e164)
    return _written_landline(number, style) or phonenumbers.format_number(number, style)


def _written_landline(number: phonenumbers.PhoneNumber, style: int) -> str:
    """Write a mainland landline as it is printed there: seven digits together, eight in fours."""
    if number.country_code != 86:
        return ""
    national = phonenumbers.national_significant_number(number)
    area_length = 2 if national.startswith(("10", "2")) else 3
    area, local = national[:area_length], national[area_length:]
    is_mobile = national.startswith("1") and not national.startswith("10")
    is_other = is_mobile or national.startswith(("400", "800"))
    if is_other or len(local) not in {7, 8}:
        return ""
    if len(local) == 8:
        local = f"{local[:4]} {local[4:]}"
    prefix = "+86 " if style == PhoneNumberFormat.INTERNATIONAL else "0"
    return f"{prefix}{area} {local}"
