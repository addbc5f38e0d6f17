"""What is left to do, as numbers on the front page of the workbench."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Count, Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bureaus.changes.nouns import nouns
from bureaus.edition import edition
from bureaus.models import Assignment, Bureau, Correction, ImportRun
from bureaus.staff.roles import is_regional
from bureaus.staff.scope import imports_of, reachable

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


TASK, REACH, MINE = "task", "reach", "mine"  # parameters of the lists, and the value of the second
DUE_DAYS = 30  # a check is due when its day comes within so many days
PUBLISHED = Q(status=Bureau.Status.PUBLISHED)


@dataclass(frozen=True)
class Task:
    """Something that is left to do about some rows of a model.

    ``name`` stands in addresses of lists. ``condition`` matches each row at most once.
    ``own_rows`` is for rows that lie in no region: which of them the list shows a regional editor.
    """

    name: str
    model: type[Model]
    title: "StrOrPromise"
    condition: Callable[[], Q]
    own_rows: Callable[[QuerySet, "User | AnonymousUser"], QuerySet] | None = None

    def in_reach_of(self, user: "User | AnonymousUser") -> QuerySet:
        rows = self.model._default_manager.order_by()
        return self.own_rows(rows, user) if self.own_rows else reachable(rows, user)


@cache
def _tasks() -> dict[type[Model], dict[str, Task]]:
    found: dict[type[Model], dict[str, Task]] = {}
    for task in (task for noun in nouns() for task in noun.tasks):
        found.setdefault(task.model, {})[task.name] = task
    return found


def models() -> list[type[Model]]:
    return list(_tasks())


def tasks_of(model: type[Model]) -> dict[str, Task]:
    return _tasks().get(model, {})


def counts(model: type[Model], user: User | AnonymousUser) -> list[tuple[Task, int]]:
    """Count the rows of each task that the user may edit, in one query for the model.

    What the edition covers is counted once per edition.
    """
    tasks = list(tasks_of(model).values())
    if getattr(model, "raises_edition", True) is True:
        reach = "everywhere"
        if is_regional(user):
            own = Assignment.objects.filter(user=user.pk).order_by("region")
            reach = ",".join(map(str, own.values_list("region", flat=True)))
        name = f"tasks:{model._meta.label}:{reach}"
        found = edition.kept(name, lambda: _count_tasks(tasks, user))
    else:
        found = _count_tasks(tasks, user)
    return list(zip(tasks, found, strict=True))


def _count_tasks(tasks: list[Task], user: User | AnonymousUser) -> list[int]:
    rows = tasks[0].in_reach_of(user)
    numbers = {f"task_{i}": Count("pk", filter=task.condition()) for i, task in enumerate(tasks)}
    return list(rows.aggregate(**numbers).values())


def overdue() -> Q:
    return PUBLISHED & Q(next_check_on__lt=timezone.localdate())


def due_soon() -> Q:
    today = timezone.localdate()
    return PUBLISHED & Q(next_check_on__range=(today, today + timedelta(DUE_DAYS)))


OF_BUREAUS = (
    Task("never-checked", Bureau, _("Never checked"), lambda: PUBLISHED & Q(checked_on=None)),
    Task("overdue", Bureau, _("Check overdue"), overdue),
    Task("due-soon", Bureau, _("Check due within 30 days"), due_soon),
    Task("drafts", Bureau, _("Drafts"), lambda: Q(status=Bureau.Status.DRAFT)),
    Task("without-phone", Bureau, _("Without phone"), lambda: PUBLISHED & Q(phone="")),
    Task("without-fax", Bureau, _("Without fax"), lambda: PUBLISHED & Q(fax="")),
    Task(
        "without-chinese-name",
        Bureau,
        _("Without a Chinese name"),
        lambda: PUBLISHED & Q(name_zh_hans="", name_zh_hant=""),
    ),
    Task(
        "without-address",
        Bureau,
        _("Without an address"),
        lambda: PUBLISHED & Q(address_en="", address_zh_hans="", address_zh_hant=""),
    ),
    Task("open", Correction, _("Open"), lambda: Q(settled_at=None)),
    Task(
        "missing",
        Correction,
        _("Missing bureaus proposed"),
        lambda: Q(settled_at=None) & ~Q(region=None),
    ),
    Task("failed", ImportRun, _("Failed"), lambda: Q(state=ImportRun.State.FAILED), imports_of),
)
