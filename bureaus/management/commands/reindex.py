"""Fill the search index anew."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from bureaus.search import index
from bureaus.search.index import Index


class Command(BaseCommand):
    help = "Fill the search index anew: after bulk writes of your own, or if check_index says so."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        for noun_index in index.indexes.values():
            self._rebuild(noun_index, show=verbosity > 0 and self.stdout.isatty())
            self.stdout.write(
                f"{noun_index.model._meta.verbose_name_plural}: {self._count(noun_index)}"
            )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _rebuild(self, noun_index: Index, *, show: bool) -> None:
        total = noun_index.model._default_manager.count()
        for done in index.rebuild(noun_index.model):
            if show:
                self.stdout.write(f"{done:,} of {total:,}", ending="\r")
                self.stdout.flush()

    def _count(self, noun_index: Index) -> int:
        return noun_index.entries._default_manager.count()
