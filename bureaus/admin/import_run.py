"""What was imported, by whom and with what end: a list to read."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from bureaus.admin.bases import NeverDeleted, TogetherAdmin
from bureaus.admin.filters import TaskFilter
from bureaus.models import ImportRun
from bureaus.staff.reach import imports_of


@admin.register(ImportRun)
class ImportRunAdmin(NeverDeleted, TogetherAdmin):
    list_display = ["started_at", "noun", "file_name", "user", "state", "written_counts", "source"]
    list_filter = [TaskFilter, "state", "noun"]
    list_select_related = ["user"]
    fields = [
        *("started_at", "finished_at", "user", "noun", "file_name", "digest"),
        *("state", "written_counts", "source", "error"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportRun]:
        return imports_of(ImportRun.objects.defer("content"), request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("rows"))
    def written_counts(self, run: ImportRun) -> str:
        names = {
            "rows": _("in the file"),
            "created": _("created"),
            "changed": _("changed"),
            "unchanged": _("unchanged"),
            "refused": _("refused"),
        }
        return ", ".join(
            f"{names[name]}: {run.counts[name]}" for name in names if name in run.counts
        )
