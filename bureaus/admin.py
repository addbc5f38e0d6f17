"""Where staff keep regions and bureaus right."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet, URLField
from django.forms import BaseInlineFormSet, BaseModelFormSet, ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bureaus.lifecycle import check_successor_count
from bureaus.models import (
    Bureau,
    BureauAlias,
    BureauTokens,
    Check,
    ContactPoint,
    Region,
    RegionAlias,
    RegionTokens,
    Succession,
)
from bureaus.models.search_tokens import SearchTokens
from bureaus.search import matching

admin.site.site_header = _("Bureau Directory")
admin.site.site_title = _("Bureau Directory")
admin.site.index_title = _("Workbench")


class RegionAliasInline(admin.TabularInline):
    model = RegionAlias
    extra = 0


class SearchedByIndex(admin.ModelAdmin):
    """Search as the public lists do, in ``entries``."""

    entries: type[SearchTokens]
    search_fields = ["pk"]  # only switches the box on

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        found = matching(search_term, self.entries) if search_term else Q()
        return queryset.filter(found), False


@admin.register(Region)
class RegionAdmin(SearchedByIndex):
    list_display = ["full_name_en", "full_name_zh_hans", "level", "kind", "code", "parent"]
    list_filter = ["level", "kind"]
    show_facets = admin.ShowFacets.ALWAYS
    entries = RegionTokens
    search_help_text = _("Name in any script, former name, slug or GB/T 2260 code")
    ordering = ["path"]
    autocomplete_fields = ["parent", "overlaps"]
    inlines = [RegionAliasInline]
    fieldsets = [
        (
            _("Names"),
            {
                "fields": [
                    ("name_en", "name_zh_hans", "name_zh_hant"),
                    ("full_name_en", "full_name_zh_hans", "full_name_zh_hant"),
                ]
            },
        ),
        (_("Place"), {"fields": [("level", "kind"), "parent", "overlaps"]}),
        (_("Codes and address"), {"fields": [("code", "dial_code"), "slug"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Region]:
        return Region.objects.with_parents()


class ContactPointInline(admin.StackedInline):
    model = ContactPoint
    extra = 0
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("name_en", "name_zh_hans", "name_zh_hant"),
                    ("phone", "fax", "email"),
                    ("languages", "position"),
                ]
            },
        )
    ]


class CheckInline(admin.TabularInline):
    model = Check
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    extra = 0
    fields = ["date", "method", "outcome", "evidence_url", "note", "checked_by"]
    autocomplete_fields = ["checked_by"]


class SuccessionFormSet(BaseInlineFormSet):
    def clean(self) -> None:
        """Hold the number of successors against the reason for closing."""
        super().clean()
        rows = [form.cleaned_data for form in self.forms if hasattr(form, "cleaned_data")]
        kept = [row for row in rows if row.get("successor") and not row.get("DELETE")]
        try:
            check_successor_count(self.instance.closure, len(kept))
        except ValidationError as error:
            raise ValidationError(error.messages) from error


class SuccessionInline(admin.TabularInline):
    model = Succession
    formset = SuccessionFormSet
    fk_name = "predecessor"
    extra = 0
    autocomplete_fields = ["successor"]


class BureauAliasInline(admin.TabularInline):
    model = BureauAlias
    extra = 0


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


class OnlyDraftsDeleted(admin.ModelAdmin):
    """Let only drafts be deleted: others link to what was public."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_draft = obj is not None and obj.status == obj.Status.DRAFT
        return is_draft and super().has_delete_permission(request, obj)


@admin.register(Bureau)
class BureauAdmin(SearchedByIndex, OnlyDraftsDeleted):
    list_display = ["__str__", "name_zh_hans", "region", "kind", "status", "phone", "checked_on"]
    list_filter = ["status", CheckStateFilter, "kind", "region__level"]
    show_facets = admin.ShowFacets.ALWAYS
    entries = BureauTokens
    search_help_text = _("Name in any script, place, address, or digits of a phone or fax number")
    list_select_related = ["region__parent__parent__parent__parent"]
    ordering = ["region__path", "name_en"]
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    autocomplete_fields = ["region", "parent"]
    readonly_fields = ["ref", "checked_on", "next_check_on", "created_at", "updated_at"]
    inlines = [ContactPointInline, CheckInline, SuccessionInline, BureauAliasInline]
    fieldsets = [
        (
            _("Office"),
            {"fields": [("status", "kind"), "region", "parent", "ref"]},
        ),
        (_("Names"), {"fields": [("name_en", "name_zh_hans", "name_zh_hant")]}),
        (
            _("Contacts"),
            {
                "fields": [
                    ("phone", "fax"),
                    ("email", "website"),
                    ("hours", "languages"),
                    ("address_en", "address_zh_hans", "address_zh_hant"),
                    "postal_code",
                ]
            },
        ),
        (
            _("Source and checks"),
            {
                "fields": [
                    ("source", "source_url", "source_date"),
                    ("checked_on", "next_check_on"),
                    "notes",
                    ("created_at", "updated_at"),
                ]
            },
        ),
        (
            _("Closing"),
            {
                "fields": [("closure", "closed_on")],
                "description": _(
                    "Set the status to closed and name the successors below. "
                    "The page stays and leads visitors to them."
                ),
            },
        ),
    ]

    def view_on_site(self, obj: Bureau) -> str | None:
        return None if obj.status == Bureau.Status.DRAFT else obj.get_absolute_url()

    def save_formset(
        self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool
    ) -> None:
        """Note who did a check, unless somebody else was named."""
        if formset.model is Check:
            for inline in formset.forms:
                if inline.has_changed() and inline.instance.checked_by_id is None:
                    inline.instance.checked_by = request.user
        super().save_formset(request, form, formset, change)
