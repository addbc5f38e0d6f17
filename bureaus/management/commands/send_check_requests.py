"""Ask bureaus whose check is due whether their entry is still right."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from bureaus.upkeep import check_requests


class Command(BaseCommand):
    help = (
        "Write to every published bureau with an email whose check is due, at most once in 30 "
        "days each; for a weekly cron job. Safe to run twice. The letters go into the outbox."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only list who would be asked")
        parser.add_argument("--limit", type=int, default=500, help="at most so many letters")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SITE_URL:
            raise CommandError(
                "Set SITE_URL, for example https://directory.example: links need it."
            )
        if options["limit"] < 0:
            raise CommandError("--limit must not be negative.")
        bureaus = list(check_requests.due()[: options["limit"]])
        if options["dry_run"]:
            for bureau in bureaus:
                self.stdout.write(f"{bureau.ref}  {bureau.email}  {bureau}")
            self.stdout.write(f"{len(bureaus)} would be asked.")
            return
        written = sum(map(check_requests.ask, bureaus))
        self.stdout.write(f"{written} letters are in the outbox, to be sent from there.")
