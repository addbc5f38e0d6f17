"""Values of fields as staff read them: choices by their labels, other rows by their names."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bureaus.changes.history import Model, State
from bureaus.values.languages import SPOKEN, LanguagesField


class Texts:
    """Turn stored values into text, with one query for all rows of a model that they name.

    ``seen`` keeps the rows that the reader may know of.
    """

    def __init__(self, seen: Callable[[QuerySet], QuerySet] = lambda rows: rows) -> None:
        self._seen = seen
        self._wanted: dict[Model, set[Any]] = {}
        self._names: dict[Model, dict[Any, str]] = {}

    def gather(self, model: Model, states: Iterable[State]) -> None:
        """Note which other rows the states name, so that they are read together."""
        for state in states:
            for name, value in state.items():
                field = field_of(model, name)
                if field.is_relation:
                    self._want(field.related_model, _keys(value))

    def text(self, field: Any, value: Any) -> str:
        if value is None or value == "" or value == []:
            return ""
        if field.is_relation:
            return "; ".join(sorted(self._name(field.related_model, key) for key in _keys(value)))
        if isinstance(field, LanguagesField):
            return ", ".join(str(SPOKEN.get(tag, tag)) for tag in value)
        if isinstance(field, models.BooleanField):
            return _("Yes") if value else _("No")
        return str(dict(field.flatchoices).get(value, value))

    def _want(self, model: Model, keys: Iterable[Any]) -> None:
        known = self._names.get(model, {})
        self._wanted.setdefault(model, set()).update(key for key in keys if key not in known)

    def _name(self, model: Model, key: Any) -> str:
        self._want(model, [key])
        if wanted := self._wanted.pop(model, None):
            names = self._names.setdefault(model, {})
            manager = model._default_manager
            rows = getattr(manager, "with_parents", manager.all)()  # what a region is named by
            found = self._seen(rows).in_bulk(list(wanted))
            for pk in wanted:
                gone = _("not there or not shown (number %(number)s)") % {"number": pk}
                names[pk] = str(found.get(pk, gone))
        return self._names[model][key]


def field_of(model: Model, name: str) -> Any:
    """Give the field of a column or, for links to many rows, of that name."""
    return model._meta.get_field(name)


def _keys(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]
