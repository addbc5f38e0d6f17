"""What somebody else stored since a form was opened, beside what is sent now.

The first half makes forms of the admin as they are opened or sent, and fills and reads them, for
restoring old versions too; the second, from ``Conflict`` on, compares.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import flatten_fieldsets
from django.db import models
from django.db.models import Max, QuerySet
from django.forms import BaseForm, BaseModelForm
from django.http import HttpRequest, QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from bureaus.changes.history import AS_FOUND, DELETED, Model, State, states_of, versions_of
from bureaus.changes.labels import Texts, field_of
from bureaus.changes.versions import EditedModel, label_of

Forms = tuple[Any, list[Any]]  # the form of the object or None, and the formsets below it


def submitted_value(value: Any) -> list[str]:
    """Give what a form sends for a value."""
    if value is None or value is False or value == "":
        return []
    if isinstance(value, list | tuple):
        return [str(getattr(item, "pk", item)) for item in value]
    return ["on" if value is True else str(value).replace("\r\n", "\n")]


def plain(value: Any) -> Any:
    """Give a cleaned value in the form that a ``State`` holds it."""
    if isinstance(value, QuerySet):
        return sorted(row.pk for row in value)
    if isinstance(value, models.Model):
        return value.pk
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def state_keys(form: BaseModelForm) -> dict[str, str]:
    """Map names of the form's fields to the keys of a ``State``."""
    options = form._meta.model._meta
    found = {field.name: field.attname for field in options.concrete_fields}
    found |= {field.name: field.name for field in options.many_to_many}
    return {name: found[name] for name in form.fields if name in found}


def unbound(admin: ModelAdmin, request: HttpRequest, obj: Any) -> Forms:
    """Make the form of an object, None for a new one, and its formsets as when it is opened."""
    opening = copy.copy(request)
    opening.method = "GET"
    form = _form_class(admin, request, obj)(instance=obj)
    return form, admin._create_formsets(opening, form.instance, change=obj is not None)[0]  # type: ignore[attr-defined]


def bound(admin: ModelAdmin, request: HttpRequest, obj: Any, data: QueryDict) -> Forms:
    """Make them as when ``data`` is sent."""
    sending = copy.copy(request)
    sending.FILES.clear()  # read before POST is set: reading them takes POST from the body too
    sending.method = "POST"
    sending.POST = data  # type: ignore[assignment]
    form = _form_class(admin, request, obj)(data, instance=obj)
    return form, admin._create_formsets(sending, form.instance, change=obj is not None)[0]  # type: ignore[attr-defined]


def data_of(forms: Forms) -> QueryDict:
    form, formsets = forms
    data = QueryDict(mutable=True)
    _put(data, form)
    for formset in formsets:
        rows = formset.initial_forms
        for name, value in (("TOTAL", len(rows)), ("INITIAL", len(rows))):
            data[f"{formset.prefix}-{name}_FORMS"] = str(value)
        for row in rows:
            _put(data, row)
    return data


def fill(data: QueryDict, form: Any, state: State, only: str = "") -> None:
    """Put the values of a state into what the form sends, or only that of one field."""
    for name, column in state_keys(form).items():
        if column in state and only in ("", name):
            data.setlist(form.add_prefix(name), submitted_value(state[column]))


def fill_rows(data: QueryDict, formset: Any, states: dict[int, State | None]) -> None:
    """Make the rows below the object those of ``states``, by key; None is for rows to delete."""
    left = dict(states)
    for row in formset.initial_forms:
        if row.instance.pk not in left:
            continue
        if (state := left.pop(row.instance.pk)) is not None:
            fill(data, row, state)
        else:
            data[row.add_prefix("DELETE")] = "on"
    for state in left.values():
        if state is not None:
            add_row(data, formset, state)


def add_row(data: QueryDict, formset: Any, state: State) -> None:
    """Add a row that is not there any more; it gets a key of its own."""
    key = f"{formset.prefix}-TOTAL_FORMS"
    total = int(str(data[key]))
    data[key] = str(total + 1)
    row = formset.empty_form
    row.prefix = formset.add_prefix(total)
    fill(data, row, state)
    data.pop(row.add_prefix(formset.model._meta.pk.name), None)
    data.pop(row.add_prefix(formset.fk.name), None)


def form_of(forms: Forms, model: type, pk: int) -> Any:
    """Find the form of one row, of the object or below it; None where it has none."""
    own = (form for form in all_forms(forms) if type(form.instance) is model)
    return next((form for form in own if form.instance.pk == pk), None)


def form_sent_for(forms: Forms, model: type, pk: int) -> Any:
    """Find the form that was sent for a row which is not there any more."""
    for formset in forms[1]:
        for form in formset.initial_forms if formset.model is model else ():
            if form.data.get(form.add_prefix(model._meta.pk.name)) == str(pk):  # type: ignore[attr-defined]
                return form
    return None


def drop_row(formsets: list[Any], form: Any, *, is_kept: bool) -> None:
    """Take the form of a row that is gone out of its formset, or make a new row of it.

    Django would not show it again, as there is nothing stored to show it beside.
    """
    place = next(number for number, each in enumerate(formsets) if form in each.forms)
    formset, data = formsets[place], formsets[place].data.copy()
    rows = [_taken(data, f"{each.prefix}-") for each in formset.forms]
    row = rows.pop(formset.forms.index(form))
    if is_kept:
        row.pop(formset.model._meta.pk.name, None)
        rows.append(row)
    for number, each in enumerate(rows):
        for name, sent in each.items():
            data.setlist(f"{formset.add_prefix(number)}-{name}", sent)
    data[f"{formset.prefix}-TOTAL_FORMS"] = str(len(rows))
    data[f"{formset.prefix}-INITIAL_FORMS"] = str(formset.initial_form_count() - 1)
    formsets[place] = type(formset)(
        data, instance=formset.instance, prefix=formset.prefix, queryset=formset.queryset
    )


def _taken(data: QueryDict, prefix: str) -> dict[str, list[str]]:
    """Take what was sent for one row out of the data, by name of the field."""
    keys = [key for key in data if key.startswith(prefix)]
    return {key.removeprefix(prefix): data.pop(key) for key in keys}


def all_forms(forms: Forms) -> Iterator[Any]:
    form, formsets = forms
    if form is not None:
        yield form
    for formset in formsets:
        yield from formset.forms


def _form_class(admin: ModelAdmin, request: HttpRequest, obj: Any) -> Any:
    fields = flatten_fieldsets(admin.get_fieldsets(request, obj))
    return admin.get_form(request, obj, change=obj is not None, fields=fields)


def _put(data: QueryDict, form: BaseForm) -> None:
    for name, field in form.fields.items():
        data.setlist(
            form.add_prefix(name), submitted_value(field.prepare_value(form[name].value()))
        )


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


def rivals(table: EditedModel, pks: list[int], mark: int) -> list[Rival]:
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


def find_conflicts(forms: Forms, found: list[Rival]) -> list[Conflict]:
    """Compare what others stored with what is sent; where nothing was typed, take theirs over."""
    texts, listed = Texts(), []
    for rival in found:
        texts.gather(rival.model, [state for state in (rival.opened, rival.stored) if state])
    for rival in sorted(found, key=lambda rival: rival.stored is not None):
        form = form_of(forms, rival.model, rival.pk)
        if rival.opened is None or rival.stored is None:
            listed += _came_or_went(rival, forms, texts)
        elif form is not None:
            listed += _conflicting_fields(rival.opened, rival.stored, form, texts)
    return listed


def _conflicting_fields(opened: State, stored: State, form: Any, texts: Texts) -> list[Conflict]:
    model, data, listed = type(form.instance), form.data.copy(), []
    row = label_of(model, stored, texts) if form.prefix else ""
    if form.prefix:
        form.full_clean()
    for name, column in state_keys(form).items():
        field, is_valid = field_of(model, column), name in form.cleaned_data
        yours = plain(form.cleaned_data[name]) if is_valid else form.data.get(form.add_prefix(name))
        if column not in stored or stored[column] in (opened[column], yours):
            continue
        is_untouched = yours == opened[column]
        if is_untouched:
            data.setlist(form.add_prefix(name), submitted_value(stored[column]))
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
        name: key for name, key in state_keys(form).items() if key != form._meta.model._meta.pk.name
    }
    return any(plain(form.cleaned_data.get(name)) != opened.get(key) for name, key in own.items())
