"""Why something is changed: asked on every form, in the grid, and before deleting."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _

from bureaus.changes.history import REASON_LENGTH, has_history

REASON = "change_reason"
MISSING = _("Say where you know this from, or why you change it.")


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
        form = ReasonForm(request.POST or None)
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
