"""What a document says of an industry, with the words that name it marked."""

import re
from collections.abc import Iterable
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from bureaus.values.chinese import simplified_characters
from bureaus.values.localized import LocalizedText
from policies.models import Evidence, Industry, Priority

NAMES_TOGETHER = re.compile(r"\s*(?:,|&|、|与|及|與)\s*")  # "Batteries & storage", 电池与储能


def evidence_by_industry(priority: Priority) -> list[tuple[Industry, SafeString | str]]:
    """List the industries of a priority in order, each with its marked clause, "" without one."""
    clauses = {evidence.industry_id: evidence for evidence in priority.evidence.all()}
    return [
        (
            industry,
            marked_evidence(clauses[industry.pk], industry) if industry.pk in clauses else "",
        )
        for industry in priority.industries.all()
    ]


def clauses_once(
    priorities: Iterable[Priority], industry: Industry
) -> list[tuple[Priority, SafeString | str]]:
    """Pair priorities with what they say of an industry; what one said before counts as none."""
    told: set[str] = set()
    found = []
    for priority in priorities:
        clauses = [marked_evidence(evidence, industry) for evidence in priority.evidence.all()]
        clause = clauses[0] if clauses and clauses[0] not in told else ""
        told.add(clause)
        found.append((priority, clause))
    return found


def marked_evidence(evidence: Evidence, industry: Industry) -> SafeString:
    """Write a clause in the active language, the words that name the industry within ``mark``."""
    text: LocalizedText = evidence.text
    marked = format_html_join(
        "",
        "{}{}",
        (
            (plain, format_html("<mark>{}</mark>", named) if named else "")
            for plain, named in _pieces(text, industry)
        ),
    )
    if text.is_fallback:
        return format_html('<span lang="{}">{}</span>', text.lang, marked)
    return marked


def _pieces(text: str, industry: Industry) -> list[tuple[str, str]]:
    """Cut a text into (what does not name the industry, what does)."""
    found, end = [], 0
    words = _words(
        (industry.name_en, industry.name_zh_hans),
        industry.search_words_en,
        industry.keywords_zh,
    )
    for match in words.finditer(simplified_characters(text)):  # as the words of industries are
        if match[0]:
            found.append((text[end : match.start()], text[match.start() : match.end()]))
            end = match.end()
    return [*found, (text[end:], "")]


@lru_cache(maxsize=256)
def _words(names: tuple[str, ...], phrases: str, keywords: str) -> re.Pattern[str]:
    """Match the names and words of an industry, the longest first; Latin ones as whole words."""
    told = [part for name in names for part in (name, *NAMES_TOGETHER.split(name))]
    latin = [word.strip() for word in (*told, *phrases.split(",")) if word.strip().isascii()]
    chinese = [word for word in told if len(word) > 1 and not word.isascii()]
    alternatives = [
        *(rf"\b{_in_any_number(word)}\b" for word in sorted(set(latin), key=len, reverse=True)),
        *map(re.escape, sorted(set(chinese), key=len, reverse=True)),
        keywords,
    ]
    return re.compile("|".join(filter(None, alternatives)) or r"(?!)", re.IGNORECASE)


def _in_any_number(word: str) -> str:
    """Match a word in the singular and in the plural."""
    if word.endswith("ies"):
        return f"{re.escape(word[:-3])}(?:y|ies)"
    if word.endswith("y"):
        return f"{re.escape(word[:-1])}(?:y|ies)"
    return f"{re.escape(word.removesuffix('s'))}(?:e?s)?"
