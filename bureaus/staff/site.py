"""The admin site of the directory: staff's workbench."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from bureaus.staff import login, second_factor, tasks
from bureaus.staff.roles import is_regional
from bureaus.staff.scope import selectable


@dataclass(frozen=True)
class Figure:
    """A number of the front page; ``address`` lists exactly the rows that it counts."""

    title: str
    number: int
    address: str


class ScopedAutocomplete(AutocompleteJsonView):
    """Offer only what the form would take from this user."""

    source_field: Any

    def get_queryset(self) -> QuerySet[Any]:
        return selectable(self.source_field, super().get_queryset(), self.request.user)


class Workbench(admin.AdminSite):
    """Where staff work; every model admin of both apps is registered here as ``admin.site``."""

    site_header = _("Bureau Directory")
    site_title = _("Bureau Directory")
    index_title = _("Workbench")

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not second_factor.is_missing(request.user)

    def get_urls(self) -> list[Any]:
        inside, factor = self.admin_view, "second-factor/"
        on_site = "r/<int:content_type_id>/<path:object_id>/"
        password = "password/<uidb64>/<token>/"  # noqa: S105 - an address
        own = [
            path("logout/", self.logout, name="logout"),  # also for those who lost their phone
            path(on_site, inside(self.on_site), name="view_on_site"),
            path(factor, inside(login.StateView.as_view()), name="second_factor"),
            path(f"{factor}code/", login.CodeView.as_view(), name="second_factor_code"),
            path(f"{factor}set-up/", login.SetUpView.as_view(), name="second_factor_set_up"),
            path(f"{factor}recovery-codes/", inside(login.recovery_codes), name="recovery_codes"),
            path(password, login.SetPasswordView.as_view(), name="set_password"),
        ]
        return own + super().get_urls()

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead who has given the password on to the second factor."""
        is_half_way = super().has_permission(request) and not self.has_permission(request)
        if request.method == "GET" and is_half_way:
            query = urlencode({"next": request.GET["next"]}) if "next" in request.GET else ""
            page = reverse("admin:second_factor_code")
            return redirect(f"{page}?{query}" if query else page)
        return super().login(request, extra_context)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        view: Any = ScopedAutocomplete.as_view(admin_site=self)
        return view(request)

    def on_site(
        self, request: HttpRequest, content_type_id: int, object_id: str
    ) -> HttpResponseBase:
        """Lead to the public page of a row, if the user may see the row and it has one."""
        kind = ContentType.objects.filter(pk=content_type_id).first()
        model = kind.model_class() if kind else None
        if model is None or not self.is_registered(model):
            raise Http404
        page = self.get_model_admin(model)
        row = page.get_object(request, object_id)
        if row is None or not page.has_view_or_change_permission(request, row):
            raise Http404
        address = _public_address(page, row)
        if not address:
            raise Http404
        return redirect(address)

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        groups = {
            model._meta.verbose_name_plural: self.figures(request, model)
            for model in tasks.models()
            if self.get_model_admin(model).has_view_permission(request)
        }
        return super().index(request, {"figures": groups} | (extra_context or {}))

    def figures(self, request: HttpRequest, model: type[Model]) -> list[Figure]:
        app, name = model._meta.app_label, model._meta.model_name
        address = reverse(f"{self.name}:{app}_{name}_changelist")
        mine = {tasks.REACH: tasks.MINE} if is_regional(request.user) else {}
        found = []
        for task, number in tasks.counts(model, request.user):
            reach = mine if task.own_rows is None else {}
            query = urlencode({tasks.TASK: task.name} | reach)
            found.append(Figure(str(task.title), number, f"{address}?{query}"))
        return found


def _public_address(page: admin.ModelAdmin, row: Any) -> str | None:
    if callable(page.view_on_site):
        return page.view_on_site(row)
    is_shown = page.view_on_site and hasattr(row, "get_absolute_url")
    return row.get_absolute_url() if is_shown else None
