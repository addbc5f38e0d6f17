"""Where staff record industries and documents."""

from django.contrib import admin
from django.db.models import QuerySet, URLField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from bureaus.admin import ExchangeAdmin, NeverDeleted, OnlyDraftsDeleted, SearchedByIndex
from bureaus.admin.bases import ScopedInline
from bureaus.staff.filters import ReachFilter, TaskFilter
from bureaus.upkeep.lifecycle import NAMES
from policies.admin.changelists import WITH_PLACE, MissingTranslationFilter, mark_reviewed
from policies.admin.forms import PriorityForm
from policies.models import Document, DocumentTokens, Industry, IndustryTokens, Priority, Speaker
from policies.spreadsheets import DocumentResource
from policies.upkeep import TITLES

FACTS = (TITLES, ("status", "kind", "is_translation_reviewed"), "region")
SOURCE = (
    ("issuer", "publisher", "credit"),
    ("date", "published_on"),
    "url",
    "reported_in",
    "notes",
)


@admin.register(Industry)
class IndustryAdmin(NeverDeleted, SearchedByIndex):
    list_display = ["name_en", "name_zh_hans", "group", "position", "gbt4754_divisions"]
    list_filter = ["group"]
    show_facets = admin.ShowFacets.ALWAYS
    entries = IndustryTokens
    search_help_text = _("Name in any script, search word or GB/T 4754 division")
    fieldsets = [
        (_("Names"), {"fields": [NAMES, "slug"]}),
        (_("Place"), {"fields": [("group", "position"), ("gbt4754_divisions", "isic_sections")]}),
        (_("Search words"), {"fields": [("keywords_zh", "search_words_en")]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Industry | None = None) -> list[str]:
        """Keep the slug of what exists: it is in the addresses that others have noted."""
        return [*super().get_readonly_fields(request, obj), *(["slug"] if obj else [])]


class SpeakerInline(ScopedInline, admin.TabularInline):
    model = Speaker
    extra = 0


class PriorityInline(ScopedInline, admin.TabularInline):
    model = Priority
    form = PriorityForm
    extra = 0
    can_delete = False
    show_change_link = True
    fields = ["rank", "year", "region", "title_en", "title_zh_hans", "industries", "status"]
    autocomplete_fields = ["region", "industries"]
    ordering = ["year", "region__path", "rank"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Priority]:
        return super().get_queryset(request).select_related(WITH_PLACE, "answers__region")


@admin.register(Document)
class DocumentAdmin(ExchangeAdmin, SearchedByIndex, OnlyDraftsDeleted):
    resource_class = DocumentResource
    list_display = ["title_en", "title_zh_hans", "region", "kind", "date", "status"]
    list_filter = [
        ReachFilter,
        TaskFilter,
        "status",
        MissingTranslationFilter,
        "is_translation_reviewed",
        "kind",
        "region__level",
    ]
    show_facets = admin.ShowFacets.ALWAYS
    entries = DocumentTokens
    search_help_text = _("Title or place in any script, issuer, credited source or address")
    list_select_related = [WITH_PLACE]
    autocomplete_fields = ["region", "reported_in"]
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    actions = [mark_reviewed]
    inlines = [SpeakerInline, PriorityInline]
    fieldsets = [(_("Document"), {"fields": FACTS}), (_("Source"), {"fields": SOURCE})]

    def view_on_site(self, obj: Document) -> str | None:
        return obj.get_absolute_url() if obj.status == Document.Status.PUBLISHED else None
