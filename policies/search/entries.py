"""What industries, documents and priorities are found by."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model

from bureaus.search import tokens
from bureaus.search.entries import primary_keys, texts_of
from bureaus.search.index import Index
from policies.models import DocumentTokens, IndustryTokens, Priority, PriorityTokens


class IndustryIndex(Index):
    entries = IndustryTokens
    has_region = False

    def tokens_of(self, row: Any) -> Iterator[str]:
        names = texts_of(row, "name")
        codes = [*row.gbt4754_divisions.split(), *row.isic_sections.split()]
        yield from tokens.whole(*names, row.slug, *codes)
        yield from tokens.of_pinyin(*names)
        yield from tokens.of_text(*names, *codes, row.search_words_en, *row.words_zh)

    def dependents(self, pks: set[int]) -> dict[type[Model], set[int]]:
        return {Priority: naming(pks)}


class DocumentIndex(Index):
    entries = DocumentTokens

    def tokens_of(self, row: Any) -> Iterator[str]:
        titles = texts_of(row, "title")
        people = [person.name for person in row.speakers.all()]
        yield from tokens.whole(*titles)
        yield from tokens.of_pinyin(*titles, *people)
        yield from tokens.of_text(
            *titles,
            *people,
            *(person.office for person in row.speakers.all()),
            row.issuer,
            row.credit,
            row.url,
            row.date,
            row.date.replace("-", ""),  # as a query for a date is joined
        )

    def dependents(self, pks: set[int]) -> dict[type[Model], set[int]]:
        return {Priority: primary_keys(Priority, document__in=pks)}


class PriorityIndex(Index):
    entries = PriorityTokens

    def tokens_of(self, row: Any) -> Iterator[str]:
        titles = texts_of(row, "title")
        points = row.key_points.all()
        named = {*row.industries.all(), *(item for p in points for item in p.industries.all())}
        yield from tokens.whole(*titles)
        yield from tokens.of_pinyin(*titles)
        yield from tokens.of_text(
            *titles,
            *texts_of(row, "summary"),
            *(text for point in points for text in texts_of(point, "text")),
            *(text for industry in named for text in texts_of(industry, "name")),
            *(texts_of(row.document, "title") if row.document else ()),
            str(row.year),
        )


def naming(industries: set[int]) -> set[int]:
    """Find the priorities that name one of the industries themselves or in a key point."""
    return primary_keys(Priority, industries__in=industries) | primary_keys(
        Priority, key_points__industries__in=industries
    )
