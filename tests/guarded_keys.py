"""What is kept must be kept under every table that it was read from, or pages would go stale.

While anything that is to be kept is computed, whatever test asks for it, this looks at each query
and fails where one reads a public table that the key does not name.
"""

import re
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from functools import cache, wraps

from django.apps import apps
from django.db import connections

from bureaus.edition import triggers

TABLE = re.compile(r'"((?:bureaus|policies)_\w+?)(?:_fts)?"')

_computing = ContextVar("what is being computed, and the tables that its key names", default=())


@cache
def public_tables():
    configs = (apps.get_app_config(label) for label in ("bureaus", "policies"))
    return {table for config in configs for table in triggers.public_tables(config)}


def names_of(models):
    return public_tables() if models is None else {model._meta.db_table for model in models}


def assert_named(tables):
    for name, named in _computing.get():
        missing = sorted(tables - named)
        assert not missing, f"{name!r} is read from {missing}, which its key does not name"


def look_at_query(execute, sql, params, many, context):
    assert_named(public_tables() & set(TABLE.findall(sql)))
    return execute(sql, params, many, context)


@contextmanager
def computing(name, tables):
    """Take what is read inside for something that is kept under these tables."""
    token = _computing.set((*_computing.get(), (name, names_of(tables))))
    try:
        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(look_at_query))
            yield
    finally:
        _computing.reset(token)


def guarded(keep):
    """Wrap ``edition.kept`` or ``edition.kept_in_process``."""

    @wraps(keep)
    def kept(name, compute, of=None):
        def watched():
            with computing(name, of):
                return compute()

        assert_named(names_of(of))  # what was computed before has no queries now
        return keep(name, watched, of)

    return kept
