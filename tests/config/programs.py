"""The project's settings under nothing but the given environment, here or in a process."""

import os
import subprocess
import sys
from importlib.util import find_spec, module_from_spec
from unittest.mock import patch

from django.conf import settings

PRODUCTION = {
    "SECRET_KEY": "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ",
    "ALLOWED_HOSTS": "directory.example",
}
SET_UP = (
    "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings'; django.setup();"
)


def fresh(name):
    """Run a module anew and give it; the one that others have imported stays as it is."""
    spec = find_spec(name)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def settings_of(**environment):
    """Give the settings that follow from ``environment``, which takes no process."""
    with patch.dict(os.environ, environment, clear=True):
        return fresh("config.settings")


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
