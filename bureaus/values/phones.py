"""Phone and fax numbers as Chinese offices print them.

What was printed is kept; this module finds the numbers in it, with their extensions, and tells
which of them are phones and which are faxes.
"""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from django.utils.translation import gettext as _

from bureaus.values.phone_numbers import PhoneNumber, length_problem, read_number

LONGEST = 500  # characters; a longer text is no list of numbers
LONGEST_NUMBER = 40  # with its country and extension
LEAST_DIGITS = 5  # of what might be a number: less is a floor, an hour, an ordinal
NEXT_NUMBERS = 100  # "0758-3611228/29": another number of the office is not farther away

DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−─", "-") | dict.fromkeys("〜∼∽", "~") | {"\r": "\n"})
SET_ASIDE = str.maketrans("0123456789", "０１２３４５６７８９")
PUT_BACK = {new: old for old, new in SET_ASIDE.items()}
SPREAD = re.compile("([电電传傳]) ([话話真])")  # two characters set as wide as four
RANGE = re.compile(r"(?<!\d)(\d{7,8}) ?--? ?(?=[2-8]\d{6,7}(?!\d))", re.ASCII)
# What holds digits and is no number: hours, dates, addresses on the web, postal codes
ASIDE = re.compile(
    r"\d{1,2}:\d\d(?:-\d{1,2}:\d\d)?"
    r"|(?<![\d-])(?:19|20)\d\d(?:年|([-.])\d{1,2}\1)\d{1,2}(?!\d)"
    r"|[\w.+-]+@[\w.-]+|(?:https?://|www\.)\S+|(?:QQ|微信|wechat)\W{0,2}号?\W{0,2}\w+"
    r"|(?:邮编|郵編|邮政编码|郵遞區號|zip)\W{0,2}\d+",
    re.IGNORECASE | re.ASCII,
)
# How spreadsheets write long numbers, and what a formula gave
RUIN = re.compile(
    r"(?<![\w.])\d+(?:\.\d+)?E\+\d+(?!\w)|(?<![\w.])\d{7,}\.0+(?!\d)|^[-=]\d+(?:\.\d+)?$"
    r"|#(?:N/A|REF!|VALUE!|NAME\?|NUM!|DIV/0!|NULL!)|^(?:#{2,}|nan|none|null)$",
    re.IGNORECASE | re.ASCII,
)

SEPARATORS = re.compile(r"[/、,;|\n·•&~]|\bor\b|\band\b|或|和|及|至|到", re.IGNORECASE)
AROUND = re.compile(rf"^(?:{SEPARATORS.pattern}|\s)+|(?:{SEPARATORS.pattern}|\s)+$", re.IGNORECASE)
ENDED = re.compile(rf"\s*(?:$|[()]|{SEPARATORS.pattern})", re.IGNORECASE)
TOKEN = re.compile(
    r"\(?(?:[转轉]?接?分[机機][号號]?|[转轉][接到]?|[内內][线線]|[按拨撥]"
    r"|(?<![a-z])(?:ext(?:ensio)?n?\.?|x)|(?<=\d)[#*]|(?<=\d )[#*])\)?\s*[:.=]?\s*"
    r"(?P<extension>\d{1,6})(?![\d-])"
    r"|(?P<run>[+(]*\d(?:[\d ().+-]*\d)?)",
    re.IGNORECASE | re.ASCII,
)
AREA_ALONE = re.compile(r"\(?(0(?:10|2\d|[3-9]\d\d))\)?", re.ASCII)
EXTENDED = re.compile(r"(.*[\d)]) *- *(\d{1,6})", re.ASCII)
# "1、…；2、…", "(1) … (2) …", "1. … 2. …" before a number
NUMBERED = re.compile(
    r"(?<![\d.-])\(?([1-9])(?:[、)]\s*(?=[+(]*\d{3})|\.\s*(?=[+(]*0)|\.\s+(?=\d{3}))", re.ASCII
)

WORD = r"[^\s\d,;|()/&、]+(?:\([^()]*\))?"
KNOWN = (
    r"\b[tfpm]\b|tel(?:ephone)?|phone|fax|mobile|no|电话|電話|传真|傳真|热线|熱線|手机|手機"
    r"|号码|號碼"
)
LABEL = re.compile(
    rf"(?:^|(?<=[\s(),;|]))(?:{WORD}(?:\s*[/&、]\s*{WORD})*\s*:"
    rf"|[^\s\d,;|()]*?(?:(?:{KNOWN})[.\s]*)+)\s*$|[①-⑨]\s*$",
    re.IGNORECASE,
)
FAX = re.compile(r"传真|傳真|\bfax|\bf\b", re.IGNORECASE)
PHONE = re.compile(r"电话|電話|\btel|phone|\bt\b", re.IGNORECASE)
FAX_TOO = re.compile(r"[同兼带帶亦也和及/&]|\b(?:also|same|and)\b", re.IGNORECASE)


@lru_cache(maxsize=8192)
def parse_phones(printed: str, dial_code: str = "") -> tuple[PhoneNumber, ...]:
    """Read every number in ``printed``; what cannot be read comes back with only its text.

    So does a number printed as a fax beside phones. ``dial_code`` is that of the place: an area
    code such as "0758" completes a number printed without one, unless a number before it in the
    list has one; "852", "853" or "886" says that the number is not a mainland one.
    """
    entries = _entries(printed, dial_code)
    if entries and all(entry.use == "fax" for entry in entries) and FAX.match(printed.lstrip()):
        return tuple(replace(entry.number, is_fax=True) for entry in entries)
    return tuple(entry.phone for entry in entries)


@lru_cache(maxsize=8192)
def parse_faxes(fax: str, phone: str, dial_code: str = "") -> tuple[PhoneNumber, ...]:
    """Read every number in ``fax``, and those in ``phone`` that were printed as a fax, too."""
    beside = [entry.number for entry in _entries(phone, dial_code) if entry.use]
    own = [entry.number for entry in _entries(fax, dial_code)]
    known = {number.uri for number in own}
    return tuple(own + [number for number in beside if number.uri not in known])


def describe_reading(printed: str, dial_code: str) -> str:
    """Tell an editor how each number was read: "read as +86 758 3611228 ext. 8012"."""
    return _("; ").join(entry.describe(dial_code) for entry in _entries(printed, dial_code))


def is_ruined(printed: str) -> bool:
    """Tell whether a spreadsheet has made something else of it: "8.67583E+11", "#N/A"."""
    return RUIN.search(_plain(printed)) is not None


def digits(*printed: str, dial_code: str = "") -> str:
    """Give all digit strings that a search for these numbers may contain, separated by spaces."""
    numbers = [entry.number for text in printed for entry in _entries(text, dial_code)]
    forms = [form for each in numbers for form in (each.international, each.domestic, each.printed)]
    return " ".join(dict.fromkeys(filter(None, map(only_digits, forms))))


def only_digits(text: str) -> str:
    """Keep the ASCII digits, after full-width ones were made plain."""
    return re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", text))


@dataclass
class _Entry:
    """A number, where its text begins, and whether it is a "fax", "both" or a phone ("")."""

    number: PhoneNumber
    start: int = 0
    use: str = ""
    run: str = ""  # what would be a number, if there were such a number

    @property
    def phone(self) -> PhoneNumber:
        if self.use != "fax":
            return self.number
        return PhoneNumber(self.number.printed, is_fax=True)

    def describe(self, dial_code: str) -> str:
        if not self.number.uri:
            problem = length_problem(self.run, dial_code) or _("cannot be read")
            return _("“%(printed)s”: %(problem)s") % {
                "printed": self.number.printed,
                "problem": problem,
            }
        sentences = {
            "": _("read as %(number)s"),
            "fax": _("read as the fax %(number)s"),
            "both": _("read as the phone and fax %(number)s"),
        }
        return sentences[self.use] % {"number": self.number.international}


@dataclass
class _Reader:
    """What was found so far; ``end`` is where the last of it ends, ``use`` as last labelled."""

    plain: str
    dial_code: str
    entries: list[_Entry] = field(default_factory=list)
    end: int = 0
    use: str = ""

    def read(self) -> list[_Entry]:
        for token in TOKEN.finditer(self.plain):
            if token["extension"]:
                is_taken = self._extend(token["extension"])
            else:
                is_taken = self._take(token["run"], token.start())
            if is_taken:
                self.end = token.end()
        self._remark(self.plain[self.end :])
        borders = [0, *(entry.start for entry in self.entries[1:]), len(self.plain)]
        for entry, (start, end) in zip(self.entries, pairwise(borders), strict=False):
            text = AROUND.sub("", self.plain[start:end]).translate(PUT_BACK)
            entry.number = replace(entry.number, printed=text)
        return self.entries

    def _extend(self, extension: str) -> bool:
        if not self.entries or not self.entries[-1].number.uri:
            return False
        last = self.entries[-1]
        last.number = replace(last.number, extension=extension)
        return True

    def _take(self, run: str, start: int) -> bool:
        """Tell whether the run is a number or belongs to one; else it is part of some text."""
        if area := AREA_ALONE.fullmatch(run):
            self.dial_code = area[1]
            return False
        if numbers := _numbers(run, self.dial_code):
            self._add(start, *numbers)
            self.dial_code = numbers[-1].area_code or self.dial_code
            return True
        between = self.plain[self.end : start]
        is_listed = not AROUND.sub("", between) and ENDED.match(self.plain, start + len(run))
        if is_listed and self._continue(run, start, between):
            return True
        if is_listed or len(only_digits(run)) >= LEAST_DIGITS:
            self._add(start, PhoneNumber(run))
            self.entries[-1].run = run
            return True
        return False

    def _continue(self, run: str, start: int, between: str) -> bool:
        """Read "29" behind "0758-3611228/", "8002" behind "转8001/" and "8001" behind a comma."""
        last = self.entries[-1].number if self.entries else PhoneNumber("")
        if not last.uri or not run.isdigit() or len(run) > LEAST_DIGITS:
            return False
        if last.extension:
            self._add(start, replace(last, extension=run))
        elif 0 < int(run) - int(last.e164[-len(run) :] or run) < NEXT_NUMBERS:
            self._add(start, replace(last, e164=last.e164[: -len(run)] + run))
        else:
            return "," in between and len(run) > 2 and self._extend(run)
        return True

    def _add(self, start: int, *numbers: PhoneNumber) -> None:
        """Note the numbers of one run; the text before it labels them or belongs to the last."""
        between = self.plain[self.end : start]
        cut = _end_of_remark(between) if self.entries else 0
        self._remark(between[:cut])
        if AROUND.sub("", between[cut:]):
            self.use = _use(between[cut:], PHONE)
        self.entries.append(_Entry(numbers[0], self.end + cut, self.use))
        for before, number in pairwise(numbers):
            start += len(before.printed) + 1
            self.entries.append(_Entry(number, start, self.use))

    def _remark(self, text: str) -> None:
        """Read "(传真)" or "传真同号" behind a number; a label without a number says nothing."""
        if self.entries and not text.rstrip().endswith(":"):
            self.entries[-1].use = _use(text, FAX_TOO) or self.entries[-1].use


def _end_of_remark(text: str) -> int:
    """Find where, between two numbers, what is said of the first ends."""
    found = [match.start() for match in (LABEL.search(text), SEPARATORS.search(text)) if match]
    return min(found, default=len(text))


def _use(text: str, phone_too: re.Pattern[str]) -> str:
    if not FAX.search(text):
        return ""
    return "both" if phone_too.search(text) else "fax"


def _entries(printed: str, dial_code: str) -> list[_Entry]:
    plain = _plain(printed) if len(printed) <= LONGEST else ""
    entries = [] if RUIN.search(plain) else _Reader(plain, dial_code).read()
    if not entries and any(map(str.isalnum, printed)):
        entries = [_Entry(PhoneNumber(printed))]
    if len(entries) == 1:
        entries[0].number = replace(entries[0].number, printed=printed.strip())
    return entries


def _plain(printed: str) -> str:
    """Make full-width characters plain, leave out invisible ones, and ring ordinals: "①"."""
    kept = (each for each in printed if unicodedata.category(each) != "Cf")
    plain = "".join(
        each if unicodedata.category(each) == "No" else unicodedata.normalize("NFKC", each)
        for each in kept
    )
    plain = re.sub(r"[^\S\n]+", " ", plain.translate(DASHES)).strip()
    plain = RANGE.sub(r"\1~", SPREAD.sub(r"\1\2", plain))
    plain = ASIDE.sub(lambda aside: aside[0].translate(SET_ASIDE), plain)
    first = NUMBERED.search(plain)
    if not first or first[1] != "1" or re.search(r"\d", plain[: first.start()], re.ASCII):
        return plain
    return NUMBERED.sub(lambda ordinal: f" {chr(ord('①') + int(ordinal[1]) - 1)}", plain)


def _numbers(run: str, dial_code: str) -> list[PhoneNumber]:
    """Read a run of digits as one number or as several parted by blanks; none if one fails."""
    numbers: list[PhoneNumber] = []
    rest = run
    while rest:
        blanks = [blank.start() for blank in re.finditer(" ", rest)]
        ends = [end for end in [len(rest), *reversed(blanks)] if end <= LONGEST_NUMBER]
        read = (_number(rest[:end], dial_code) for end in ends)
        number = next(filter(None, read), None)
        if not number:
            return []
        numbers.append(number)
        dial_code = number.area_code or dial_code
        rest = rest[len(number.printed) + 1 :]
    return numbers


def _number(run: str, dial_code: str) -> PhoneNumber | None:
    """Read one number, or one with an extension behind its last dash."""
    if number := read_number(run, dial_code):
        return replace(number, printed=run)
    extended = EXTENDED.fullmatch(run)
    number = read_number(extended[1], dial_code) if extended else None
    return replace(number, printed=run, extension=extended[2]) if number and extended else None
