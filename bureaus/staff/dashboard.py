"""What is left to do, as numbers on the front page of the workbench.

Each app registers its tasks in ``AppConfig.ready``. The lists of the workbench offer the same
tasks as a filter, so a number and the rows it leads to cannot disagree.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Count, Model, Q, QuerySet

from bureaus.edition import edition
from bureaus.models import Assignment
from bureaus.staff.reach import reachable
from bureaus.staff.roles import is_regional

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TASK, REACH, MINE = "task", "reach", "mine"  # parameters of the lists, and the value of the second


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


_tasks: dict[type[Model], dict[str, Task]] = {}


def register(*tasks: Task) -> None:
    """Count these tasks from now on, those of a model in this order."""
    for task in tasks:
        _tasks.setdefault(task.model, {})[task.name] = task


def models() -> list[type[Model]]:
    """List the models about which something can be left to do."""
    return list(_tasks)


def tasks_of(model: type[Model]) -> dict[str, Task]:
    return _tasks.get(model, {})


def counts(model: type[Model], user: User | AnonymousUser) -> list[tuple[Task, int]]:
    """Count the rows of each task that the user may edit, in one query for the model.

    What the edition covers is counted once per edition.
    """
    tasks = list(tasks_of(model).values())
    if getattr(model, "raises_edition", True):
        found = edition.kept(_name(model, user), lambda: _count(model, tasks, user))
    else:
        found = _count(model, tasks, user)
    return list(zip(tasks, found, strict=True))


def _name(model: type[Model], user: User | AnonymousUser) -> str:
    """Name the counts of a model by the regions in which the user may edit."""
    reach = "everywhere"
    if is_regional(user):
        own = Assignment.objects.filter(user=user.pk).order_by("region")
        reach = ",".join(map(str, own.values_list("region", flat=True)))
    return f"tasks:{model._meta.label}:{hashlib.sha256(reach.encode()).hexdigest()}"


def _count(model: type[Model], tasks: list[Task], user: User | AnonymousUser) -> list[int]:
    rows = tasks[0].in_reach_of(user)
    numbers = {f"task_{i}": Count("pk", filter=task.condition()) for i, task in enumerate(tasks)}
    return list(rows.aggregate(**numbers).values())
