"""What the lists of documents and priorities show, narrow and do with many at once."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from policies.models import Document, Priority
from policies.upkeep import copy_to_next_year

WITH_PLACE = "region__parent__parent__parent__parent"


@admin.action(description=_("Mark translations as reviewed"), permissions=["change"])
def mark_reviewed(
    model_admin: admin.ModelAdmin, request: HttpRequest, chosen: QuerySet[Any]
) -> None:
    number = chosen.filter(is_translation_reviewed=False).update(is_translation_reviewed=True)
    text = ngettext("%d translation was marked.", "%d translations were marked.", number)
    model_admin.message_user(request, text % number, messages.SUCCESS)


@admin.action(description=_("Publish"), permissions=["change"])
def publish(
    model_admin: admin.ModelAdmin, request: HttpRequest, chosen: QuerySet[Priority]
) -> None:
    """Publish what has a published document, and name what has none."""
    ready = Q(document__status=Document.Status.PUBLISHED)
    left = [str(priority) for priority in chosen.exclude(ready)]
    drafts = Priority.objects.filter(ready, pk__in=chosen.values("pk")).filter(
        status=Priority.Status.DRAFT
    )
    number = drafts.update(status=Priority.Status.PUBLISHED, updated_at=timezone.now())
    done = ngettext("%d priority was published.", "%d priorities were published.", number)
    model_admin.message_user(request, done % number, messages.SUCCESS)
    if left:
        text = _("Not published, because they have no published document: %s")
        model_admin.message_user(request, text % "; ".join(left), messages.WARNING)


@admin.action(description=_("Copy as drafts for the next year"), permissions=["add"])
def copy_as_drafts(
    model_admin: admin.ModelAdmin, request: HttpRequest, chosen: QuerySet[Priority]
) -> None:
    copied, skipped = copy_to_next_year(chosen)
    done = ngettext("%d priority was copied.", "%d priorities were copied.", copied) % copied
    there = ngettext("%d was there already.", "%d were there already.", skipped) % skipped
    model_admin.message_user(request, f"{done} {there}", messages.SUCCESS)


class MissingTranslationFilter(admin.SimpleListFilter):
    title = _("Chinese title")
    parameter_name = "translation"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("missing", _("Missing")), ("complete", _("Complete"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        missing = Q(title_zh_hans="") | Q(title_zh_hant="")
        conditions = {"missing": missing, "complete": ~missing}
        return queryset.filter(conditions.get(self.value() or "", Q()))


class MissingDocumentFilter(admin.SimpleListFilter):
    title = _("document")
    parameter_name = "source"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("missing", _("Missing")), ("draft", _("Draft")), ("published", _("Published"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "missing":
            return queryset.filter(document=None)
        return queryset.filter(document__status=self.value()) if self.value() else queryset
