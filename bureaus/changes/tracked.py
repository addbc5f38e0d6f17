"""Models whose rows, or what they belong to, have a public record: all their writes are seen."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models
from django.db.models.signals import m2m_changed, pre_delete
from django.dispatch import receiver

from bureaus.changes.batch import Batch, active, lock, together
from bureaus.changes.history import versioned_columns
from bureaus.changes.nouns import ALL
from bureaus.values.texts import printable

Row = TypeVar("Row", bound=models.Model, covariant=True)
UNFINISHED = "_unfinished_batch"


class RecordedQuerySet(models.QuerySet[Row]):
    """Writes of many rows at once, written down as those of single ones are."""

    def update(self, **values: Any) -> int:
        changed = _published_names(self.model, values)
        makes_versions = not versioned_columns(self.model).isdisjoint(
            _by_column(self.model, values)
        )
        plain = {name: v for name, v in values.items() if not hasattr(v, "resolve_expression")}
        with together(savepoint=False) as batch:
            lock()
            is_seen = changed or makes_versions
            rows = list(self._chain()) if is_seen else []  # type: ignore[attr-defined]
            batch.versions.keep(rows if makes_versions else [])
            batch.foresee(rows, changed)
            if any(self.model._meta.get_field(name).is_relation for name in plain):
                for row in rows:
                    vars(row).update(_by_column(self.model, plain))
                batch.foresee(rows, changed)
            return super().update(**values)

    def bulk_update(
        self, objs: Iterable[Any], fields: Iterable[str], *args: Any, **kwargs: Any
    ) -> int:
        rows, names = list(objs), list(fields)
        with together(savepoint=False) as batch:
            # What ``update`` gets does not say to which rows these are about to belong
            batch.foresee(rows, _published_names(self.model, names))
            return super().bulk_update(rows, names, *args, **kwargs)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Save new rows; those that conflicts keep out get no key here and go unseen.

        Rows that are there already may be changed, but not moved to another owner.
        """
        rows = list(objs)
        with together(savepoint=False) as batch:
            if kwargs.get("update_conflicts"):
                batch.versions.keep_stored(self.model, [row.pk for row in rows if row.pk])
            batch.foresee(rows, ALL)
            saved = super().bulk_create(rows, *args, **kwargs)
            batch.created([row for row in saved if row.pk])
        return saved

    def delete(self) -> tuple[int, dict[str, int]]:
        with together(savepoint=False):
            return super().delete()

    delete.queryset_only = True  # type: ignore[attr-defined]


class Recorded(models.Model):
    """A row that is in a public record; ``private_fields`` names the fields that no record shows.

    Its manager has to be one of a ``RecordedQuerySet``.
    """

    private_fields: frozenset[str] = frozenset()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with together(savepoint=False) as batch:
            lock()
            old = type(self)._base_manager.filter(pk=self.pk).first() if self.pk else None
            batch.versions.keep([old] if old else [])
            if old is None:
                batch.foresee([self], ALL)
            elif changed := _differing(old, self):
                batch.foresee([self], _published_names(type(self), changed))
            super().save(*args, **kwargs)
            if old is None:
                batch.created([self])
            self.complete(old)

    def clean_fields(self, *args: Any, **kwargs: Any) -> None:
        """Leave out of texts what no file could hold, before they are checked."""
        for field in self._meta.concrete_fields:
            if isinstance(value := getattr(self, field.attname), str):
                setattr(self, field.attname, printable(value))
        super().clean_fields(*args, **kwargs)

    def complete(self, old: Any) -> None:
        """Write what follows from this row elsewhere; ``old`` is how it was stored, if it was."""

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with together(savepoint=False):
            return super().delete(*args, **kwargs)


def _differing(old: Recorded, new: Recorded) -> list[str]:
    """Name the columns in which two states of a row differ."""
    columns = [field.attname for field in new._meta.concrete_fields]
    return [name for name in columns if getattr(old, name) != getattr(new, name)]


def _published_names(model: type[models.Model], fields: Iterable[str]) -> frozenset[str]:
    """Give the names of published fields, with their columns, out of either."""
    found = {model._meta.get_field(name.removesuffix("_id")).name for name in fields}
    return frozenset(found - getattr(model, "private_fields", frozenset()))


def _by_column(model: type[models.Model], values: dict[str, Any]) -> dict[str, Any]:
    """Turn values by the names of fields into values by column; rows become their keys."""
    return {
        model._meta.get_field(name).attname: getattr(value, "pk", value)  # type: ignore[union-attr]
        for name, value in values.items()
    }


@receiver(pre_delete)
def foresee_deletion(instance: models.Model, **kwargs: Any) -> None:
    """See also the rows that go because the one they belong to goes."""
    batch = active()
    if batch and isinstance(instance, Recorded):
        batch.versions.keep_stored(type(instance), [instance.pk])
        batch.foresee([instance], ALL)


@receiver(m2m_changed)
def see_links(
    sender: type[models.Model],
    instance: models.Model,
    action: str,
    reverse: bool,
    model: type[models.Model],
    pk_set: set[int] | None,
    **kwargs: Any,
) -> None:
    """See links between rows, which are saved past both; the owner is where the field stands."""
    if not isinstance(instance, Recorded):
        return
    when, _underscore, _what = action.partition("_")
    if when == "post":
        _finish(instance)
        return
    if (batch := active()) is None:
        batch = instance.__dict__[UNFINISHED] = Batch()
    owners = list(_owners(sender, instance, model, pk_set)) if reverse else [instance]
    if owners:
        batch.versions.keep_stored(type(owners[0]), [owner.pk for owner in owners])
    batch.foresee(owners, frozenset())


def _finish(instance: Recorded) -> None:
    if unfinished := instance.__dict__.pop(UNFINISHED, None):
        unfinished.close()


def _owners(
    through: type[models.Model],
    instance: models.Model,
    model: type[models.Model],
    pks: set[int] | None,
) -> Iterable[models.Model]:
    """List the rows at the other end; without ``pks``, all those that are linked."""
    if pks is not None:
        return model._base_manager.filter(pk__in=pks)
    own = (f for f in model._meta.many_to_many if f.remote_field.through is through)
    return model._base_manager.filter(**{next(own).name: instance})
