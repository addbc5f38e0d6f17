"""What a text can be found by, and what a query looks for.

Both are written alike first (``normal``) and then cut into tokens. A run of Chinese characters
gives its single characters, pairs and triples, so that every part of it is found: a query of one
character asks for it, of two for the pair, of more for all its triples. Other words are found by
their beginning. Phone numbers give all their endings of three digits or more, so that the
beginning of an ending is any part of the number. ``NAME`` marks whole names, which put exact
results first; ``WIDE`` stands with what belongs to a wide region, which comes next.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from bureaus.values.chinese import simplified_characters

# In the private use area: nobody's text becomes such a token
NAME, WIDE = "\ue000", "\ue001"
SYLLABLE = "\ue002"  # an apostrophe before a vowel, as "Xi'an" is not "xian"
MAX_LENGTH = 200
MAX_TERMS = 40
MAX_WORD = 60  # PostgreSQL refuses lexemes of 2 kB
SHORTEST_NUMBER = 3
SHORTEST_PHONE = 7
LONG_GROUP = 4

CHINESE = "〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
RUN = re.compile(rf"[{CHINESE}]+|(?:[^\W_{CHINESE}]|{SYLLABLE})+")
CHINESE_RUN = re.compile(rf"[{CHINESE}]+")
MARKS = re.compile(r"[\u0300-\u036f]")
APOSTROPHE = re.compile(r"['`´ʼ‘’](?<=\w.)(?=\w)")
BEFORE_VOWEL = re.compile(r"['`´ʼ‘’](?<=\w.)(?=[aeo])")
SPELT_U = re.compile("(?<=[ln])(?:yu|v)")  # as Lüliang is written in passports and typed
PLACE_ENDS = re.compile(r"(?<=[省市县区州盟旗])")
NUMBER = re.compile(
    r"(?<![a-z0-9])\+?\(?[0-9](?:[0-9\s().-]|转接?|分机|\s?ext\.?\s?(?=[0-9]))*[0-9](?![a-z0-9])"
)
CHINA = re.compile(r"^(?:00)?860?(?=[0-9]{9})")
UNIMPORTANT = {"the", "of", "for", "and", "in", "中国"}  # none is a syllable of pinyin


class Term(NamedTuple):
    """A token to look for; with ``is_prefix`` any token that begins so will do."""

    token: str
    is_prefix: bool

    def finds(self, token: str) -> bool:
        return token.startswith(self.token) if self.is_prefix else token == self.token


class Terms(list[list[list[Term]]]):
    """What a query asks for: all of its parts, of a part any choice, of a choice every term."""

    def without(self, token: str) -> "Terms":
        """Leave out the parts that are met by whatever has this token."""
        if not token:
            return self
        is_met = [any(all(t.finds(token) for t in choice) for choice in part) for part in self]
        return Terms(part for part, met in zip(self, is_met, strict=True) if not met)

    def expression(self, write: Callable[[Term], str], all_of: str, any_of: str) -> str:
        """Write it for a full-text index; tokens hold no quotes, so quoting them is enough."""
        parts = (
            any_of.join(f"({all_of.join(map(write, choice))})" for choice in part) for part in self
        )
        return all_of.join(f"({part})" for part in parts)


def normal(text: str) -> str:
    """Write a text as it is indexed: plain, simplified, in small letters, without accents."""
    return _marked(text).replace(SYLLABLE, "")


def _marked(text: str) -> str:
    """Write it so, with a mark where an apostrophe parts two syllables."""
    text = unicodedata.normalize("NFKC", text).casefold()
    if not text.isascii():
        text = MARKS.sub("", unicodedata.normalize("NFD", text))
        text = simplified_characters(unicodedata.normalize("NFC", text))
    return APOSTROPHE.sub("", BEFORE_VOWEL.sub(SYLLABLE, text))


@lru_cache(maxsize=4096)
def runs(text: str) -> tuple[str, ...]:
    """Cut a text into its words and runs of Chinese characters."""
    return tuple(RUN.findall(_marked(text)))


def grams(run: str, size: int) -> list[str]:
    """Cut a text into all its pieces of one size."""
    return [run[start : start + size] for start in range(len(run) - size + 1)]


def of_text(*texts: str) -> Iterator[str]:
    """Yield what finds the texts by their words and by any run of their Chinese characters."""
    return chain.from_iterable(map(_of_run, _runs_of(texts)))


def of_pinyin(*names: str) -> Iterator[str]:
    """Yield the syllables of Chinese names, joined from each syllable on, and the initials."""
    return chain.from_iterable(map(_pinyin_of_run, _runs_of(names)))


def of_number(*numbers: str) -> Iterator[str]:
    """Yield all endings of numbers that are given as digits."""
    for digits in filter(None, numbers):
        for start in range(max(1, len(digits) - SHORTEST_NUMBER + 1)):
            yield digits[start : start + MAX_WORD]


def whole(*names: str) -> Iterator[str]:
    """Yield the one token of each whole name, however it is spaced and punctuated."""
    for joined in dict.fromkeys("".join(runs(name)) for name in names):
        for spelling in spellings(joined):
            yield f"{NAME}{spelling[:MAX_WORD]}"


def pinyin(name: str) -> str:
    """Write the Chinese of a name in joined pinyin without tones; empty if it has none."""
    chinese = filter(CHINESE_RUN.match, runs(name))
    pieces = (piece for run in chinese for piece in PLACE_ENDS.split(run))
    return _with_breaks(part for piece in pieces for part in _syllables(piece))


@lru_cache(maxsize=16384)
def _syllables(piece: str) -> tuple[str, ...]:
    # Its dictionaries take 57 MB, which a process that only reads pages never needs
    from pypinyin import lazy_pinyin

    return tuple(part for part in lazy_pinyin(piece, errors="ignore") if part.isascii())


def _runs_of(texts: Iterable[str]) -> set[str]:
    return set(chain.from_iterable(map(runs, filter(None, texts))))


@lru_cache(maxsize=4096)
def _of_run(run: str) -> tuple[str, ...]:
    if CHINESE_RUN.match(run):
        return _in_order(run, grams(run, 2), grams(run, 3))
    return tuple(sorted(each[:MAX_WORD] for each in spellings(run)))


def spellings(word: str) -> set[str]:
    """Give a word as it is and without the breaks between its syllables; nothing of no word."""
    return {word, word.replace(SYLLABLE, "")} - {""}


def _with_breaks(syllables: Iterable[str]) -> str:
    """Join syllables as pinyin does: with an apostrophe before a vowel that follows another."""
    joined = ""
    for syllable in syllables:
        joined += SYLLABLE * bool(joined and syllable[:1] in "aeo") + syllable
    return joined


@lru_cache(maxsize=4096)
def _pinyin_of_run(run: str) -> tuple[str, ...]:
    if not CHINESE_RUN.match(run):
        return ()
    parts = [_syllables(piece) for piece in PLACE_ENDS.split(run)]
    plain = [[part.replace("v", "u") for part in piece] for piece in parts]
    return _in_order(_joined(parts), _joined(plain))


def _in_order(*parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({*chain(*parts)}))  # as what is in order by parts is soon so as a whole


def _joined(parts: Sequence[Sequence[str]]) -> Iterator[str]:
    """Join initials only from the start and after places: any others would be noise."""
    for at, piece in enumerate(parts):
        rest = [part for later in parts[at:] for part in later]
        if piece:
            yield "".join(part[0] for part in rest)[:MAX_WORD]
        for start, part in enumerate(piece):
            yield part
            yield from (each[:MAX_WORD] for each in spellings(_with_breaks(rest[start:])))


def wanted(
    text: str,
    cut: Callable[[str], list[str]] = lambda run: [run],
    meant: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Terms:
    """Cut a query into terms; it is empty if nothing in the text can be looked for.

    ``cut`` parts runs of Chinese characters, ``meant`` gives the words that do as well as a piece.
    """
    terms = Terms()
    plain = _marked(text[:MAX_LENGTH])
    for run in RUN.findall(NUMBER.sub(" ", plain)):
        for piece in cut(run) if CHINESE_RUN.match(run) else [run]:
            others = [Term(word, False) for word in meant.get(piece, ())]
            terms += _wanted_piece(piece, [others] if others else [])
    terms += [_wanted_number(number) for number in NUMBER.findall(plain)]
    important = [term for term in terms if term[0][0].token not in UNIMPORTANT] or terms
    distinct = [term for at, term in enumerate(important) if term not in important[:at]]
    return Terms(distinct[:MAX_TERMS])


def _wanted_piece(piece: str, others: list[list[Term]]) -> list[list[list[Term]]]:
    if not CHINESE_RUN.match(piece):
        spellings = dict.fromkeys([piece, SPELT_U.sub("u", piece)])
        return [[[Term(spelling[:MAX_WORD], True)] for spelling in spellings] + others]
    terms = [Term(gram, False) for gram in grams(piece, min(len(piece), 3))]
    return [[terms, *others]] if others else [[[term]] for term in terms]


def wanted_name(text: str, *, is_prefix: bool) -> Terms:
    """Look for whole names, or with ``is_prefix`` for those that begin with the text."""
    text = text[:MAX_LENGTH]
    typed = "".join(runs(text))
    spellings = dict.fromkeys([typed, SPELT_U.sub("u", typed), joined_number(text)])
    choices = [[Term(f"{NAME}{name[:MAX_WORD]}", is_prefix)] for name in spellings if name]
    return Terms([choices] if choices else [])


def joined_number(text: str) -> str:
    """Give the digits of a text that is nothing but a number, with China's code as "86…"."""
    plain = normal(text).strip()
    if not NUMBER.fullmatch(plain):
        return ""
    return CHINA.sub("86", re.sub(r"[^0-9]", "", plain))


def _wanted_number(number: str) -> list[list[Term]]:
    """Look for all digits in one number; what need not be a phone may also be several numbers.

    That are groups of four digits or more ("2024 526200"), and fewer digits than a phone number
    has ("201-3", of an address).
    """
    choices = [[Term(joined_number(number), True)]]
    groups = re.findall("[0-9]+", number)
    is_short = sum(map(len, groups)) < SHORTEST_PHONE
    if len(groups) > 1 and (is_short or min(map(len, groups)) >= LONG_GROUP):
        choices.append([Term(group, True) for group in groups])
    return choices
