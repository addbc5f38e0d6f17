"""Run Python with the project's settings and nothing but the given environment."""

import os
import subprocess
import sys

from django.conf import settings

PRODUCTION = {
    "SECRET_KEY": "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ",
    "ALLOWED_HOSTS": "directory.example",
}
SET_UP = (
    "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings'; django.setup();"
)


def python(*arguments, **environment):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def evaluate(code, **environment):
    """Give what ``code`` prints once Django is set up."""
    done = python("-c", SET_UP + code, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
