"""The project's own settings and middleware; only two addresses for benchmarks are added."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
