"""Prove that the search index equals the data."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from bureaus.search import fulltext
from bureaus.search.index import Index, indexes

MOST_NAMED = 20


class Command(BaseCommand):
    help = "Compute what every row should be found by and compare it with the search index."

    def handle(self, *args: Any, **options: Any) -> None:
        problems = [text for index in indexes() for text in self._problems(index)]
        if problems:
            raise CommandError("\n".join([*problems, "Run `manage.py reindex`."]))
        self.stdout.write("The search index equals the data.")

    def _problems(self, index: Index) -> Iterator[str]:
        kind = index.model._meta.verbose_name_plural
        if not fulltext.is_installed(connection, index.table):
            yield f"The full-text index of {kind} lacks a part."
            return
        different = set(index.differing())
        different |= fulltext.rows_out_of_step(connection, index.table)
        if different:
            rows = index.model._default_manager.filter(pk__in=sorted(different)[:MOST_NAMED])
            names = (getattr(row, "ref", "") or getattr(row, "slug", "") or row.pk for row in rows)
            yield f"{len(different)} {kind} differ: {', '.join(sorted(map(str, names)))}"
