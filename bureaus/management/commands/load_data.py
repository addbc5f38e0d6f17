"""Load the data files that the site opens with."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from bureaus.files.data_files import BadFileError
from bureaus.files.loading import load


class Command(BaseCommand):
    help = "Load data/ into the database. Safe to run again: what staff changed is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--folder",
            type=Path,
            default=settings.BASE_DIR / "data",
            help="where the files are (default: data/)",
        )

    def handle(self, *args: Any, folder: Path, verbosity: int, **options: Any) -> None:
        try:
            reports = load(folder)
        except BadFileError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        for report in reports:
            self.stdout.write(str(report))
            for remark in report.remarks if verbosity else []:
                self.stdout.write(f"  {remark}")
        if any(report.counts["created"] for report in reports):
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # the planner of a new database knows nothing yet
