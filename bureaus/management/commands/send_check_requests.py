"""Ask bureaus whose check is due whether their entry is still right."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from bureaus.upkeep import check_requests

SENT, FAILED, SPARED = "sent", "failed", "not needed any more"
WORDS = {True: SENT, False: FAILED, None: SPARED}


class Command(BaseCommand):
    help = (
        "Write to every published bureau with an email whose check is due, at most once in 30 "
        "days each; for a weekly cron job. Safe to run twice."
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
        counts = Counter(WORDS[check_requests.ask(bureau)] for bureau in bureaus)
        summary = ", ".join(f"{counts[word]} {word}" for word in WORDS.values())
        self.stdout.write(f"Letters: {summary}.")
        if counts[FAILED]:
            raise CommandError(f"{counts[FAILED]} letters could not be sent; run it again later.")
