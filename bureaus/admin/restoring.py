"""Filling the form of an object with what it was."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from bureaus.admin.editing import REASON
from bureaus.changes.history import DELETED, State, states_of
from bureaus.changes.labels import Texts, field_of
from bureaus.changes.versions import Difference, EditedModel, states_at
from bureaus.upkeep.shared_forms import SharedForm, plain

ROW = "row"  # restore one row below the object; any other word is the name of a field


@dataclass(frozen=True)
class Restoration:
    """What an object was in a version of it, or of a row below it.

    Without ``only`` that is the object and what belongs to it, at the moment of the version.
    ``pk`` is its key, None when it was deleted.
    """

    table: EditedModel
    version: Any
    pk: int | None = None
    only: str = ""

    @property
    def reason(self) -> str:
        moment = timezone.localtime(self.version.history_date).strftime("%Y-%m-%d %H:%M")
        return _("Restored from the version of %(moment)s") % {"moment": moment}

    @property
    def moves_region(self) -> bool:
        return self.table.column == "id" and self.only in ("", ROW, "region")

    def states(self, table: EditedModel) -> dict[int, State | None]:
        """Tell how the rows of a table were, by key; None is for those that were not there."""
        own = {self.version.id: states_of([self.version])[self.version.history_id]}
        if self.only or (table == self.table and table.column == "id"):
            return dict(own) if table == self.table else {}
        moment = self.version.history_date
        if self.pk is None:
            went = table.versions(self.version.id)
            gone = list(went.filter(history_type=DELETED, history_date=moment))
            states = states_of(gone)
            return {version.id: states[version.history_id] for version in gone}
        return states_at(table, self.pk, moment)

    def fill(self, form: SharedForm, formsets: dict[EditedModel, Any], own: EditedModel) -> None:
        form.initial[REASON] = self.reason
        for state in self.states(own).values():
            form.fill(self._values(form, state or {}))
        if self.only and self.table != own and self.table not in formsets:
            raise PermissionDenied  # the form does not fill in such rows for this user
        for table, formset in formsets.items():
            there = {row.pk for row in formset.get_queryset()}
            states, empty = self.states(table), formset.empty_form
            formset.fill(
                {
                    pk: state and self._values(empty, state, is_new=pk not in there)
                    for pk, state in states.items()
                }
            )

    def _values(self, form: SharedForm, state: State, *, is_new: bool = False) -> dict[str, Any]:
        model = type(form.instance)
        columns = {field.name: field_of(model, field.name).attname for field in form.shared}
        values = {name: state[key] for name, key in columns.items() if key in state}
        if is_new or self.only in ("", ROW):
            return values
        if self.only not in values:
            raise Http404
        return {self.only: values[self.only]}


def differences(form: SharedForm, texts: Texts) -> list[Difference]:
    """List what a form was filled in with; each is named by where it stands on the page."""
    found = []
    model = type(form.instance)
    label = f"{capfirst(model._meta.verbose_name)} {form.instance}".strip()
    row = f"{label}: " if form.prefix else ""
    for name in [*form.filled, *form.unfit]:
        place = form[name].id_for_label
        if name == "DELETE":
            found.append(Difference(place, row, str(form.instance), _("deleted")))
            continue
        field = field_of(model, name)
        now = form.filled.get(name, form[name].initial) if form.instance.pk else None
        then = form.unfit.get(name, form[name].initial)
        old, new = (texts.text(field, plain(value)) for value in (now, then))
        if name in form.unfit:
            new = _("%(value)s (cannot be chosen here; it stays as it is)") % {"value": new}
        found.append(Difference(place, row + capfirst(field.verbose_name), old, new))
    return found
