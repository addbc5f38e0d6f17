"""Finding the industry that somebody describes."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bureaus.search.tokens import MAX_LENGTH
from bureaus.values.chinese import simplified
from policies.models import Industry
from policies.models.industry import words_zh

DIVISION = re.compile(r"([A-T]?)([0-9]{2})[0-9]{0,2}")


class IndustryMatch(NamedTuple):
    """An industry that a text describes, and the word or code that told so."""

    industry: Industry
    reason: str


def find_industries(text: str, industries: Iterable[Industry] | None = None) -> list[IndustryMatch]:
    """Find the industries that a company's own words describe, the best matches first.

    ``text`` may be Chinese in either script, English, a GB/T 4754 division ("C38", "38"), a group
    or class in one ("C3841") or an ISIC section ("C").
    """
    words = " ".join(unicodedata.normalize("NFKC", text[:MAX_LENGTH]).split()).lower()
    if not words:
        return []
    chinese = simplified(words)
    found = []
    for industry in Industry.objects.all() if industries is None else industries:
        score, reason = max(_reasons(industry, words, chinese), default=(0, ""))
        if score:
            found.append((-score, industry.position, IndustryMatch(industry, reason)))
    return [match for _score, _position, match in sorted(found, key=lambda row: row[:2])]


def industry_named(text: str, matches: list[IndustryMatch], *, strictly: bool) -> Industry | None:
    """Give the one of these that a text names and says nothing else, if there is one.

    With ``strictly``, the text is no more and no less than what it was found by.
    """
    named = [match for match in matches if _is_all_of(text, match.industry)]
    if strictly:
        named = [match for match in named if _plain(match.reason) == _plain(text)]
    return named[0].industry if len(named) == 1 else None


def _plain(text: str) -> set[str] | str:
    words = simplified(unicodedata.normalize("NFKC", text).lower())
    return _stems(words) if words.isascii() else words.strip()


def _is_all_of(text: str, industry: Industry) -> bool:
    """Tell whether each word of a text is one by which people call an industry."""
    words = simplified(unicodedata.normalize("NFKC", text[:MAX_LENGTH]).lower())
    if industry.keywords_zh:
        words = re.sub(industry.keywords_zh, " ", words)
    for name in (industry.name_zh_hans, simplified(industry.name_zh_hant)):
        words = words.replace(name.lower(), " ") if name else words
    told = _stems(f"{industry.search_words_en} {industry.name_en}")
    rest = re.findall(r"[^\W_]+", words)
    return all(_stem(word) in told or (len(word) == 1 and not word.isascii()) for word in rest)


def _stems(text: str) -> set[str]:
    return {_stem(word) for word in re.findall(r"[a-z0-9&-]+", text.lower())}


def _reasons(industry: Industry, words: str, chinese: str) -> Iterator[tuple[int, str]]:
    """Yield (score, what matched); the longer the match, the higher the score."""
    codes = f"{industry.gbt4754_divisions} {industry.isic_sections}".split()
    yield from ((100, code) for code in codes if _names_code(words.upper(), code))
    names = (industry.name_en, industry.name_zh_hans, industry.name_zh_hant)
    hits = [name for name in names if len(words) > 1 and _begins_in(words, name.lower())]
    yield from ((50 + len(words), name) for name in hits)
    if industry.keywords_zh and (match := re.search(industry.keywords_zh, chinese)):
        yield 20 + 2 * len(match[0]), match[0]
    hits = [
        keyword
        for keyword in words_zh(industry.keywords_zh)
        if len(chinese) > 1 and not chinese.isascii() and chinese in keyword
    ]
    yield from ((10 + len(chinese), keyword) for keyword in hits)
    phrases = [phrase.strip() for phrase in industry.search_words_en.split(",")]
    hits = [phrase for phrase in phrases if _is_named(phrase.lower(), words)]
    yield from ((10 + len(phrase), phrase) for phrase in hits)


def _names_code(words: str, code: str) -> bool:
    """Match a code itself, and a division by its number alone or by what lies in it."""
    asked = DIVISION.fullmatch(words)
    is_inside = asked is not None and code.startswith(asked[1]) and code.endswith(asked[2])
    return words == code or is_inside


def _begins_in(words: str, name: str) -> bool:
    """Find a Chinese text anywhere in the name, a Latin one at the beginning of a word."""
    boundary = r"\b" if words.isascii() else ""
    return re.search(boundary + re.escape(words), name) is not None


def _is_named(phrase: str, words: str) -> bool:
    """Match whole English words, singular or plural: "batteries" names "battery"."""
    wanted = _stems(phrase)
    return bool(wanted) and wanted <= _stems(words)


def _stem(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and len(word) > 3 else word
