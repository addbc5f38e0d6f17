"""A browser, and the site running as production runs it with the real data."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


def pytest_collection_modifyitems(items):
    if CHROMIUM:
        return
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.exit("Chromium is required here and was not found.", returncode=1)
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(
                pytest.mark.skip(reason="Chromium was not found (apt install chromium)")
            )


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Run gunicorn with the real data on a free port and give the address."""
    folder = tmp_path_factory.mktemp("site")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "SQLITE_PATH": str(folder / "directory.sqlite3"),
        "DATABASE_URL": "",
        "STATIC_ROOT": str(folder / "static"),
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
    }
    for command in ("migrate -v 0", "load_data -v 0", "collectstatic --noinput -v 0"):
        manage = [sys.executable, "manage.py", *command.split()]
        subprocess.run(manage, cwd=settings.BASE_DIR, env=environment, check=True)
    gunicorn = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py"]
    with subprocess.Popen(gunicorn, cwd=settings.BASE_DIR, env=environment) as server:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/readyz")
        yield address
        server.terminate()


def wait_for(url):
    for _attempt in range(100):
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{url} does not answer.")


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS.split())
        yield browser
        browser.close()


@pytest.fixture
def page(browser, site, request):
    """Open a page at the width given by the test; it fails on any complaint or foreign request."""
    complaints = []
    with browser.new_context(
        base_url=site, viewport={"width": request.param, "height": 900}, bypass_csp=False
    ) as context:
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda r: None if r.url.startswith((site, "data:")) else complaints.append(r.url),
        )
        yield page
        assert context.cookies() == []
    assert complaints == []
