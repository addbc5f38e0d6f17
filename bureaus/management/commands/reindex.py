"""Fill the search index anew."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from bureaus.search.index import Index, indexes


class Command(BaseCommand):
    help = "Fill the search index anew: after writing past the models, or if check_index says so."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        for index in indexes():
            self._rebuild(index, show=verbosity > 0 and self.stdout.isatty())
            self.stdout.write(f"{index.model._meta.verbose_name_plural}: {self._count(index)}")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _rebuild(self, index: Index, *, show: bool) -> None:
        total = index.model._default_manager.count()
        for done in index.rebuild():
            if show:
                self.stdout.write(f"{done:,} of {total:,}", ending="\r")
                self.stdout.flush()

    def _count(self, index: Index) -> int:
        return index.entries._default_manager.count()
