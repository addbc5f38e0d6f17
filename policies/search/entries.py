"""What industries, documents and priorities are found by, and when that changes."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.signals import m2m_changed, post_delete, pre_delete

from bureaus.search import index, tokens
from bureaus.search.entries import follow_model, follow_part, primary_keys, texts_of
from bureaus.search.index import Index, changed
from policies.models import (
    Document,
    DocumentTokens,
    Industry,
    IndustryTokens,
    KeyPoint,
    Priority,
    PriorityTokens,
    Speaker,
)


class IndustryIndex(Index):
    entries = IndustryTokens
    region = ""

    def rows(self) -> QuerySet[Industry]:
        return Industry.objects.all()

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

    def rows(self) -> QuerySet[Document]:
        return Document.objects.prefetch_related("speakers")

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

    def rows(self) -> QuerySet[Priority]:
        return Priority.objects.select_related("document").prefetch_related(
            "industries", "key_points__industries"
        )

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


def listen() -> None:
    """Take up industries, documents and priorities in the index, when Django is ready."""
    for noun_index in (IndustryIndex(), DocumentIndex(), PriorityIndex()):
        index.register_index(noun_index)
        follow_model(noun_index.model)
    follow_part(Speaker, "document", Document)
    follow_part(KeyPoint, "priority", Priority)
    m2m_changed.connect(_linked, sender=Priority.industries.through)
    m2m_changed.connect(_linked, sender=KeyPoint.industries.through)
    pre_delete.connect(_remember_naming, sender=Industry)
    post_delete.connect(_industry_deleted, sender=Industry)


def naming(industries: set[int]) -> set[int]:
    """Find the priorities that name one of the industries themselves or in a key point."""
    return primary_keys(Priority, industries__in=industries) | primary_keys(
        Priority, key_points__industries__in=industries
    )


def _linked(
    instance: Any, action: str, reverse: bool, pk_set: set[int] | None, sender: Any, **kwargs: Any
) -> None:
    """Index the priorities whose industries, or whose key point's, were set from either side."""
    owner = Priority if sender is Priority.industries.through else KeyPoint
    if action == "pre_clear" and reverse:
        instance.cleared = primary_keys(owner, industries=instance)
    if not action.startswith("post_"):
        return
    owners = {instance.pk}
    if reverse:
        owners = instance.cleared if pk_set is None else pk_set
    path = "pk__in" if owner is Priority else "key_points__in"
    changed(Priority, *primary_keys(Priority, **{path: owners}))


def _remember_naming(instance: Any, **kwargs: Any) -> None:
    instance.named_by = naming({instance.pk})


def _industry_deleted(instance: Any, **kwargs: Any) -> None:
    changed(Priority, *instance.named_by)
