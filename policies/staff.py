"""What regional editors may edit of priorities and documents, and what is left to do about them."""

from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bureaus.models import Bureau, Region
from bureaus.staff.roles import RegionScope, Scopes
from bureaus.staff.tasks import Task
from policies.models import Document, Evidence, KeyPoint, Priority, Speaker

DRAFT = Q(status="draft")
UNREVIEWED = Q(is_translation_reviewed=False)


def without_priorities() -> Q:
    """Match regions that have a published bureau of their own but no priority this year."""
    with_bureau = Bureau.objects.published().order_by().values("region")
    this_year = Priority.objects.published().filter(year=timezone.localdate().year)
    return Q(pk__in=with_bureau) & ~Q(pk__in=this_year.order_by().values("region"))


def _drafts_and_unreviewed(model: type[Model]) -> tuple[Task, Task]:
    return (
        Task("drafts", model, _("Drafts"), lambda: DRAFT),
        Task("unreviewed", model, _("Translations not reviewed"), lambda: UNREVIEWED),
    )


SCOPES_OF_DOCUMENTS: Scopes = {
    Document: RegionScope("region", Document.objects.published),
    Speaker: RegionScope(
        "document__region",
        lambda: Speaker.objects.filter(document__in=Document.objects.published()),
    ),
}
SCOPES_OF_PRIORITIES: Scopes = {
    Priority: RegionScope("region", Priority.objects.published),
    Evidence: RegionScope(
        "priority__region",
        lambda: Evidence.objects.filter(priority__in=Priority.objects.published()),
    ),
    KeyPoint: RegionScope(
        "priority__region",
        lambda: KeyPoint.objects.filter(priority__in=Priority.objects.published()),
    ),
}
TASKS_OF_DOCUMENTS = (
    Task(
        "without-priorities",
        Region,
        _("With bureaus but no priorities this year"),
        without_priorities,
    ),
    *_drafts_and_unreviewed(Document),
)
TASKS_OF_PRIORITIES = _drafts_and_unreviewed(Priority)
