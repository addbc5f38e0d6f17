"""Where staff keep regions and their other names right."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from bureaus.admin.bases import NeverDeleted, ScopedInline, SearchedByIndex
from bureaus.admin.editing import SharedFormSet
from bureaus.admin.exchange import ExchangeAdmin
from bureaus.models import Region, RegionAlias, RegionTokens
from bureaus.spreadsheets.resources import RegionResource
from bureaus.staff.filters import ReachFilter, TaskFilter
from bureaus.upkeep.lifecycle import NAMES


class RegionAliasFormSet(SharedFormSet):
    def save_new(self, form: ModelForm, commit: bool = True) -> RegionAlias:
        # Complete a former slug or code that the region has just noted by itself
        alias = form.instance
        noted = self.instance.aliases.filter(kind=alias.kind, value=alias.value).first()
        if noted:
            alias.pk, alias._state.adding = noted.pk, False
        return super().save_new(form, commit)


class RegionAliasInline(NeverDeleted, ScopedInline, admin.TabularInline):
    model = RegionAlias
    formset = RegionAliasFormSet
    extra = 0


@admin.register(Region)
class RegionAdmin(NeverDeleted, ExchangeAdmin, SearchedByIndex):
    resource_class = RegionResource
    list_display = ["full_name_en", "full_name_zh_hans", "level", "kind", "code", "parent"]
    list_filter = [ReachFilter, TaskFilter, "level", "kind"]
    show_facets = admin.ShowFacets.ALWAYS
    entries = RegionTokens
    search_help_text = _("Name in any script, former name, slug or GB/T 2260 code")
    ordering = ["path"]
    autocomplete_fields = ["parent", "overlaps", "capital", "successors"]
    inlines = [RegionAliasInline]
    fieldsets = [
        (
            _("Names"),
            {
                "fields": [
                    NAMES,
                    ("full_name_en", "full_name_zh_hans", "full_name_zh_hant"),
                ]
            },
        ),
        (_("Place"), {"fields": [("level", "kind"), "parent", "overlaps"]}),
        (
            _("Seat and end"),
            {
                "fields": [
                    ("latitude", "longitude"),
                    "capital",
                    ("ended_on", "ending"),
                    "successors",
                ]
            },
        ),
        (_("Codes and address"), {"fields": [("code", "dial_code"), "slug"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Region]:
        rows: Any = super().get_queryset(request)
        return rows.with_parents()
