"""Load the data files that the site opens with."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from bureaus.changes.batch import together
from bureaus.files.loading import BadFileError, Dataset, load


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
        created = 0
        try:
            with together(reason="load_data"):
                for dataset in datasets():
                    report = load(dataset(folder))
                    created += report.counts["created"]
                    self.stdout.write(str(report))
                    for remark in report.remarks if verbosity else []:
                        self.stdout.write(f"  {remark}")
        except BadFileError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        if created:
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # the planner of a new database knows nothing yet


def datasets() -> list[type[Dataset]]:
    """Collect ``DATASETS`` of ``files.datasets`` in each app, in the order of the apps."""
    found: list[type[Dataset]] = []
    for app in apps.get_app_configs():
        if find_spec(f"{app.name}.files"):
            found += import_module(f"{app.name}.files.datasets").DATASETS
    return found
