"""Two editors at once: who saves second is shown what the first one changed, and decides."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.forms import BaseModelFormSet
from django.forms.models import _get_foreign_key
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bureaus.admin.conflicts import Conflict, Rival, conflicts, is_typed, rivals
from bureaus.admin.explained import ExplainedAdmin
from bureaus.admin.submissions import form_of, form_sent_for
from bureaus.changes.batch import lock
from bureaus.changes.history import has_history, versions_of
from bureaus.changes.versions import Table

OPENED = "opened_at"

REFUSED = gettext_lazy(
    "Somebody saved this while you had it open. What is different is listed above; nothing that "
    "you typed is lost. Look through it and save again: then it is stored as it stands here."
)


def watermark(tables: list[Table]) -> str:
    """Give the keys of the newest versions there are, as "12.5.0"."""
    newest = (versions_of(t.model).objects.aggregate(last=Max("history_id")) for t in tables)
    return ".".join(str(found["last"] or 0) for found in newest)


def marks(text: str, tables: list[Table]) -> list[int] | None:
    """Read a watermark; None where it is missing or not one."""
    parts = text.split(".")
    is_right = len(parts) == len(tables) and all(p.isascii() and p.isdigit() for p in parts)
    return [min(int(part), 2**31 - 1) for part in parts] if is_right and len(text) < 200 else None


class Locked(forms.Form):
    """A form that is compared with what others saved since it was opened."""

    conflicts: list["Conflict"]

    def clean(self) -> Any:
        data = super().clean()
        instance = vars(self)["instance"]
        below, found = getattr(instance, "edited_with", []), getattr(instance, "rivals", [])
        self.conflicts = conflicts((self, below), found)
        if self.conflicts:
            self.add_error(None, ValidationError(REFUSED, code="conflict"))
        return data


class LockedGrid(BaseModelFormSet):
    """Rows that somebody else changed meanwhile are refused, or left alone if not touched."""

    opened: str = ""

    def clean(self) -> None:
        tables = [Table(self.model, "id")]
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
        found = conflicts((None, [self]), [rival])
        if not is_touched:
            form.instance.refresh_from_db()
            form.changed_data = []
            return
        for each in found:
            form.add_error(None, _sentence(each))


def _sentence(conflict: Conflict) -> str:
    if conflict.is_taken_over:
        text = _("%(label)s was changed from “%(opened)s” to “%(stored)s” by somebody else.")
    else:
        text = _(
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

    def tables(self) -> list[Table]:
        """List the tables that a form of this noun edits, its own first."""
        found = [Table(self.model, "id")]
        for inline in self.inlines:
            if has_history(inline.model):
                key: Any = _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name)
                found.append(Table(inline.model, key.attname))
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
        tables = [Table(self.model, "id")] if self.list_editable else []
        return super().changelist_view(request, self._open(request, tables) | (extra_context or {}))

    def _open(self, request: HttpRequest, tables: list[Table]) -> dict[str, Any]:
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
