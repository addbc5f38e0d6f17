"""Models whose rows, or what they belong to, have a public record: all their writes are seen."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models
from django.db.models.signals import m2m_changed, pre_delete
from django.dispatch import receiver

from bureaus.changes.batch import Batch, active, read, writing
from bureaus.changes.history import versioned_columns
from bureaus.changes.nouns import ALL
from bureaus.values.texts import printable

Row = TypeVar("Row", bound=models.Model, covariant=True)
UNFINISHED = "_unfinished_batch"


class RecordedQuerySet(models.QuerySet[Row]):
    """Writes of many rows at once, written down as those of single ones are."""

    def in_full(self) -> Any:
        """Join and prefetch all that a record for others holds."""
        return self.all()

    def update(self, **values: Any) -> int:
        model: Any = self.model
        changed, columns = _names(model, values), _by_column(model, values)
        with writing() as batch:
            if changed - model.private_fields or versioned_columns(model) & columns.keys():
                pks = self.order_by().values_list("pk", flat=True)
                rows = batch.keep(model, pks, parts=False)
                plain = {k: v for k, v in columns.items() if not hasattr(v, "resolve_expression")}
                batch.foresee([*rows, model(**plain)], changed)
            return super().update(**values)

    def bulk_update(
        self, objs: Iterable[Any], fields: Iterable[str], *args: Any, **kwargs: Any
    ) -> int:
        rows, names = list(objs), list(fields)
        with writing() as batch:
            # What ``update`` gets does not say to which rows these are about to belong
            batch.foresee(rows, _names(self.model, names))
            return super().bulk_update(rows, names, *args, **kwargs)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Save new rows; those that conflicts keep out get no key here and go unseen.

        Rows that are there already may be changed, but not moved to another owner.
        """
        rows = list(objs)
        with writing() as batch:
            pks = [row.pk for row in rows if row.pk and kwargs.get("update_conflicts")]
            batch.foresee([*batch.keep(self.model, pks, parts=False), *rows], ALL)
            saved = super().bulk_create(rows, *args, **kwargs)
            batch.created(row for row in saved if row.pk)
        return saved

    def delete(self) -> tuple[int, dict[str, int]]:
        with writing():
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
        model = type(self)
        with writing() as batch:
            old = read(model, [self.pk], parts=False).get(self.pk) if self.pk else None
            if old is None:
                batch.foresee([self], ALL)
            elif changed := _differing(old, self):
                batch.before[model].setdefault(self.pk, old)
                batch.foresee([old, self], changed)
            super().save(*args, **kwargs)
            if old is None:
                batch.created([self])
            self.complete(old)

    def clean_fields(self, *args: Any, **kwargs: Any) -> None:
        """Leave out of texts what no file could hold, before they are checked."""
        for field in self._meta.concrete_fields:
            if field.generated:
                continue  # which a row that is not stored yet lacks
            if isinstance(value := getattr(self, field.attname), str):
                setattr(self, field.attname, printable(value))
        super().clean_fields(*args, **kwargs)

    def complete(self, old: Any) -> None:
        """Write what follows from this row elsewhere; ``old`` is how it was stored, if it was."""

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with writing():
            return super().delete(*args, **kwargs)


def _differing(old: Recorded, new: Recorded) -> frozenset[str]:
    """Name the fields in which two states of a row differ."""
    return frozenset(
        field.name
        for field in new._meta.concrete_fields
        if getattr(old, field.attname) != getattr(new, field.attname)
    )


def _names(model: type[models.Model], fields: Iterable[str]) -> frozenset[str]:
    """Give the names of fields out of these or those of their columns."""
    return frozenset(model._meta.get_field(name).name for name in fields)


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
        batch.lock()
        batch.foresee(batch.keep(type(instance), [instance.pk], parts=True), ALL)


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
        if unfinished := instance.__dict__.pop(UNFINISHED, None):
            unfinished.close()
        return
    if (batch := active()) is None:
        batch = instance.__dict__[UNFINISHED] = Batch()
    batch.lock()
    owners = list(_owners(sender, instance, model, pk_set)) if reverse else [instance]
    if owners:
        batch.keep(type(owners[0]), [owner.pk for owner in owners], parts=True)
    batch.foresee(owners, frozenset())


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
