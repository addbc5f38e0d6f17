"""Editing an object: why it is changed, and what happens when two edit it at once."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.forms import BaseModelFormSet, ModelForm
from django.forms.models import _get_foreign_key
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bureaus.admin.conflicts import (
    Conflict,
    Rival,
    find_conflicts,
    form_of,
    form_sent_for,
    is_typed,
    rivals,
)
from bureaus.changes.batch import lock
from bureaus.changes.history import REASON_LENGTH, has_history, versions_of
from bureaus.changes.versions import EditedModel
from bureaus.values.texts import whole_number

REASON = "change_reason"
MISSING = _("Say where you know this from, or why you change it.")
OPENED = "opened_at"
REFUSED = _(
    "Somebody saved this while you had it open. What is different is listed above; nothing that "
    "you typed is lost. Look through it and save again: then it is stored as it stands here."
)


def reason_field() -> forms.CharField:
    return forms.CharField(
        label=_("Source or reason of this change"),
        max_length=REASON_LENGTH,
        required=False,
        help_text=_(
            "For colleagues, in the history: a web address, who said it on the phone, what was "
            "mended. Needed whenever something changes."
        ),
        widget=AdminTextInputWidget,
    )


class ReasonForm(forms.Form):
    """The reason alone: above a grid, and when something is deleted."""

    change_reason = reason_field()


class Explained(forms.Form):
    """A form that asks why, once it or a form below it changes something."""

    change_reason = reason_field()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if is_touched(self) and not data.get(REASON) and REASON not in self.errors:
            self.add_error(REASON, MISSING)
        return data


class ExplainedGrid(BaseModelFormSet):
    def clean(self) -> None:
        super().clean()
        is_changed = any(form.has_changed() for form in self.forms)
        if is_changed and not reason_in(self.data):
            raise ValidationError(MISSING, code=REASON)


def is_touched(form: Any) -> bool:
    """Tell whether the form of an object, or a form below it, changes something."""
    below = getattr(form.instance, "edited_with", ())
    return bool(set(form.changed_data) - {REASON}) or any(each.has_changed() for each in below)


def reason_in(data: Mapping[str, Any]) -> str:
    """Give the reason that was sent, or nothing if it is not acceptable."""
    form = ReasonForm(data)
    return form.cleaned_data[REASON] if form.is_valid() else ""


class ExplainedAdmin(admin.ModelAdmin):
    @property
    def keeps_history(self) -> bool:
        return has_history(self.model)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        if self.keeps_history:
            kwargs["form"] = _explained(kwargs.get("form") or self.form)
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Ask last; whoever only looks is not asked."""
        fieldsets = [*super().get_fieldsets(request, obj)]
        may_save = (
            self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        )
        if self.keeps_history and may_save and REASON not in flatten_fieldsets(fieldsets):
            fieldsets.append((_("This change"), {"fields": [REASON]}))
        return fieldsets

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> Any:
        return type("Grid", (ExplainedGrid, super().get_changelist_formset(request, **kwargs)), {})

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Leave out deleting many rows at once: each is asked about."""
        actions = super().get_actions(request)
        if self.keeps_history:
            actions.pop("delete_selected", None)
        return actions

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        form = ReasonForm(request.POST if request.method == "POST" else None)
        if self.keeps_history and request.method == "POST" and not reason_in(request.POST):
            form.is_valid()
            form.add_error(REASON, MISSING)
            request.POST = QueryDict()  # so it asks again
        context = {"reason_form": form if self.keeps_history else None}
        return super().delete_view(request, object_id, context | (extra_context or {}))

    def explain_action(self, request: HttpRequest) -> str:
        """Give the reason that was typed, or else the name of the action on the list."""
        name = request.POST.get("action", "")
        chosen = self.get_actions(request).get(name) if name else None
        return reason_in(request.POST) or (str(chosen[2]) if chosen else "")


def _explained(form: Any) -> Any:
    return form if issubclass(form, Explained) else type(form.__name__, (Explained, form), {})


def watermark(tables: list[EditedModel]) -> str:
    """Give the keys of the newest versions there are, as "12.5.0"."""
    newest = (versions_of(t.model).objects.aggregate(last=Max("history_id")) for t in tables)
    return ".".join(str(found["last"] or 0) for found in newest)


def marks(text: str, tables: list[EditedModel]) -> list[int] | None:
    """Read a watermark; None where it is missing or not one."""
    parts = [whole_number(part) for part in text.split(".")]
    found = [number for number in parts if number is not None]
    return found if len(found) == len(parts) == len(tables) else None


class Locked(forms.Form):
    """A form that is compared with what others saved since it was opened."""

    conflicts: list[Conflict]

    def clean(self) -> Any:
        data = super().clean()
        instance = vars(self)["instance"]
        below, found = getattr(instance, "edited_with", []), getattr(instance, "rivals", [])
        self.conflicts = find_conflicts((self, below), found)
        if self.conflicts:
            self.add_error(None, ValidationError(REFUSED, code="conflict"))
        return data


class LockedGrid(BaseModelFormSet):
    """Rows that somebody else changed meanwhile are refused, or left alone if not touched."""

    opened: str = ""

    def clean(self) -> None:
        tables = [EditedModel(self.model, "id")]
        if mark := marks(self.data.get(OPENED, ""), tables):
            pks = [form.instance.pk for form in self.forms if form.instance.pk]
            for rival in rivals(tables[0], pks, mark[0]):
                self._compare(rival)
        super().clean()

    def _compare(self, rival: Rival) -> None:
        form = form_of((None, [self]), rival.model, rival.pk)
        if rival.opened is None or rival.stored is None or form is None or not form.has_changed():
            return
        is_touched = is_typed(form, rival.opened)
        found = find_conflicts((None, [self]), [rival])
        if not is_touched:
            form.instance.refresh_from_db()
            form.changed_data = []
            return
        for each in found:
            form.add_error(None, _sentence(each))


def _sentence(conflict: Conflict) -> str:
    if conflict.is_taken_over:
        text = gettext("%(label)s was changed from “%(opened)s” to “%(stored)s” by somebody else.")
    else:
        text = gettext(
            "%(label)s was changed from “%(opened)s” to “%(stored)s” by somebody else; yours is "
            "“%(yours)s”. Save again to keep yours."
        )
    return text % vars(conflict)


def _is_shown(rival: Rival, formsets: list[Any]) -> bool:
    """Tell whether a row is, or was, among those that the form shows to this user."""
    if form_sent_for((None, formsets), rival.model, rival.pk):
        return True
    shown = (each.get_queryset() for each in formsets if each.model is rival.model)
    return any(row.pk == rival.pk for rows in shown for row in rows)


class LockedAdmin(ExplainedAdmin):
    """Refuse the first attempt to save over what somebody else saved meanwhile."""

    def tables(self) -> list[EditedModel]:
        """List the tables that a form of this noun edits, its own first."""
        found = [EditedModel(self.model, "id")]
        for inline in self.inlines:
            if has_history(inline.model):
                key: Any = _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name)
                found.append(EditedModel(inline.model, key.attname))
        return found

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        context = self._open(request, self.tables()) | (extra_context or {})
        return super().changeform_view(request, object_id, form_url, context)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        tables = [EditedModel(self.model, "id")] if self.list_editable else []
        return super().changelist_view(request, self._open(request, tables) | (extra_context or {}))

    def _open(self, request: HttpRequest, tables: list[EditedModel]) -> dict[str, Any]:
        """Note how far the history goes before a row is read; while saving, nobody adds to it."""
        if not self.keeps_history:
            return {}
        if request.method == "POST":
            lock()
        return {OPENED: watermark(tables)}

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        """Let the form see the formsets below it, and what it has to be compared with."""
        formsets, inlines = super()._create_formsets(request, obj, change)  # type: ignore[misc]
        if self.keeps_history:
            obj.edited_with = formsets
            tables = self.tables()
            mark = marks(request.POST.get(OPENED, ""), tables) if change else None
            obj.rivals = [
                rival
                for table, position in zip(tables, mark or (), strict=bool(mark))
                for rival in rivals(table, [obj.pk], position)
                if table.column == "id" or _is_shown(rival, formsets)
            ]
        return formsets, inlines

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (Locked, form), {}) if self.keeps_history else form

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> Any:
        grid = super().get_changelist_formset(request, **kwargs)
        return type("Grid", (LockedGrid, grid), {}) if self.keeps_history else grid

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> Any:
        found = getattr(context["adminform"].form, "conflicts", [])
        context["conflicts"] = found
        if request.method == "POST" and not found and OPENED in request.POST:
            context[OPENED] = request.POST[OPENED]
        return super().render_change_form(request, context, *args, **kwargs)
