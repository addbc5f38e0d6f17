"""Editing an object: why it is changed, and what happens when several edit it at once."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet, BaseModelFormSet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bureaus.changes.history import REASON_LENGTH
from bureaus.upkeep.shared_forms import SharedForm

REASON = "change_reason"
MISSING = _("Say where you know this from, or why you change it.")
BELOW = "_formsets_below"  # where an object keeps the formsets of its page
REVIVED = _(
    "Somebody else has deleted a row meanwhile; what you typed into it is a new row now. "
    "Save again to keep it."
)
OVERTAKEN = _(
    "Somebody else has changed “%(row)s” meanwhile. Save again to delete it all the same."
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


class ExplainedForm(SharedForm):
    """A form that asks why, once it or a form below it changes something."""

    change_reason = reason_field()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self._changes_something() and not data.get(REASON) and REASON not in self.errors:
            self.add_error(REASON, MISSING)
        return data

    def _changes_something(self) -> bool:
        # The admin makes the formsets, which note themselves there, before it asks any form
        below = vars(self.instance).get(BELOW, ())
        return bool(set(self.changed_data) - {REASON}) or any(rows.has_changed() for rows in below)


class SharedFormSet(BaseInlineFormSet):
    """The rows below an object, of which others may add, change and delete some meanwhile."""

    data: QueryDict

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        vars(self.instance).setdefault(BELOW, []).append(self)
        self.faults: list[ValidationError] = []
        if self.is_bound and (gone := [f for f in self.initial_forms if f.instance.pk is None]):
            self._leave_out(gone)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return super().get_form_kwargs(index) | {"owner": self.fk.name}

    def add_fields(self, form: Any, index: int | None) -> None:
        """Do not read or check again what was found by its key and is not touched."""
        super().add_fields(form, index)
        if key := form.instance.pk:
            form.empty_permitted = True
            name = self.model._meta.pk.name
            form.fields[name] = forms.IntegerField(
                initial=key, required=False, widget=forms.HiddenInput
            )

    def _leave_out(self, gone: list[Any]) -> None:
        """Leave out rows that are there no more; what was typed into one becomes a new row."""
        typed = [f for f in gone if f.is_touched and f.add_prefix("DELETE") not in f.data]
        self.faults = [ValidationError(REVIVED)] if typed else []
        data: QueryDict = self.data.copy()
        sent = {}
        for form in self.forms:
            start = f"{form.prefix}-"
            keys = [key for key in data if key.removeprefix("initial-").startswith(start)]
            sent[form] = {key: data.pop(key) for key in keys}
        rows = [form for form in self.forms if form not in gone] + typed
        for number, form in enumerate(rows):
            for key, values in sent[form].items():
                data.setlist(key.replace(form.prefix, self.add_prefix(number), 1), values)
            if form in typed:
                data.pop(f"{self.add_prefix(number)}-{self.model._meta.pk.name}", None)
        data[f"{self.prefix}-TOTAL_FORMS"] = str(len(rows))
        data[f"{self.prefix}-INITIAL_FORMS"] = str(self.initial_form_count() - len(gone))
        self.data = data
        self._forget("forms", "management_form")

    def clean(self) -> None:
        super().clean()
        changed = [form.instance for form in self.deleted_forms if form.overtaken]
        faults = [ValidationError(OVERTAKEN, params={"row": row}) for row in changed]
        if self.faults or faults:
            raise ValidationError(self.faults + faults)

    def fill(self, values: dict[int, dict[str, Any] | None]) -> None:
        """Show other values, by key of the row; None deletes a row, an unknown key adds one."""
        there = {row.pk for row in self.get_queryset()}
        new = [found for pk, found in values.items() if found and pk not in there]
        self.extra = len(new)
        self._forget("forms")
        for form in self.initial_forms:
            found = values.get(form.instance.pk, {})
            is_gone = found is None and "DELETE" in form.fields
            form.fill({"DELETE": True} if is_gone else found or {})
        for form, found in zip(self.extra_forms, new, strict=True):
            form.fill(found)

    def _forget(self, *names: str) -> None:
        for name in names:
            vars(self).pop(name, None)  # cached properties of Django's formsets


class ExplainedGrid(BaseModelFormSet):
    def clean(self) -> None:
        super().clean()
        is_changed = any(form.has_changed() for form in self.forms)
        if is_changed and not reason_in(self.data):
            raise ValidationError(MISSING, code=REASON)


def reason_in(data: Mapping[str, Any]) -> str:
    """Give the reason that was sent, or nothing if it is not acceptable."""
    form = ReasonForm(data)
    return form.cleaned_data[REASON] if form.is_valid() else ""


class PagesAdmin(admin.ModelAdmin):
    """The admin of a noun that has pages of its own beside those of Django."""

    def own_address(self, page: str, *args: object) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=args, current_app=self.admin_site.name)

    def own_page(self, request: HttpRequest, template: str, **context: Any) -> TemplateResponse:
        request.current_app = self.admin_site.name
        shared = self.admin_site.each_context(request) | {"opts": self.opts}
        return TemplateResponse(request, template, shared | context)


class ExplainedAdmin(PagesAdmin):
    """Ask why something is changed."""

    form = ExplainedForm

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        # Ask last; whoever only looks is not asked
        fieldsets = [*super().get_fieldsets(request, obj)]
        is_new = obj is None
        may_add, may_change = self.has_add_permission, self.has_change_permission
        may_save = may_add(request) if is_new else may_change(request, obj)
        if may_save and REASON not in flatten_fieldsets(fieldsets):
            fieldsets.append((_("This change"), {"fields": [REASON]}))
        return fieldsets

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> Any:
        return type("Grid", (ExplainedGrid, super().get_changelist_formset(request, **kwargs)), {})

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        # Leave out deleting many rows at once: each is asked about
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        form = ReasonForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and not reason_in(request.POST):
            form.is_valid()
            form.add_error(REASON, MISSING)
            request.POST = QueryDict()  # so it asks again
        context = {"reason_form": form}
        return super().delete_view(request, object_id, context | (extra_context or {}))

    def explain_action(self, request: HttpRequest) -> str:
        """Give the reason that was typed, or else the name of the action on the list."""
        name = request.POST.get("action", "")
        chosen = self.get_actions(request).get(name) if name else None
        return reason_in(request.POST) or (str(chosen[2]) if chosen else "")
