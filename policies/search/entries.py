"""What industries, documents and priorities are found by."""

from collections.abc import Iterable
from itertools import chain
from typing import Any

from django.db.models import Model

from bureaus.search import tokens
from bureaus.search.entries import primary_keys
from bureaus.search.index import Index, Parts, columns_of, texts_of
from policies.models import DocumentTokens, IndustryTokens, Priority, PriorityTokens
from policies.models.industry import words_zh


class IndustryIndex(Index):
    entries = IndustryTokens
    codes = ("gbt4754_divisions", "isic_sections")
    columns = ("slug", *columns_of("name"), *codes, "search_words_en", "keywords_zh")
    joined = ()

    def tokens_of(self, row: Any, parts: Parts) -> Iterable[str]:
        names = texts_of(row, "name")
        codes = [*row.gbt4754_divisions.split(), *row.isic_sections.split()]
        words = [row.search_words_en, *words_zh(row.keywords_zh)]
        whole = tokens.whole(*names, row.slug, *codes)
        return chain(tokens.of_text(*names, *codes, *words), tokens.of_pinyin(*names), whole)

    def dependents(self, pks: set[int]) -> dict[type[Model], set[int]]:
        return {Priority: naming(pks)}


class DocumentIndex(Index):
    entries = DocumentTokens
    columns = (*columns_of("title"), "issuer", "credit", "url", "date")
    parts = {"speakers": ["name", "office"]}

    def tokens_of(self, row: Any, parts: Parts) -> Iterable[str]:
        titles = texts_of(row, "title")
        people = [name for name, _office in parts["speakers"]]
        texts = tokens.of_text(
            *titles,
            *chain.from_iterable(parts["speakers"]),
            row.issuer,
            row.credit,
            row.url,
            row.date,
            row.date.replace("-", ""),  # as a query for a date is joined
        )
        return chain(texts, tokens.of_pinyin(*titles, *people), tokens.whole(*titles))

    def dependents(self, pks: set[int]) -> dict[type[Model], set[int]]:
        return {Priority: primary_keys(Priority, document__in=pks)}


class PriorityIndex(Index):
    entries = PriorityTokens
    columns = (*columns_of("title"), *columns_of("summary"), "year")
    joined = ("region__path", *columns_of("document__title"))
    parts = {
        "industries": columns_of("name"),
        "key_points": columns_of("text"),
        "key_points__industries": columns_of("name"),
    }

    def tokens_of(self, row: Any, parts: Parts) -> Iterable[str]:
        titles = texts_of(row, "title")
        texts = tokens.of_text(
            *titles,
            *texts_of(row, "summary"),
            *texts_of(row, "document_title"),
            *(text for ends in parts.values() for end in ends for text in end),
            str(row.year),
        )
        return chain(texts, tokens.of_pinyin(*titles), tokens.whole(*titles))


def naming(industries: set[int]) -> set[int]:
    """Find the priorities that name one of the industries themselves or in a key point."""
    return primary_keys(Priority, industries__in=industries) | primary_keys(
        Priority, key_points__industries__in=industries
    )
