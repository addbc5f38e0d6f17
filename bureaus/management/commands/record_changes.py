"""Bring what follows from rows up to date with what was written past the models."""

from typing import Any

from django.core.management.base import BaseCommand

from bureaus.changes.batch import catch_up
from bureaus.upkeep.seals import repair


class Command(BaseCommand):
    help = (
        "Write down in the change feed what SQL or another program added or removed, and end the "
        "checks of bureaus whose contacts were changed after them. Everything else is written down "
        "as it happens. Safe to run at any time."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        counts = catch_up()
        self.stdout.write(f"{counts['created']} created, {counts['deleted']} deleted")
        if ended := repair():
            self.stdout.write(f"{ended} no longer checked")
