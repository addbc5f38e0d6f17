"""Taking back what one transaction did to rows, by the versions that it left."""

from graphlib import TopologicalSorter
from typing import Any

from django.apps import apps

from bureaus.changes import history
from bureaus.changes.batch import lock, together
from bureaus.changes.labels import Texts, field_of
from bureaus.changes.versions import label_of

ABSENT = object()  # the value of a column of a row that is not there


def take_back(version: Any) -> list[str]:
    """Make all rows that changed together with this version what they were before.

    What somebody changed since stays as it is and is named, with its fields in brackets; what was
    added to a new row goes with it. Raises ValidationError when a row cannot be again what it was.
    """
    with together():
        lock()
        rows = [_Touched(each) for each in _versions_at(version.history_date)]
        for row in rows:
            row.restore()
        for row in reversed(rows):
            row.remove()
        texts = Texts()
        return [row.named(texts) for row in rows if row.kept]


def _versions_at(moment: Any) -> list[Any]:
    """List what a transaction did, to parents before their parts, of a model the last one first."""
    points_to: dict[Any, set[Any]] = {
        model: {f.related_model for f in (*model._meta.fields, *model._meta.many_to_many)} - {model}
        for model in apps.get_models()
        if history.has_history(model)
    }
    models = [model for model in TopologicalSorter(points_to).static_order() if model in points_to]
    found = (history.versions_of(model).objects.filter(history_date=moment) for model in models)
    as_found = {"history_change_reason": history.AS_FOUND}
    return [each for some in found for each in some.exclude(**as_found).order_by("-pk")]


class _Touched:
    """A row that a version tells of, with the values to bring back and the columns to leave."""

    def __init__(self, version: Any) -> None:
        self.model, self.pk = version.instance_type, version.id
        self.is_new = version.history_type == history.CREATED
        versions = history.versions_of(self.model).objects.filter(id=self.pk, pk__lte=version.pk)
        states = history.states_of(list(versions.order_by("-pk")[:2]))
        self.state, before = [*states.values(), {}][:2]
        self.now = history.stored_states(self.model, [self.pk]).get(self.pk, {})
        before = {} if self.is_new else before
        after = {} if version.history_type == history.DELETED else self.state
        self.former: history.State = {}
        self.kept: list[str] = []
        for name in sorted(self.state):
            old, new, now = (state.get(name, ABSENT) for state in (before, after, self.now))
            if now == new != old:
                self.former[name] = old
            elif old not in (new, now):
                self.kept.append(name)

    def restore(self) -> None:
        """Bring back what was changed or deleted."""
        if self.is_new or not self.former:
            return
        row: Any = self.model._base_manager.get(pk=self.pk) if self.now else self.model()
        links = {field.name for field in history.many_fields(self.model)}
        for name in self.former.keys() - links:
            setattr(row, name, self.former[name])
        row.full_clean()
        row.save()
        for name in self.former.keys() & links:
            getattr(row, name).set(self.former[name])

    def remove(self) -> None:
        """Delete what is new."""
        if self.is_new and self.now and not self.kept:
            self.model._base_manager.get(pk=self.pk).delete()

    def named(self, texts: Texts) -> str:
        fields = (str(field_of(self.model, name).verbose_name) for name in self.kept)
        label = label_of(self.model, self.now or self.state, texts)
        return f"{self.model._meta.verbose_name} {label} ({', '.join(fields)})"
