"""Where staff record each year's priorities, in a grid and one by one."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, ForeignKey, OuterRef, QuerySet
from django.forms import BaseModelFormSet, ModelChoiceField, ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from bureaus.admin import ExchangeAdmin, OnlyDraftsDeleted, SearchedByIndex
from bureaus.admin.bases import ScopedInline
from bureaus.staff.filters import ReachFilter, TaskFilter
from bureaus.staff.scope import visible
from policies.admin.changelists import (
    WITH_PLACE,
    MissingDocumentFilter,
    MissingTranslationFilter,
    copy_as_drafts,
    mark_reviewed,
    publish,
)
from policies.admin.forms import PriorityForm, PriorityGrid, PriorityPageForm
from policies.models import Document, Evidence, KeyPoint, Priority, PriorityTokens
from policies.spreadsheets import PriorityResource
from policies.upkeep import POINTS, SUMMARIES, TITLES


class KeyPointInline(ScopedInline, admin.StackedInline):
    model = KeyPoint
    extra = 0
    autocomplete_fields = ["industries"]
    fieldsets = [(None, {"fields": [POINTS, ("position", "industries")]})]


class EvidenceInline(ScopedInline, admin.TabularInline):
    model = Evidence
    extra = 0
    autocomplete_fields = ["industry"]


@admin.register(Priority)
class PriorityAdmin(ExchangeAdmin, SearchedByIndex, OnlyDraftsDeleted):
    """The grid: ranks, titles and states of many priorities are edited where they are listed."""

    resource_class = PriorityResource

    form = PriorityPageForm
    list_display = [
        "region",
        "year",
        "rank",
        "title_en",
        "title_zh_hans",
        "source",
        "status",
        "grid",
    ]
    list_editable = ["rank", "title_en", "title_zh_hans", "status"]
    list_filter = [
        ReachFilter,
        TaskFilter,
        "year",
        "status",
        MissingTranslationFilter,
        "is_translation_reviewed",
        MissingDocumentFilter,
        "region__level",
        "industries",
    ]
    show_facets = admin.ShowFacets.ALWAYS
    entries = PriorityTokens
    search_help_text = _("Title, place or document in any script, slug or GB/T 2260 code")
    ordering = ["-year", "region__path", "document", "rank"]
    autocomplete_fields = ["region", "document", "answers", "industries"]
    actions = [publish, copy_as_drafts, mark_reviewed]
    inlines = [EvidenceInline, KeyPointInline]
    fieldsets = [
        (_("Priority"), {"fields": [("region", "year", "rank"), ("status", "document")]}),
        (_("Texts"), {"fields": [TITLES, SUMMARIES, "is_translation_reviewed"]}),
        (_("What it is about"), {"fields": [("industries", "answers")]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Priority]:
        seen = visible(Document.objects.order_by(), request.user).filter(pk=OuterRef("document"))
        rows = super().get_queryset(request).annotate(is_document_seen=Exists(seen))
        return rows.select_related(WITH_PLACE, "document", "answers__region")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Offer only national priorities to be in line with."""
        if request.GET.get("field_name") == "answers":
            queryset = queryset.filter(pk__in=Priority.objects.national())
        return super().get_search_results(request, queryset, search_term)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        if db_field.name == "answers":
            kwargs["queryset"] = Priority.objects.national()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type[ModelForm]:
        return super().get_changelist_form(request, **{"form": PriorityForm} | kwargs)

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> type[BaseModelFormSet]:
        return super().get_changelist_formset(request, **{"formset": PriorityGrid} | kwargs)

    def view_on_site(self, obj: Priority) -> str | None:
        is_public = Priority.objects.published().filter(pk=obj.pk).exists()
        return obj.get_absolute_url() if is_public else None

    @admin.display(description=_("document"), ordering="document")
    def source(self, obj: Any) -> Any:
        """Name the document, unless it is another region's draft."""
        if obj.document is None or obj.is_document_seen:
            return obj.document
        return _("another region's draft")

    @admin.display(description=_("grid"))
    def grid(self, obj: Priority) -> str:
        address = reverse("admin:policies_priority_changelist")
        place = f"{obj.region.name} {obj.year}"
        query = f"?region__id__exact={obj.region_id}&year={obj.year}"
        return format_html('<a href="{}{}">{}</a>', address, query, place)
