"""What the lists of staff are narrowed by: work that is left to do, and where."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bureaus.lists.counts import count_by_region
from bureaus.models import Region
from bureaus.models.tree import of_regions
from bureaus.staff import tasks
from bureaus.staff.roles import is_regional
from bureaus.staff.scope import reachable


class CheckStateFilter(admin.SimpleListFilter):
    title = _("check state")
    parameter_name = "check_state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("checked", _("Checked")),
            ("overdue", _("Check overdue")),
            ("never", _("Never checked")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        today = timezone.localdate()
        conditions: dict[str | None, dict[str, Any]] = {
            "checked": {"next_check_on__gte": today},
            "overdue": {"next_check_on__lt": today},
            "never": {"checked_on": None},
        }
        return queryset.filter(**conditions.get(self.value(), {}))


class TaskFilter(admin.SimpleListFilter):
    """The tasks of the front page that concern the rows of this list."""

    title = _("left to do")
    parameter_name = tasks.TASK

    def __init__(self, request: HttpRequest, params: Any, model: type[Model], page: Any) -> None:
        self.tasks = tasks.tasks_of(model)
        super().__init__(request, params, model, page)

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(task.name, task.title) for task in self.tasks.values()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() is None:
            return queryset
        task = self.tasks.get(self.value() or "")
        return queryset.filter(task.condition()) if task else queryset.none()

    def get_facet_counts(self, pk_attname: str, filtered_qs: QuerySet) -> dict[str, Count]:
        # Count by the conditions themselves, which takes one walk through the rows
        return {
            f"{i}__c": Count(pk_attname, filter=task.condition(), distinct=True)
            for i, task in enumerate(self.tasks.values())
        }


class ReachFilter(admin.SimpleListFilter):
    """For a regional editor: only what he or she may edit."""

    title = _("my regions")
    parameter_name = tasks.REACH

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(tasks.MINE, _("In my regions"))] if is_regional(request.user) else []

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset if self.value() is None else reachable(queryset, request.user)


class ProvinceListFilter(admin.SimpleListFilter):
    """A province with everything inside it."""

    title = _("province")
    parameter_name = "inside"
    provinces = Region.objects.filter(level=Region.Level.PROVINCE).order_by("slug")

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(province.slug, province.name) for province in self.provinces.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() is None:
            return queryset
        province = Region.objects.filter(slug=self.value()).first()
        return queryset.filter(of_regions([province])) if province else queryset.none()

    def get_facet_queryset(self, changelist: ChangeList) -> dict[str, int]:
        # Count all provinces in one walk; asking for each takes as long as the whole list
        own = self.expected_parameters()
        counts = count_by_region(changelist.get_queryset(self.request, exclude_parameters=own))
        keys = self.provinces.values_list("pk", flat=True)
        return {f"{i}__c": counts[pk] for i, pk in enumerate(keys)}
