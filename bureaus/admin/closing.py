"""Acts that are led through step by step: closing, merging, renaming, and taking it back."""

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
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

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CONFIRM, BACK = "_confirm", "_back"  # names of buttons


def posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


class GuidedAdmin(PagesAdmin):
    """Pages of a row, each of which leads through one of the ``acts``, by name with its title.

    An act has a view of its name, ``close_view``. Those of ``own_acts`` are also for regional
    editors, of what lies in their regions.
    """

    acts: Mapping[str, "StrOrPromise"]
    own_acts: Collection[str] = ()

    def has_close_permission(self, request: HttpRequest) -> bool:
        """Regional editors keep rows right, but do not end any."""
        return self.has_change_permission(request) and not is_regional(request.user)

    def may(self, request: HttpRequest, act: str, row: Any = None) -> bool:
        is_allowed = act in self.own_acts or self.has_close_permission(request)
        return is_allowed and self.has_change_permission(request, row)

    def is_offered(self, row: Any, act: str) -> bool:
        """Tell whether an act makes sense for a row as it is."""
        raise NotImplementedError

    def get_urls(self) -> list[URLPattern]:
        inside, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path(f"<int:pk>/{act}/", inside(getattr(self, f"{act}_view")), name=f"{name}_{act}")
            for act in self.acts
        ] + super().get_urls()

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = kwargs.get("obj")
        context["acts"] = [
            (title, self.own_address(act, row.pk))
            for act, title in self.acts.items()
            if row and self.may(request, act, row) and self.is_offered(row, act)
        ]
        return super().render_change_form(request, context, *args, **kwargs)

    def found(self, request: HttpRequest, pk: int, act: str) -> Any:
        if not self.may(request, act):
            raise PermissionDenied
        row = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.may(request, act, row):
            raise PermissionDenied
        return row

    def guided_page(
        self, request: HttpRequest, act: str, page: str, row: Model, *, form: Form, **context: Any
    ) -> TemplateResponse:
        context |= {"act": self.acts[act], "original": row, "form": form}
        context["media"] = self.media + form.media
        return self.own_page(request, f"workbench/{page}.html", **context)

    def name_left(self, request: HttpRequest, left: list[str]) -> None:
        """Name what an undoing leaves as it is."""
        if left:
            text = _("Left as they are, because they were changed since: %s")
            self.message_user(request, text % "; ".join(left), messages.WARNING)

    def done(
        self, request: HttpRequest, row: Any, form: Form, text: str
    ) -> HttpResponseRedirectBase:
        said = text % {self.opts.model_name: row}
        self.log_change(request, row, f"{said} {form.cleaned_data['reason']}")
        self.message_user(request, said, messages.SUCCESS)
        return redirect(self.own_address("change", row.pk))

    def refused(self, request: HttpRequest, row: Model, text: str) -> HttpResponseRedirectBase:
        self.message_user(request, text, messages.ERROR)
        return redirect(self.own_address("change", row.pk))


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


class GuidedClosing(GuidedAdmin):
    """Pages of a bureau that close it, open it again and rename it."""

    acts = {
        "rename": gettext_lazy("Rename"),
        "close": gettext_lazy("Close, replace or merge"),
        "reopen": gettext_lazy("Open again"),
    }
    own_acts = ("rename",)
    actions: Sequence[Any] = [close_or_merge]

    def is_offered(self, row: Bureau, act: str) -> bool:
        needed = {"close": Bureau.Status.PUBLISHED, "reopen": Bureau.Status.CLOSED}
        return row.status == needed.get(act, row.status)

    def close_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        bureau = self.found(request, pk, "close")
        if bureau.status != Bureau.Status.PUBLISHED:
            return self.refused(request, bureau, _("Only a published bureau can be closed."))
        initial = {
            "closure": request.GET.get("closure"),
            "successors": as_keys(request.GET.getlist("successors")),
        }
        form = ClosingForm(posted(request), initial=initial, bureau=bureau)
        if request.method == "POST" and BACK not in request.POST and form.is_valid():
            return self._preview_or_close(request, bureau, form)
        others = Bureau.objects.public().filter(pk__in=initial["successors"]).exclude(pk=pk)
        swapped = [(other, closing_address(other, bureau)) for other in others[:1]]
        return self.guided_page(
            request, "close", "closing_form", bureau, form=form, swapped=swapped
        )

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
                return self.done(request, bureau, form, _("%(bureau)s was closed."))
            plan = form.plan(merging if is_right else None)
            fate, names = closing.preview_closing(bureau, plan)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.guided_page(request, "close", "closing_form", bureau, form=form)
        more = {
            "merging": merging,
            "successor": successor,
            "fate": fate,
            "names": names,
            "plan": plan,
            "closure": Bureau.Closure(plan.closure).label,
            "permalink": reverse("bureau-permalink", args=[bureau.ref]),
            "button": _("Close this bureau"),
            "desks": bureau.desks.count(),
        }
        return self.guided_page(request, "close", "closing_preview", bureau, form=form, **more)

    def reopen_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        bureau = self.found(request, pk, "reopen")
        if not bureau.is_closed:
            return self.refused(request, bureau, _("This bureau is not closed."))
        form = ActForm(posted(request))
        if request.method == "POST" and form.is_valid():
            try:
                left = lifecycle.reopen(bureau, form.cleaned_data["reason"])
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                self.name_left(request, left)
                return self.done(request, bureau, form, _("%(bureau)s is open again."))
        made = lifecycle.closing_of(bureau)
        opened = copy(bureau)
        opened.status = Bureau.Status.PUBLISHED
        others = Bureau.objects.exclude(pk__in=bureau.successors.values("pk"))
        similar = near_same(opened, others)
        return self.guided_page(
            request, "reopen", "reopening", bureau, form=form, closing=made, similar=similar
        )

    def rename_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        bureau = self.found(request, pk, "rename")
        form = RenamingForm(posted(request), bureau=bureau)
        if request.method == "POST" and form.is_valid():
            values = form.cleaned_data
            try:
                lifecycle.rename(bureau, form.new_names, values["on"], values["reason"])
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                return self.done(request, bureau, form, _("%(bureau)s was renamed."))
        return self.guided_page(request, "rename", "renaming", bureau, form=form)
