"""gunicorn's settings, for `make serve` and production. docs/operators.md lists the variables."""

import os
import sys
from typing import Any

wsgi_app = "config.wsgi:application"
bind = os.environ.get("BIND", "") or f"127.0.0.1:{os.environ.get('PORT', '') or 8000}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "") or 2)
threads = int(os.environ.get("WEB_THREADS", "") or 4)
timeout = 30
max_requests = 20_000  # a worker is replaced now and then, so that no leak lasts
max_requests_jitter = 2_000
accesslog = "-" if os.environ.get("ACCESS_LOG") == "1" else None
loglevel = "warning"
control_socket_disable = True


def when_ready(server: Any) -> None:
    sys.stdout.write(f"Bureau Directory is open at http://{bind}/ (stop it with Ctrl+C)\n")
    sys.stdout.flush()
