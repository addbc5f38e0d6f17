"""The queue of corrections, of missing bureaus, and of those who say to work at one."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bureaus.admin.bases import ScopedAdmin
from bureaus.admin.reviewing import LIST, address_at, review_address, similar_to
from bureaus.models import Bureau, Correction
from bureaus.staff.filters import ReachFilter, TaskFilter
from bureaus.staff.scope import visible
from bureaus.upkeep.corrections import settle


class RefusalForm(forms.Form):
    """Why a missing bureau is not taken up."""

    answer = forms.CharField(
        label=_("Answer"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
        help_text=_("For the sender: why it is not taken up."),
    )


class SettledFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", gettext("Open")), ("settled", gettext("Settled"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        states = {"open": True, "settled": False}
        asked = self.value() or ""
        return queryset.filter(settled_at__isnull=states[asked]) if asked in states else queryset


class AboutFilter(admin.SimpleListFilter):
    title = _("about")
    parameter_name = "about"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("entry", gettext("An entry")),
            ("missing", gettext("A missing bureau")),
            ("inside", gettext("Says to work there")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        rows: Any = queryset
        kinds = {"entry": rows.of_entries, "missing": rows.missing, "inside": rows.inside}
        asked = self.value() or ""
        return kinds[asked]() if asked in kinds else queryset


@admin.register(Correction)
class CorrectionAdmin(ScopedAdmin):
    list_display = ["subject", "place", "fields_proposed", "sent_at", "state"]
    list_filter = [ReachFilter, TaskFilter, SettledFilter, AboutFilter]
    list_select_related = [
        *(
            "bureau__region__parent__parent__parent__parent",
            "region__parent__parent__parent__parent",
        ),
    ]
    search_fields = [
        *("bureau__name_en", "bureau__name_zh_hans", "bureau__ref"),
        *("region__name_en", "region__name_zh_hans"),
    ]
    date_hierarchy = "sent_at"
    actions = None

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        return [F("settled_at").desc(nulls_first=True), "sent_at", "pk"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Leave it to the operator, whom senders may ask for it
        return bool(request.user.is_superuser)

    @admin.display(description=_("bureau"))
    def subject(self, correction: Correction) -> str:
        return correction.subject

    @admin.display(description=_("place"))
    def place(self, correction: Correction) -> str:
        return str(correction.served.place)

    @admin.display(description=_("proposed"))
    def fields_proposed(self, correction: Correction) -> str:
        if correction.region_id:
            return gettext("a missing bureau")
        fields = ", ".join(value.label for value in correction.values)
        return fields or (gettext("a letter") if correction.from_inside else gettext("a remark"))

    @admin.display(description=_("state"))
    def state(self, correction: Correction) -> str:
        return gettext("Settled") if correction.is_settled else gettext("Open")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Lead on to the review of an open one; of a settled one, show what was decided."""
        correction = self.get_object(request, unquote(object_id))
        if not self.has_view_or_change_permission(request, correction):
            raise PermissionDenied
        if correction is None:
            messages.warning(request, gettext("There is no such correction within your reach."))
            return redirect(LIST)
        bureaus = self.admin_site.get_model_admin(Bureau)
        may_decide = self.has_change_permission(request, correction)
        if correction.bureau:
            may_decide = may_decide and bureaus.has_change_permission(request, correction.bureau)
        else:
            may_decide = may_decide and bureaus.has_add_permission(request)
        if may_decide and correction.bureau and not correction.is_settled:
            return redirect(review_address(correction))
        refusal = RefusalForm(request.POST or None)
        if may_decide and not correction.is_settled and refusal.is_valid():
            user: Any = request.user
            settle(correction, user, None, answer=refusal.cleaned_data["answer"])
            messages.success(request, gettext("The correction is settled."))
            return redirect(LIST)
        context = {"title": gettext("Correction"), "subtitle": correction.subject}
        context |= {"refusal": refusal if may_decide and not correction.is_settled else None}
        context["review"] = review_address(correction) if may_decide else ""
        similar = similar_to(correction, visible(Bureau.objects.all(), request.user))
        context["similar"] = [(near, address_at(correction, near.bureau)) for near in similar]
        return self.own_page(request, "workbench/correction.html", correction=correction, **context)
