"""The project's own settings and middleware; only an address for benchmarks is added."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
