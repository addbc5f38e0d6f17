"""What somebody else stored since a form was opened, beside what is sent now."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from bureaus.admin.submissions import (
    Forms,
    columns,
    drop_row,
    form_of,
    form_sent_for,
    plain,
    written,
)
from bureaus.changes.history import AS_FOUND, DELETED, Model, State, states_of, versions_of
from bureaus.changes.labels import Texts, field_of
from bureaus.changes.versions import Table, label_of


@dataclass(frozen=True)
class Conflict:
    """One field that somebody else changed; the texts say what it was, is, and is to become.

    ``is_taken_over`` when the form was not touched there and shows the new value now.
    """

    row: str
    label: str
    opened: str
    stored: str
    yours: str
    is_taken_over: bool


@dataclass(frozen=True)
class Rival:
    """A row that somebody changed since the form was opened; None is for a row not there."""

    model: Model
    pk: int
    opened: State | None
    stored: State | None


def rivals(table: Table, pks: list[int], mark: int) -> list[Rival]:
    """List the rows of a table, by what its column holds, that have versions after the mark."""
    versions = versions_of(table.model).objects.filter(**{f"{table.column}__in": pks})
    later = list(versions.filter(history_id__gt=mark).order_by("history_id"))
    rows = {version.id for version in later}
    before = versions.filter(id__in=rows, history_id__lte=mark).values("id")
    last = list(
        versions.filter(pk__in=before.order_by().annotate(last=Max("history_id")).values("last"))
    )
    states = states_of([*later, *last])
    found = []
    for pk in sorted(rows):
        own = [version for version in later if version.id == pk]
        first = next((version for version in last if version.id == pk), own[0])
        is_there = first in last or first.history_change_reason == AS_FOUND
        opened = states[first.history_id] if is_there else None
        stored = None if own[-1].history_type == DELETED else states[own[-1].history_id]
        found.append(Rival(table.model, pk, opened, stored))
    return found


def conflicts(forms: Forms, found: list[Rival]) -> list[Conflict]:
    """Compare what others stored with what is sent; where nothing was typed, take theirs over."""
    texts, listed = Texts(), []
    for rival in found:
        texts.gather(rival.model, [state for state in (rival.opened, rival.stored) if state])
    for rival in sorted(found, key=lambda rival: rival.stored is not None):
        form = form_of(forms, rival.model, rival.pk)
        if rival.opened is None or rival.stored is None:
            listed += _came_or_went(rival, forms, texts)
        elif form is not None:
            listed += _fields(rival.opened, rival.stored, form, texts)
    return listed


def _fields(opened: State, stored: State, form: Any, texts: Texts) -> list[Conflict]:
    model, data, listed = type(form.instance), form.data.copy(), []
    row = label_of(model, stored, texts) if form.prefix else ""
    if form.prefix:
        form.full_clean()
    for name, column in columns(form).items():
        field, is_valid = field_of(model, column), name in form.cleaned_data
        yours = plain(form.cleaned_data[name]) if is_valid else form.data.get(form.add_prefix(name))
        if column not in stored or stored[column] in (opened[column], yours):
            continue
        is_untouched = yours == opened[column]
        if is_untouched:
            data.setlist(form.add_prefix(name), written(stored[column]))
        values = (opened[column], stored[column], "" if is_untouched else yours)
        old, now, own = (
            texts.text(field, value) if is_valid else str(value or "") for value in values
        )
        listed.append(Conflict(row, capfirst(field.verbose_name), old, now, own, is_untouched))
    form.data = data
    return listed


def _came_or_went(rival: Rival, forms: Forms, texts: Texts) -> list[Conflict]:
    """Tell of a row that came or went; what was typed into one that went becomes a new row."""
    if rival.opened is None and rival.stored is None:
        return []
    noun = str(capfirst(rival.model._meta.verbose_name))
    label = label_of(rival.model, rival.stored or rival.opened or {}, texts)
    if rival.stored is not None:
        return [Conflict("", noun, "", label, "", is_taken_over=True)]
    form = form_sent_for(forms, rival.model, rival.pk)
    if form is None or form.data.get(form.add_prefix("DELETE")):
        return []
    is_kept = is_typed(form, rival.opened or {})
    drop_row(forms[1], form, is_kept=is_kept)
    yours = _("what you typed is a new row now") if is_kept else ""
    return [Conflict("", noun, label, _("deleted"), yours, is_taken_over=not is_kept)]


def is_typed(form: Any, opened: State) -> bool:
    """Tell whether a row is sent with other values than it was opened with."""
    form.full_clean()
    own = {
        name: key for name, key in columns(form).items() if key != form._meta.model._meta.pk.name
    }
    return any(plain(form.cleaned_data.get(name)) != opened.get(key) for name, key in own.items())
