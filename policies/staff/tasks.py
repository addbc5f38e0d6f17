"""What is left to do about documents and priorities, and about regions that have none."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bureaus.models import Bureau, Region
from bureaus.staff.dashboard import Task, register
from policies.models import Document, Priority

DRAFT = Q(status="draft")
UNREVIEWED = Q(is_translation_reviewed=False)


def without_priorities() -> Q:
    """Match regions that have a published bureau of their own but no priority this year."""
    with_bureau = Bureau.objects.published().order_by().values("region")
    this_year = Priority.objects.published().filter(year=timezone.localdate().year)
    return Q(pk__in=with_bureau) & ~Q(pk__in=this_year.order_by().values("region"))


def listen() -> None:
    """Count this on the front page; call it once, when Django is ready."""
    title = _("With bureaus but no priorities this year")
    register(Task("without-priorities", Region, title, without_priorities))
    for model in (Document, Priority):
        register(
            Task("drafts", model, _("Drafts"), lambda: DRAFT),
            Task("unreviewed", model, _("Translations not reviewed"), lambda: UNREVIEWED),
        )
