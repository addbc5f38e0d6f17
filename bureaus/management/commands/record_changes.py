"""Bring the change feed up to date with rows that came or went past the models."""

from typing import Any

from django.core.management.base import BaseCommand

from bureaus.changes.batch import catch_up


class Command(BaseCommand):
    help = (
        "Write down in the change feed what SQL or another program added or removed. Everything "
        "else is written down as it happens. Safe to run at any time."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        counts = catch_up()
        self.stdout.write(f"{counts['created']} created, {counts['deleted']} deleted")
