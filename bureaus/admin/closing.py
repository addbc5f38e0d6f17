"""Closing, replacing, merging, renaming and opening bureaus again, step by step."""

from collections.abc import Sequence
from copy import copy
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bureaus.admin.closing_forms import ActForm, ClosingForm, MergeForm, RenamingForm, as_keys
from bureaus.admin.editing import PagesAdmin
from bureaus.models import Bureau
from bureaus.staff.roles import is_regional
from bureaus.upkeep import closing, lifecycle
from bureaus.upkeep.duplicates import near_same

CONFIRM, BACK = "_confirm", "_back"  # names of buttons


@admin.action(description=gettext_lazy("Close, replace or merge"), permissions=["close"])
def close_or_merge(
    model_admin: "GuidedClosing", request: HttpRequest, chosen: QuerySet[Bureau]
) -> HttpResponse | None:
    """Lead to the guided closing; the second of two is proposed as the one that stays."""
    bureaus = list(chosen[:3])
    if len(bureaus) > 2:
        text = _("Choose one bureau to close it, or two to merge one into the other.")
        model_admin.message_user(request, text, messages.ERROR)
        return None
    return redirect(closing_address(*bureaus))


def closing_address(bureau: Bureau, into: Bureau | None = None) -> str:
    address = reverse("admin:bureaus_bureau_close", args=[bureau.pk])
    merged = {"closure": Bureau.Closure.MERGED, "successors": into.pk} if into else {}
    return f"{address}?{urlencode(merged)}" if into else address


def posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


class GuidedClosing(PagesAdmin):
    """Pages of a bureau that close it, open it again and rename it."""

    actions: Sequence[Any] = [close_or_merge]

    def has_close_permission(self, request: HttpRequest) -> bool:
        """Regional editors keep bureaus right, but do not close any."""
        return self.has_change_permission(request) and not is_regional(request.user)

    def get_urls(self) -> list[URLPattern]:
        inside = self.admin_site.admin_view
        return [
            path("<int:pk>/close/", inside(self.close_view), name="bureaus_bureau_close"),
            path("<int:pk>/reopen/", inside(self.reopen_view), name="bureaus_bureau_reopen"),
            path("<int:pk>/rename/", inside(self.rename_view), name="bureaus_bureau_rename"),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["may_close"] = self.has_close_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def close_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        bureau = self._found(request, pk, is_closing=True)
        if bureau.status != Bureau.Status.PUBLISHED:
            return self._refused(request, bureau, _("Only a published bureau can be closed."))
        initial = {
            "closure": request.GET.get("closure"),
            "successors": as_keys(request.GET.getlist("successors")),
        }
        form = ClosingForm(posted(request), initial=initial, bureau=bureau)
        if request.method == "POST" and BACK not in request.POST and form.is_valid():
            return self._preview_or_close(request, bureau, form)
        others = Bureau.objects.public().filter(pk__in=initial["successors"]).exclude(pk=pk)
        swapped = [(other, closing_address(other, bureau)) for other in others[:1]]
        return self._closing_page(request, "closing_form", bureau, form=form, swapped=swapped)

    def _preview_or_close(
        self, request: HttpRequest, bureau: Bureau, form: ClosingForm
    ) -> HttpResponse:
        """Show what will happen, or do it once that was confirmed; errors go back to the form."""
        data = request.POST if CONFIRM in request.POST else None
        successor = form.successor
        merging = MergeForm(data, bureau=bureau, successor=successor) if successor else None
        is_right = merging is None or not merging.is_bound or merging.is_valid()
        try:
            if data and is_right:
                closing.carry_out(bureau, form.plan(merging))
                return self._done(request, bureau, form, _("%(bureau)s was closed."))
            plan = form.plan(merging if is_right else None)
            fate, names = closing.preview_closing(bureau, plan)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self._closing_page(request, "closing_form", bureau, form=form)
        more = {
            "merging": merging,
            "successor": successor,
            "fate": fate,
            "names": names,
            "plan": plan,
            "closure": Bureau.Closure(plan.closure).label,
            "permalink": reverse("bureau-permalink", args=[bureau.ref]),
            "desks": bureau.desks.count(),
        }
        return self._closing_page(request, "closing_preview", bureau, form=form, **more)

    def reopen_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        bureau = self._found(request, pk, is_closing=True)
        if not bureau.is_closed:
            return self._refused(request, bureau, _("This bureau is not closed."))
        form = ActForm(posted(request))
        if request.method == "POST" and form.is_valid():
            try:
                left = lifecycle.reopen(bureau, form.cleaned_data["reason"])
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                if left:
                    text = _("Left as they are, because they were changed since: %s")
                    self.message_user(request, text % "; ".join(left), messages.WARNING)
                return self._done(request, bureau, form, _("%(bureau)s is open again."))
        made = lifecycle.closing_of(bureau)
        opened = copy(bureau)
        opened.status = Bureau.Status.PUBLISHED
        others = Bureau.objects.exclude(pk__in=bureau.successors.values("pk"))
        similar = near_same(opened, others)
        return self._closing_page(
            request, "reopening", bureau, form=form, closing=made, similar=similar
        )

    def rename_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        bureau = self._found(request, pk)
        if not self.has_change_permission(request, bureau):
            raise PermissionDenied
        form = RenamingForm(posted(request), bureau=bureau)
        if request.method == "POST" and form.is_valid():
            values = form.cleaned_data
            try:
                lifecycle.rename(bureau, form.new_names, values["on"], values["reason"])
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                return self._done(request, bureau, form, _("%(bureau)s was renamed."))
        return self._closing_page(request, "renaming", bureau, form=form)

    def _found(self, request: HttpRequest, pk: int, *, is_closing: bool = False) -> Bureau:
        may = self.has_close_permission if is_closing else self.has_change_permission
        if not may(request):
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request).select_related("region"), pk=pk)

    def _closing_page(
        self, request: HttpRequest, name: str, bureau: Bureau, *, form: Form, **context: Any
    ) -> TemplateResponse:
        about: dict[str, Any] = {"original": bureau, "form": form, "media": self.media + form.media}
        return self.own_page(request, f"workbench/{name}.html", **about, **context)

    def _done(
        self, request: HttpRequest, bureau: Bureau, form: Form, text: str
    ) -> HttpResponseRedirectBase:
        said = text % {"bureau": bureau}
        self.log_change(request, bureau, f"{said} {form.cleaned_data['reason']}")
        self.message_user(request, said, messages.SUCCESS)
        return redirect("admin:bureaus_bureau_change", bureau.pk)

    def _refused(self, request: HttpRequest, bureau: Bureau, text: str) -> HttpResponseRedirectBase:
        self.message_user(request, text, messages.ERROR)
        return redirect("admin:bureaus_bureau_change", bureau.pk)
