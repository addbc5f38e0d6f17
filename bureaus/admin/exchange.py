"""Import and export in the admin: the list as a file, a file into the list, and what came of it."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from bureaus.admin.bases import OnlyShown, ScopedAdmin
from bureaus.admin.editing import PagesAdmin
from bureaus.files.downloads import csv_response
from bureaus.models import ImportRun
from bureaus.spreadsheets import runs, workbooks
from bureaus.spreadsheets.bases import ExchangeResource
from bureaus.spreadsheets.plan import ImportPlan
from bureaus.spreadsheets.reading import MOST_BYTES
from bureaus.staff.filters import TaskFilter
from bureaus.staff.scope import imports_of
from bureaus.values.batches import in_batches

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLACE = "<!-- what follows bit by bit -->"


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"), help_text=_("CSV or XLSX, at most 10 MB and 20,000 rows.")
    )


class ConfirmForm(forms.Form):
    source = forms.CharField(
        label=_("Source of this file"),
        max_length=300,
        help_text=_("Where it comes from and why, for example: list of the commerce bureau, June."),
    )
    without_similar = forms.BooleanField(
        label=_("Leave out the rows that may be there already"), required=False
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ExchangeAdmin(PagesAdmin):
    """Give a list its files: exported as filtered, imported after a preview."""

    resource_class: type[ExchangeResource]
    change_list_template = "workbench/exchange_change_list.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        label = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("export/<extension>/", view(self.export_view), name=f"{label}_export"),
            path("import/", view(self.import_view), name=f"{label}_import"),
            path("import/<int:pk>/", view(self.import_run_view), name=f"{label}_import_run"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        query = request.GET.copy()
        for page in ("p", "all", "e"):
            query.pop(page, None)
        filters = f"?{query.urlencode()}" if query else ""
        links = [
            (_("Export as CSV"), self.own_address("export", "csv") + filters),
            (_("Export as XLSX"), self.own_address("export", "xlsx") + filters),
        ]
        if self.has_change_permission(request):
            links.append((_("Import"), self.own_address("import")))
        context = {"exchange_links": links} | (extra_context or {})
        return super().changelist_view(request, extra_context=context)

    @method_decorator(require_safe)
    def export_view(self, request: HttpRequest, extension: str) -> HttpResponseBase:
        if extension not in ("csv", "xlsx"):
            raise Http404
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            found = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return HttpResponseRedirect(f"{self.own_address('changelist')}?e=1")
        resource = self.resource_class(request.user)
        lines = (resource.line(row) for row in _in_order(found, resource))
        name = str(self.opts.model_name)
        if extension == "csv":
            return csv_response(request, resource.columns, lines, name)
        headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
        book = workbooks.write_workbook(resource.columns, lines)
        return HttpResponse(book, content_type=XLSX, headers=headers)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def import_view(self, request: HttpRequest) -> HttpResponseBase:
        self._demand_change(request)
        form = UploadForm(request.POST or None, request.FILES or None)
        resource = self.resource_class(request.user)
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            user: Any = request.user
            run = runs.receive(file.name, file.read(MOST_BYTES + 1), resource, user)
            if run.state == ImportRun.State.PREVIEWED:
                return HttpResponseRedirect(self.own_address("import_run", run.pk))
            form.add_error("file", run.error)
        context = {"form": form, "resource": resource, "columns": resource.described()}
        return self._file_page(request, "workbench/import.html", _("Import"), context)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def import_run_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Preview one's own file on GET, apply it on POST; both tell how far they are."""
        self._demand_change(request)
        mine = ImportRun.objects.filter(user=request.user.pk, noun=self.opts.label_lower)
        run = get_object_or_404(mine, pk=pk)
        if run.state != ImportRun.State.PREVIEWED or run.content is None:
            return self._file_page(
                request, "workbench/import_run.html", run.file_name, {"run": run}
            )
        form = ConfirmForm(request.POST or None)
        resource = self.resource_class(request.user)
        may_add = self.has_add_permission(request)
        if form.is_valid():
            steps = runs.apply_plan(run, resource, may_add=may_add, **form.cleaned_data)
        else:
            steps = runs.preview_plan(run, resource, may_add=may_add)
        context = {"opts": self.opts, "form": form, "is_stale": form.is_valid()}
        context |= {"csrf_token": get_token(request), "same_before": run.same_before}
        page = self._file_page(
            request, "workbench/import_steps.html", run.file_name, {"place": PLACE}
        )
        return _streamed(page.render().content.decode(), steps, context)

    def _demand_change(self, request: HttpRequest) -> None:
        if not self.has_change_permission(request):
            raise PermissionDenied

    def _file_page(
        self, request: HttpRequest, template: str, title: Any, context: dict[str, Any]
    ) -> TemplateResponse:
        address = self.own_address("import")
        return self.own_page(request, template, title=title, import_address=address, **context)


def _in_order(found: QuerySet[Any], resource: ExchangeResource) -> Iterator[Any]:
    """Yield the rows that a list found, in its order, with all that their lines need."""
    for some in in_batches(dict.fromkeys(found.values_list("pk", flat=True))):
        rows = resource.rows().in_bulk(some)
        yield from (rows[pk] for pk in some if pk in rows)


def _streamed(page: str, steps: runs.Steps, context: dict[str, Any]) -> StreamingHttpResponse:
    """Send a page around its steps while they are made, so that nobody waits before nothing."""
    before, _place, after = page.partition(PLACE)
    parts = _page_parts(steps, context, translation.get_language())
    response = StreamingHttpResponse(chain([before], parts, [after]))
    response["Content-Encoding"] = "identity"  # compressed, it would be kept back
    response["X-Accel-Buffering"] = "no"  # as nginx would
    response["Cache-Control"] = "no-store"
    return response


def _page_parts(steps: runs.Steps, context: dict[str, Any], language: str | None) -> Iterator[str]:
    with translation.override(language):  # the request is over when the stream is read
        for it in steps:
            if isinstance(it, runs.Step):
                yield render_to_string("workbench/_import_step.html", {"step": it})
            elif isinstance(it, ImportPlan):
                yield render_to_string("workbench/_import_plan.html", context | {"plan": it})
            else:
                yield render_to_string("workbench/_import_result.html", context | {"run": it})


@admin.register(ImportRun)
class ImportRunAdmin(OnlyShown, ScopedAdmin):
    list_display = ["started_at", "noun", "file_name", "user", "state", "written_counts", "source"]
    list_filter = [TaskFilter, "state", "noun"]
    list_select_related = ["user"]
    fields = [
        *("started_at", "finished_at", "user", "noun", "file_name", "digest"),
        *("state", "written_counts", "source", "error"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportRun]:
        return imports_of(ImportRun.objects.defer("content"), request.user)

    @admin.display(description=_("rows"))
    def written_counts(self, run: ImportRun) -> str:
        names = {
            "rows": _("in the file"),
            "created": _("created"),
            "changed": _("changed"),
            "unchanged": _("unchanged"),
            "refused": _("refused"),
        }
        counts = {text: run.counts[name] for name, text in names.items() if name in run.counts}
        return ", ".join(f"{text}: {number}" for text, number in counts.items())
