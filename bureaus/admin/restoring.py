"""Filling in a form with what an object was."""

from copy import copy
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from bureaus.admin.conflicts import (
    Forms,
    add_row,
    all_forms,
    bound,
    data_of,
    fill,
    fill_rows,
    form_of,
    plain,
    state_keys,
    unbound,
)
from bureaus.admin.editing import REASON, watermark
from bureaus.changes.history import DELETED, State, states_of
from bureaus.changes.labels import Texts, field_of
from bureaus.changes.versions import Difference, EditedModel, label_of, states_at

ROW = "row"  # restore one row below the object; any other word is the name of a field


class Restoration:
    """What the form of an object sends to make it what it was in a version.

    Without ``only`` that is the object and what belongs to it, at the moment of the version;
    checks stay, for they did happen. ``obj`` is None when it was deleted.
    """

    def __init__(
        self,
        admin: Any,
        request: HttpRequest,
        obj: Any,
        table: EditedModel,
        version: Any,
        only: str = "",
    ) -> None:
        self.admin, self.request, self.obj = admin, request, obj
        self.table, self.version, self.only = table, version, only
        self.opened = watermark(admin.tables())
        self.state: State = states_of([version])[version.history_id]

    @property
    def name(self) -> str:
        return str(self.obj) if self.obj else label_of(self.table.model, self.state, Texts())

    @property
    def reason(self) -> str:
        moment = timezone.localtime(self.version.history_date).strftime("%Y-%m-%d %H:%M")
        return _("Restored from the version of %(moment)s") % {"moment": moment}

    @cached_property
    def data(self) -> QueryDict:
        forms = unbound(self.admin, self.request, self.obj)
        data = data_of(forms)
        data[REASON] = self.reason
        if self.only:
            self._fill_one(data, forms)
        else:
            self._fill_all(data, forms)
        return data

    @property
    def moves_region(self) -> bool:
        return self.table.column == "id" and self.only in ("", "region")

    def preview(self) -> Forms:
        """Bind the forms and check them, without saving."""
        forms = bound(self.admin, self.request, copy(self.obj), self.data)
        for form in all_forms(forms):
            form.is_valid()
        for formset in forms[1]:
            formset.is_valid()
        return forms

    def differences(self, forms: Forms) -> list[Difference]:
        """List what saving the forms would change."""
        texts = Texts()
        return [difference for form in all_forms(forms) for difference in _changes(form, texts)]

    def _fill_one(self, data: QueryDict, forms: Forms) -> None:
        model, pk = self.table.model, self.version.id
        form = form_of(forms, model, pk)
        if self.only != ROW:
            if form is None or self.only not in state_keys(form):
                raise Http404
            fill(data, form, self.state, self.only)
        elif form is not None:
            fill(data, form, self.state)
        else:
            add_row(data, self._formset(forms, self.table), self.state)

    def _fill_all(self, data: QueryDict, forms: Forms) -> None:
        own, *parts = self.admin.tables()
        pk, moment = self.version.id, self.version.history_date
        if self.table.column != "id":
            pk = self.obj.pk
        state = self.state if self.table == own else states_at(own, pk, moment).get(pk)
        fill(data, forms[0], state or {})
        kept = {i.model for i in self.admin.inlines if not getattr(i, "is_restored", True)}
        for table in parts:
            if self.obj is None:
                gone = table.versions(pk).filter(history_type=DELETED, history_date=moment)
                for part in states_of(list(gone)).values():
                    add_row(data, self._formset(forms, table), part)
            elif table.model not in kept:
                fill_rows(data, self._formset(forms, table), states_at(table, pk, moment))

    def _formset(self, forms: Forms, table: EditedModel) -> Any:
        found = next((each for each in forms[1] if each.model is table.model), None)
        if found is None:
            raise PermissionDenied  # the form does not show such rows to this user
        return found


def _changes(form: Any, texts: Texts) -> list[Difference]:
    model = form._meta.model
    row = ""
    if form.prefix:
        row = f"{capfirst(model._meta.verbose_name)} {form.instance}: "
    if "DELETE" in form.changed_data:
        return [Difference("DELETE", row, str(form.instance), _("deleted"))]
    found = []
    for name, column in state_keys(form).items():
        if name in form.changed_data and column != model._meta.pk.name:
            field = field_of(model, column)
            old = texts.text(field, _stored(form.initial.get(name)))
            new = texts.text(field, plain(form.cleaned_data.get(name, "")))
            found.append(Difference(name, row + capfirst(field.verbose_name), old, new))
    return found


def _stored(value: Any) -> Any:
    """Give the initial value of a field in the form that a ``State`` holds it."""
    return [getattr(item, "pk", item) for item in value] if isinstance(value, list) else value
