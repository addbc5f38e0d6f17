"""What is logged and how: a JSON object a line for collectors, plain lines for people."""

from typing import Any


def log_settings(*, level: str, plain: bool) -> dict[str, Any]:
    """Give Django's ``LOGGING``; everything goes to standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "format": "{levelname}{name}{message}",
                "style": "{",
                "timestamp": "time",
                "rename_fields": {"levelname": "level", "name": "logger"},
            },
            "plain": {"format": "{levelname} {name}: {message}", "style": "{"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "plain" if plain else "json",
            }
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": ["console"], "propagate": False},
            "axes": {"level": "WARNING"},
            # It warns of every HEAD request, whose body Django leaves to the server to drop
            "gunicorn.http.wsgi": {"level": "ERROR"},
        },
    }
