"""Every version of a row: who made it, when, why, and all that staff can change.

django-simple-history makes the tables and reads them. Its signals are not used: they miss
``QuerySet.update``, write a version for each of the several saves of one form, and one for saves
that change nothing. Instead ``batch.Batch`` remembers how rows were before a transaction
touches them, and at its end each row that differs gets one version, all of the same moment.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db import models
from django.db.models import Max, Q
from django.utils.text import Truncator
from simple_history.models import HistoricalRecords

from bureaus.values.batches import AT_A_TIME

REASON_LENGTH = 500
CREATED, CHANGED, DELETED = "+", "~", "-"
AS_FOUND = "as found"  # the reason of a version that nobody wrote down when it was made
LOADED = "load_data"  # the reason of what came from the files of ``data/``, all at once

Model = type[models.Model]
State = dict[str, Any]  # by column; for many-to-many fields, the sorted keys by the field's name


class KeptVersions(models.Model):
    """Base of all tables of versions: nothing of them is public."""

    raises_edition = False

    class Meta:
        abstract = True


class History(HistoricalRecords):
    """Keep the versions of a model, without the ``excluded`` fields, with the ``many`` fields.

    ``owner`` names the foreign key to what the row is part of, whose history shows it too.
    """

    def __init__(
        self, *, owner: str = "", excluded: Sequence[str] = (), many: Sequence[str] = ()
    ) -> None:
        reason: models.CharField = models.CharField(
            max_length=REASON_LENGTH, blank=True, default=""
        )
        super().__init__(
            bases=(KeptVersions,),
            m2m_bases=(KeptVersions,),
            excluded_fields=list(excluded),
            m2m_fields=list(many),
            history_change_reason_field=reason,
        )
        self.owner = owner

    def copy_fields(self, model: Model) -> dict[str, models.Field]:
        """Copy the fields, with those indexes only by which versions are looked up."""
        fields = super().copy_fields(model)
        key = model._meta.pk.name
        if model._meta.auto_created:
            del fields[key]  # of links only their two ends matter
        for name, field in fields.items():
            field.db_index = name in {key, self.owner}
        return fields

    def get_meta_options(self, model: Model) -> dict[str, Any]:
        gone = models.Index(
            fields=["id"], condition=Q(history_type=DELETED), name=f"{model._meta.model_name}_gone"
        )
        return super().get_meta_options(model) | {"default_permissions": (), "indexes": [gone]}

    def get_meta_options_m2m(self, through_model: Model) -> dict[str, Any]:
        return super().get_meta_options_m2m(through_model) | {"default_permissions": ()}

    def post_save(self, *args: Any, **kwargs: Any) -> None:
        """Leave it to the batch, as the three below."""

    def post_delete(self, *args: Any, **kwargs: Any) -> None: ...

    def pre_delete(self, *args: Any, **kwargs: Any) -> None: ...

    def m2m_changed(self, *args: Any, **kwargs: Any) -> None: ...


def has_history(model: Model) -> bool:
    return hasattr(model._meta, "simple_history_manager_attribute")


@cache
def versions_of(model: Model) -> Any:
    """Give the model of the versions of a model.

    Kept, because ``history`` makes a class of its own each time that it is asked for.
    """
    return model.history.model  # type: ignore[attr-defined]


@cache
def versioned_columns(model: Model) -> frozenset[str]:
    """Name the columns whose changes make a version."""
    if not has_history(model):
        return frozenset()
    return frozenset(field.attname for field in versions_of(model).tracked_fields)


def many_fields(model: Model) -> list[Any]:
    # simple-history has no other name for it; renamed, nothing with a history could be saved
    return list(versions_of(model)._history_m2m_fields) if has_history(model) else []


def links_of(field: Any) -> Any:
    """Give the model that holds what a many-to-many field led to, by version."""
    return History.m2m_models[field]


def states_of(versions: Sequence[Any]) -> dict[int, State]:
    """Give the state that each of the versions, all of one model, holds, by its key."""
    if not versions:
        return {}
    model = versions[0].instance_type
    columns = versioned_columns(model)
    states = {v.history_id: {name: getattr(v, name) for name in columns} for v in versions}
    for field in many_fields(model):
        ends: dict[int, list[int]] = {pk: [] for pk in states}
        rows = links_of(field).objects.filter(history__in=list(states))
        for pk, end in rows.values_list("history_id", f"{field.m2m_reverse_field_name()}_id"):
            ends[pk].append(end)
        for pk, found in ends.items():
            states[pk][field.name] = sorted(found)
    return states


def state_of(row: models.Model) -> State:
    """Give the state of a row whose links were prefetched."""
    state = {name: getattr(row, name) for name in versioned_columns(type(row))}
    for field in many_fields(type(row)):
        state[field.name] = sorted(end.pk for end in getattr(row, field.name).all())
    return state


def stored_states(model: Model, pks: Iterable[int]) -> dict[int, State]:
    """Give the states of rows as they are now, by primary key, without those that are not there."""
    rows = model._base_manager.filter(pk__in=list(pks)).order_by()
    links = (field.name for field in many_fields(model))
    return {row.pk: state_of(row) for row in rows.prefetch_related(*links)}


def write_versions(
    model: Model,
    before: Mapping[int, State | None],
    after: Mapping[int, State],
    now: datetime,
    reason: str,
) -> None:
    """Give each row that is not as it was a version; a reason is cut to what it may hold."""
    if not has_history(model):
        return
    reason = Truncator(reason).chars(REASON_LENGTH)
    changed = [pk for pk, old in before.items() if after.get(pk) != old]
    newest = _newest(model, [pk for pk in changed if before[pk] is not None])
    user = versions_of(model).get_default_history_user(None)
    made: list[tuple[State, dict[str, Any]]] = []
    for pk in changed:
        old, new = before[pk], after.get(pk)
        if old is not None and newest.get(pk) != old:
            made.append((old, {"history_type": CHANGED, "history_change_reason": AS_FOUND}))
        kind = CREATED if old is None else DELETED if new is None else CHANGED
        about = {"history_type": kind, "history_change_reason": reason, "history_user": user}
        made.append((new or old or {}, about))
    _store(model, now, made)


def _newest(model: Model, pks: list[int]) -> dict[int, State]:
    """Give the newest version of each of these rows that has one and was there then."""
    if not pks:
        return {}
    versions = versions_of(model).objects.order_by()
    last = versions.filter(id__in=pks).values("id").annotate(last=Max("history_id"))
    found = list(versions.filter(pk__in=last.values("last")).exclude(history_type=DELETED))
    states = states_of(found)
    return {version.id: states[version.history_id] for version in found}


def _store(model: Model, now: datetime, made: list[tuple[State, dict[str, Any]]]) -> None:
    columns, many = versioned_columns(model), many_fields(model)
    rows = [
        versions_of(model)(history_date=now, **{name: state[name] for name in columns}, **about)
        for state, about in made
    ]
    versions = versions_of(model).objects.bulk_create(rows, batch_size=AT_A_TIME)
    for field in many:
        owner, end = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        links_of(field).objects.bulk_create(
            [
                links_of(field)(history=version, **{owner: version.id, end: pk})
                for version, (state, _about) in zip(versions, made, strict=True)
                for pk in state[field.name]
            ],
            batch_size=AT_A_TIME,
        )
