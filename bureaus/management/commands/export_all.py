"""Write all public data to a folder, for partners who want everything at once."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bureaus.files.dump import PACKAGE, export
from bureaus.values.addresses import site_address


class Command(BaseCommand):
    help = (
        "Write all public data to a folder as CSV, JSON lines and SQLite, with a datapackage.json "
        "and checksums. The folder is replaced as a whole."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="where to; what was dumped there is replaced")
        parser.add_argument(
            "--site",
            default="",
            help="scheme and host of the addresses in it (default: SITE_URL or ALLOWED_HOSTS)",
        )

    def handle(self, *args: Any, folder: Path, site: str, **options: Any) -> None:
        site = site.rstrip("/") or site_address()
        if not site:
            raise CommandError("ALLOWED_HOSTS names no host; give --site https://….")
        is_other = folder.is_file() or (folder.is_dir() and any(folder.iterdir()))
        if is_other and not (folder / PACKAGE).is_file():
            raise CommandError(f"{folder} holds something else than a dump; nothing was written.")
        try:
            for written in export(folder, site):
                self.stdout.write(f"{written.table.name}: {written.rows}")
        except OSError as error:
            raise CommandError(f"The dump cannot be written: {error}.") from error
