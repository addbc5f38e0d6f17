"""What belongs to a bureau and is edited on its page."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, URLField
from django.http import HttpRequest

from bureaus.admin.bases import NeverDeleted
from bureaus.admin.scoped import ScopedInline
from bureaus.models import Bureau, BureauAlias, Check, ContactPoint, Succession
from bureaus.staff.reach import visible


class ContactPointInline(ScopedInline, admin.StackedInline):
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


class CheckInline(NeverDeleted, ScopedInline, admin.TabularInline):
    model = Check
    is_restored = False  # a check did happen
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    extra = 0
    fields = ["date", "method", "outcome", "evidence_url", "note", "checked_by"]
    autocomplete_fields = ["checked_by"]

    def get_readonly_fields(self, request: HttpRequest, obj: Bureau | None = None) -> list[str]:
        """Let only those choose among the accounts who may see them."""
        return [] if request.user.has_perm("auth.view_user") else ["checked_by"]


class SuccessionInline(NeverDeleted, admin.TabularInline):
    """Who took over; only the guided closing writes it."""

    model = Succession
    fk_name = "predecessor"
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Succession]:
        heirs = visible(Bureau.objects.order_by(), request.user)
        return super().get_queryset(request).filter(successor__in=heirs)


class BureauAliasInline(NeverDeleted, ScopedInline, admin.TabularInline):
    model = BureauAlias
    extra = 0
