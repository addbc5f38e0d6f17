"""The history of an object in the admin, and bringing back what it was."""

from functools import partial
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, Max, Model, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from bureaus.admin.editing import ExplainedAdmin, ReasonForm
from bureaus.admin.restoring import Restoration, differences
from bureaus.changes.batch import ended_checks
from bureaus.changes.history import DELETED, versioned_columns, versions_of
from bureaus.changes.labels import Texts
from bureaus.changes.versions import EditedModel, Entry, entries
from bureaus.models import Region
from bureaus.staff.roles import is_regional, scopes, within_reach
from bureaus.staff.scope import visible
from bureaus.values.texts import whole_number

A_PAGE = 20


class VersionsAdmin(ExplainedAdmin):
    """Show who changed what and why; the form of an object shows a version of it to be saved."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_deleted"
        view = self.admin_site.admin_view(self.deleted_view)
        return [path("deleted/", view, name=name), *super().get_urls()]

    def reaches(self, request: HttpRequest, row: Any) -> bool:
        """Tell whether an object, or a version of one, lies where the user may edit."""
        place: Any = row.id if self.model is Region else getattr(row, "region_id", None)
        regions = within_reach(Region.objects.all(), request.user, region="")
        return not is_regional(request.user) or regions.filter(pk=place).exists()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context: dict[str, Any] = {"reason_form": ReasonForm(request.POST or None)}
        if self.has_add_permission(request):
            context["deleted_url"] = self.own_address("deleted")
        return super().changelist_view(request, context | (extra_context or {}))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return super().history_view(request, object_id, extra_context)
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        seen = partial(visible, user=request.user)
        pages = Paginator(entries(self._told(), obj.pk, Texts(seen)), A_PAGE)
        page = pages.get_page(request.GET.get("p"))
        if may_restore := self._may_restore(request, obj):
            self._offer(request, obj, list(page))
        context = {
            "title": _("History"),
            "subtitle": str(obj),
            "object": obj,
            "page": page,
            "range": pages.get_elided_page_range(page.number),
            "can_restore": may_restore,
            "ended_checks": ended_checks(obj),
        }
        return self._page(request, "history", context | (extra_context or {}))

    def _offer(self, request: HttpRequest, obj: Any, shown: list[Entry]) -> None:
        """Note what of the history the form of the object can fill in for this user."""
        forms: dict[Any, Any] = {self.model: self.get_form(request, obj, change=True)}
        for formset, inline in self.get_formsets_with_inlines(request, obj):
            if inline.has_change_permission(request, obj):
                forms[inline.model] = formset.form
        for item in (item for entry in shown for item in entry.items):
            item.fillable = set(forms[item.model].base_fields) if item.model in forms else set()

    def render_change_form(
        self,
        request: HttpRequest,
        context: Any,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        form = context["adminform"].form
        if not form.is_bound and (restoration := self._restoration(request, obj)):
            inlines = [
                each
                for each in context["inline_admin_formsets"]
                if obj is None or restoration.only or getattr(each.opts, "is_restored", True)
            ]
            formsets = {i.formset.model: i.formset for i in inlines if i.has_change_permission}
            own, *parts = self._told()
            shown = {table: formsets[table.model] for table in parts if table.model in formsets}
            restoration.fill(form, shown, own)
            forms = [form, *(row for rows in shown.values() for row in rows.forms)]
            context["version"] = restoration.version
            texts = Texts(partial(visible, user=request.user))
            context["restored"] = [each for row in forms for each in differences(row, texts)]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _restoration(self, request: HttpRequest, obj: Any) -> Restoration | None:
        """Find the version that the address asks for: of an object, or of one that was deleted."""
        if (key := request.GET.get("version")) is None:
            return None
        if obj is None:
            version = self._deleted(request).filter(pk=whole_number(key) or 0).first()
            if version is None:
                raise Http404
            return Restoration(self._told()[0], version)
        table, version = self._find(key, obj.pk)
        restoration = Restoration(table, version, obj.pk, request.GET.get("only", ""))
        if not self._may_restore(request, obj) or (
            restoration.moves_region and not self.reaches(request, version)
        ):
            raise PermissionDenied
        return restoration

    def deleted_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        page = Paginator(self._deleted(request), A_PAGE).get_page(request.GET.get("p"))
        context = {"title": _("Deleted"), "page": page, "range": page.paginator.page_range}
        return self._page(request, "deleted", context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        # Bring back what was deleted with what no form shows: its key, a reference
        if not change and (restoration := self._restoration(request, None)):
            obj.pk = restoration.version.id
            model: type[Model] = self.model
            unseen = {field.attname for field in self.opts.concrete_fields if not field.editable}
            for name in unseen & versioned_columns(model):
                setattr(obj, name, getattr(restoration.version, name))
        super().save_model(request, obj, form, change)

    def _may_restore(self, request: HttpRequest, obj: Any) -> bool:
        return self.has_change_permission(request, obj) and self.reaches(request, obj)

    def _told(self) -> list[EditedModel]:
        """List the tables that the history tells of, the noun's own first.

        Rows below an object that are edited by themselves have a history of their own.
        """
        found = [EditedModel(self.model, "id")]
        for inline in self.inlines:
            keys = (f for f in inline.model._meta.fields if f.related_model is self.model)
            named = [key for key in keys if inline.fk_name in (None, key.name)]
            if not self.admin_site.is_registered(inline.model):
                found.append(EditedModel(inline.model, named[0].attname))
        return found

    def _find(self, key: str, pk: Any) -> tuple[EditedModel, Any]:
        name, _dash, number = key.rpartition("-")
        table = next((t for t in self._told() if t.model._meta.model_name == name), None)
        version = whole_number(number)
        if table is None or version is None:
            raise Http404
        return table, get_object_or_404(table.versions(pk), pk=version)

    def _deleted(self, request: HttpRequest) -> QuerySet:
        """List the last versions of what is not there any more, within the user's reach."""
        model: type[Model] = self.model
        gone = versions_of(model).objects.filter(history_type=DELETED)
        last = gone.order_by().values("id").annotate(last=Max("pk")).values("last")
        rows = self.model._default_manager.filter(pk=OuterRef("id"))
        found = gone.filter(~Exists(rows), pk__in=last).select_related("history_user")
        if is_regional(request.user):
            scope = scopes().get(model)  # what lies nowhere is in nobody's reach
            found = within_reach(found, request.user, scope.region) if scope else found.none()
        return found.order_by("-history_id")

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        about = {
            "module_name": str(capfirst(self.opts.verbose_name_plural)),
            "preserved_filters": self.get_preserved_filters(request),
        }
        return self.own_page(request, f"admin/versions/{name}.html", **about | context)
