"""Count queries and CPU time of the pages, with the real data alone and with synthetic data.

Usage: make bench [BUREAUS=100000] [PRIORITIES=200000]. The database is var/bench.sqlite3.
"""

import argparse
import os
import time
from pathlib import Path

os.environ |= {"SECRET_KEY": "only-for-benchmarks", "ALLOWED_HOSTS": "testserver", "HTTPS": "0"}
os.environ["SQLITE_PATH"] = str(Path("var/bench.sqlite3").absolute())
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

PAGES = """\
/en/
/en/regions/
/en/regions/guangdong/
/en/regions/zhaoqing/?year=2024
/en/bureaus/
/en/bureaus/?region=guangdong&kind=commerce
/en/priorities/
/en/priorities/?year=2024&region=jiangsu
/en/priorities/1/
/en/priorities/national/
/en/industries/?year=2024
/en/industries/table/?year=2024
/en/industries/auto-parts/?year=2024
/en/industries/auto-parts/?year=2024&inherited=yes
/en/documents/
/en/documents/?region=guangdong&year=2024
/en/compare/?region=shenzhen&region=qinhuangdao&year=2024
/en/regions/shenzhen/years/
/en/priorities/list.atom
/en/regions/guangdong/documents.atom
""".splitlines()


def measure() -> dict[str, tuple[int, float, int]]:
    """Give (queries, CPU milliseconds, bytes) of each page, the second time it is asked for."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, found = Client(), {}
    for url in PAGES:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            started = time.process_time()
            response = client.get(url)
            spent = time.process_time() - started
        found[url] = (len(queries), 1000 * spent, len(response.content))
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--bureaus", type=int, default=100_000)
    parser.add_argument("--priorities", type=int, default=200_000)
    numbers = parser.parse_args()

    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    from tests.bench.synthetic import fill

    call_command("migrate", verbosity=0)
    call_command("load_data", verbosity=0)
    small = measure()
    fill(numbers.bureaus, numbers.priorities)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    large = measure()
    print(f"{'queries':>15} {'CPU ms':>17} {'kB':>11}   before → after")  # noqa: T201
    for url in PAGES:
        (few, fast, light), (many, slow, heavy) = small[url], large[url]
        print(  # noqa: T201
            f"{few:>6} → {many:<6} {fast:>7.0f} → {slow:<7.0f}"
            f" {light / 1000:>4.0f} → {heavy / 1000:<4.0f}  {url}"
        )


if __name__ == "__main__":
    main()
