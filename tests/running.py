"""The site as production runs it, in processes of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import pytest
from django.conf import settings

PREPARATION = ("migrate -v 0", "load_data -v 0", "collectstatic --noinput -v 0")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running_site(folder, preparation=PREPARATION, **environment):
    """Run gunicorn on a free port, its files in ``folder``; give its address and environment."""
    port = free_port()
    environment = (
        os.environ
        | {
            "SQLITE_PATH": str(folder / "directory.sqlite3"),
            "DATABASE_URL": "",
            "STATIC_ROOT": str(folder / "static"),
            "PORT": str(port),
            "WEB_CONCURRENCY": "1",
        }
        | environment
    )
    for command in preparation:
        manage = [sys.executable, "manage.py", *command.split()]
        subprocess.run(manage, cwd=settings.BASE_DIR, env=environment, check=True)
    gunicorn = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py"]
    with subprocess.Popen(gunicorn, cwd=settings.BASE_DIR, env=environment) as server:
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(f"{address}/readyz")
            yield address, environment
        finally:
            server.terminate()


def wait_for(url):
    for _attempt in range(300):
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310
        except OSError:  # refused, or too busy to answer in time
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{url} does not answer.")
