"""Send the letters that wait in the outbox."""

import signal
from argparse import ArgumentParser
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from bureaus.telling import outbox
from bureaus.telling.letter import TRIES, Letter

SECONDS = 5  # between looks into the outbox, for --watch


class Command(BaseCommand):
    help = (
        "Send the letters that are due, for a cron job, or with --watch go on doing so, for a "
        "service. Several may run at once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--watch", action="store_true", help="go on until SIGTERM or Ctrl+C")
        how.add_argument("--list", action="store_true", help="only list what waits")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            self.list_letters()
        elif options["watch"]:
            watch()
        else:
            counts = outbox.deliver()
            self.stdout.write(f"{counts[True]} sent, {counts[False]} failed")

    def list_letters(self) -> None:
        """Say what waits and why, but not for whom: nobody needs the addresses."""
        letters = Letter.objects.defer("to", "body")
        for letter in letters:
            put_at, next_at = (
                f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
                for moment in (letter.put_at, letter.next_try_at)
            )
            tried = f"tried {letter.tries} of {TRIES} times, next {next_at} {letter.error}".strip()
            self.stdout.write(f"{letter.pk}  {put_at}  {letter}  ({tried})")
        self.stdout.write(f"{len(letters)} waiting")


def watch() -> None:
    """Deliver until a signal comes; the letter in hand is sent to its end."""
    stopping = Event()

    def stop(*_signal: Any) -> None:
        stopping.set()
        outbox.bell.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    outbox.keep_delivering(SECONDS, stopping)
