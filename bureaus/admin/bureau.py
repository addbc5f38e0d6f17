"""Where staff keep bureaus right, with what belongs to them."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Field, QuerySet, URLField
from django.forms import BaseModelFormSet, ModelForm, TypedChoiceField
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from bureaus.admin.bases import (
    NeverDeleted,
    OnlyDraftsDeleted,
    OnlyShown,
    ScopedInline,
    SearchedByIndex,
)
from bureaus.admin.checking import CheckingAdmin
from bureaus.admin.closing import GuidedClosing
from bureaus.admin.exchange import ExchangeAdmin
from bureaus.admin.reviewing import ReviewingAdmin
from bureaus.models import (
    Bureau,
    BureauAlias,
    BureauTokens,
    Check,
    ContactPoint,
    Region,
    Succession,
)
from bureaus.models.contacts import NUMBERS
from bureaus.spreadsheets.resources import BureauResource
from bureaus.staff.filters import CheckStateFilter, ProvinceListFilter, ReachFilter, TaskFilter
from bureaus.staff.roles import is_regional
from bureaus.staff.scope import visible
from bureaus.upkeep.lifecycle import NAMES
from bureaus.values.phones import describe_reading
from bureaus.values.texts import whole_number

MOST_CHARACTERS = Bureau._meta.get_field("phone").max_length


class NumbersRead(admin.options.BaseModelAdmin):
    """Say beneath phone and fax, while they are typed, how each number is read."""

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name in NUMBERS:
            address = reverse("admin:bureaus_bureau_reading", current_app=self.admin_site.name)
            field.widget.attrs["data-reading"] = address
        return field


class ContactPointInline(NumbersRead, ScopedInline, admin.StackedInline):
    model = ContactPoint
    extra = 0
    fields = [NAMES, ("phone", "fax", "email"), ("languages", "position")]


class CheckInline(NeverDeleted, ScopedInline, admin.TabularInline):
    model = Check
    is_restored = False  # a check did happen
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    extra = 0
    fields = ["date", "method", "outcome", "evidence_url", "note", "checked_by"]
    autocomplete_fields = ["checked_by"]

    def get_readonly_fields(self, request: HttpRequest, obj: Bureau | None = None) -> list[str]:
        # Let only those choose among the accounts who may see them
        return [] if request.user.has_perm("auth.view_user") else ["checked_by"]


class SuccessionInline(OnlyShown, ScopedInline, admin.TabularInline):
    """Who took over; only the guided closing writes it."""

    model = Succession
    is_restored = False
    fk_name = "predecessor"
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Succession]:
        successors = visible(Bureau.objects.order_by(), request.user)
        return super().get_queryset(request).filter(successor__in=successors)


class BureauAliasInline(NeverDeleted, ScopedInline, admin.TabularInline):
    model = BureauAlias
    extra = 0


@admin.register(Bureau)
class BureauAdmin(
    NumbersRead,
    GuidedClosing,
    ReviewingAdmin,
    CheckingAdmin,
    ExchangeAdmin,
    SearchedByIndex,
    OnlyDraftsDeleted,
):
    actions = [*CheckingAdmin.actions, *GuidedClosing.actions]
    resource_class = BureauResource
    list_display = ["__str__", "name_zh_hans", "region", "kind", "status", "phone", "checked_on"]
    list_filter = [
        ReachFilter,
        TaskFilter,
        "status",
        CheckStateFilter,
        "kind",
        "region__level",
        ProvinceListFilter,
    ]
    show_facets = admin.ShowFacets.ALWAYS
    entries = BureauTokens
    search_help_text = _("Name in any script, place, address, or digits of a phone or fax number")
    list_select_related = ["region__parent__parent__parent__parent"]
    ordering = ["region__path", "name_en"]
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    autocomplete_fields = ["region", "parent"]
    readonly_fields = [
        *("ref", "checked_on", "next_check_on", "created_at", "updated_at"),
        *("closure", "closed_on"),
    ]
    inlines = [ContactPointInline, CheckInline, SuccessionInline, BureauAliasInline]
    fieldsets = [
        (_("Office"), {"fields": [("status", "kind"), "region", "parent", "ref"]}),
        (_("Names"), {"fields": [NAMES]}),
        (
            _("Contacts"),
            {
                "fields": [
                    ("phone", "phone_label", "fax"),
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
                    "Use “Close, replace or merge” above. The page stays and leads visitors to "
                    "the successors; it can be undone."
                ),
            },
        ),
    ]

    class Media:
        js = ("readings.js",)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.reading_view)
        return [path("reading/", view, name="bureaus_bureau_reading"), *super().get_urls()]

    @method_decorator(require_safe)
    def reading_view(self, request: HttpRequest) -> JsonResponse:
        """Tell how a number (``text``) is read at a place (``region``, its primary key)."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        key = whole_number(request.GET.get("region", ""))
        region = Region.objects.filter(pk=key).first() if key else None
        text = request.GET.get("text", "")[:MOST_CHARACTERS]
        reading = describe_reading(text, region.dial_code if region else "")
        return JsonResponse({"reading": reading})

    def editable(self, rows: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
        # Keep closed bureaus from regional editors: closing and undoing it is not theirs
        rows = super().editable(rows, request)
        is_held = is_regional(request.user)
        return rows.exclude(status=Bureau.Status.CLOSED) if is_held else rows

    def get_readonly_fields(self, request: HttpRequest, obj: Bureau | None = None) -> list[str]:
        # Keep a closed bureau closed; only the guided way opens it again
        is_closed = obj is not None and obj.is_closed
        return [*super().get_readonly_fields(request, obj), *(["status"] if is_closed else [])]

    def formfield_for_choice_field(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> TypedChoiceField | None:
        # Leave closing to the guided way
        if db_field.name == "status":
            states = Bureau.Status.choices
            kwargs["choices"] = [state for state in states if state[0] != Bureau.Status.CLOSED]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        # Offer as successors only what is or was public
        if request.GET.get("field_name") == "successors":
            queryset = queryset.filter(pk__in=Bureau.objects.public().order_by())
        return super().get_search_results(request, queryset, search_term)

    def view_on_site(self, obj: Bureau) -> str | None:
        return None if obj.status == Bureau.Status.DRAFT else obj.get_absolute_url()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        forms = [form, *(each for rows in formsets for each in rows.forms)]
        for each in forms:
            for name in {*NUMBERS}.intersection(each.changed_data):
                if each.instance.has_unread(name):
                    text = gettext("%(text)s. It is shown as printed, without a link.")
                    reading = each.instance.reading_of(name)
                    self.message_user(request, text % {"text": reading}, messages.WARNING)

    def save_formset(
        self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool
    ) -> None:
        # Note who did a check, unless somebody else was named
        if formset.model is Check:
            for inline in formset.forms:
                if inline.has_changed() and inline.instance.checked_by_id is None:
                    inline.instance.checked_by = request.user
        super().save_formset(request, form, formset, change)
