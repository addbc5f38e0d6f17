"""What regional editors may edit of priorities and documents, and what is left to do about them."""

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bureaus.models import Bureau, Region
from bureaus.staff.roles import let_regional_editors
from bureaus.staff.scope import hold_to_regions
from bureaus.staff.tasks import Task, register_tasks
from policies.models import Document, KeyPoint, Priority, Speaker

EDITED = ("policies.document", "policies.speaker", "policies.priority", "policies.keypoint")
DRAFT = Q(status="draft")
UNREVIEWED = Q(is_translation_reviewed=False)


def listen() -> None:
    """Take up rights and tasks; call it once, when Django is ready."""
    let_regional_editors("add", "change", of=EDITED)
    hold_to_regions(Document, "region", Document.objects.published)
    hold_to_regions(Speaker, "document__region", _speakers)
    hold_to_regions(Priority, "region", Priority.objects.published)
    hold_to_regions(KeyPoint, "priority__region", _key_points)
    title = _("With bureaus but no priorities this year")
    register_tasks(Task("without-priorities", Region, title, without_priorities))
    for model in (Document, Priority):
        register_tasks(
            Task("drafts", model, _("Drafts"), lambda: DRAFT),
            Task("unreviewed", model, _("Translations not reviewed"), lambda: UNREVIEWED),
        )


def _speakers() -> QuerySet[Speaker]:
    return Speaker.objects.filter(document__in=Document.objects.published())


def _key_points() -> QuerySet[KeyPoint]:
    return KeyPoint.objects.filter(priority__in=Priority.objects.published())


def without_priorities() -> Q:
    """Match regions that have a published bureau of their own but no priority this year."""
    with_bureau = Bureau.objects.published().order_by().values("region")
    this_year = Priority.objects.published().filter(year=timezone.localdate().year)
    return Q(pk__in=with_bureau) & ~Q(pk__in=this_year.order_by().values("region"))
