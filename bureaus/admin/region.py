"""Where staff keep regions and their other names right."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import Form, ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bureaus.admin.bases import NeverDeleted, ScopedInline, SearchedByIndex
from bureaus.admin.closing import BACK, CONFIRM, GuidedAdmin, posted
from bureaus.admin.closing_forms import ActForm, EndingForm, PlacesForm, RecodingForm
from bureaus.admin.editing import SharedFormSet
from bureaus.admin.exchange import ExchangeAdmin
from bureaus.changes.batch import rehearsal
from bureaus.models import Region, RegionAlias, RegionTokens
from bureaus.spreadsheets.resources import RegionResource
from bureaus.staff.filters import ReachFilter, TaskFilter
from bureaus.upkeep import ending
from bureaus.upkeep.ending import Outcome
from bureaus.upkeep.lifecycle import NAMES, closing_of
from bureaus.upkeep.placing import located, questions
from bureaus.values.partial_dates import describe_date

PLACED, AGAIN = "_placed", "_again"  # a mark that places were chosen, and the button to choose anew


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


class GuidedEnding(GuidedAdmin):
    """Pages of a region that end it, give it another name or code, and take either back."""

    acts = {
        "recode": gettext_lazy("Rename or re-code"),
        "end": gettext_lazy("End, merge or split"),
        "undo": gettext_lazy("Take back"),
    }

    def has_close_permission(self, request: HttpRequest) -> bool:
        """Ask for the right to change whatever may have to move."""
        models = (f"{m._meta.app_label}.change_{m._meta.model_name}" for m in located())
        return super().has_close_permission(request) and request.user.has_perms(list(models))

    def is_offered(self, row: Region, act: str) -> bool:
        if act == "undo":
            return row.is_ended or ending.recoding_of(row) is not None
        return not row.is_ended and (act == "recode" or row.parent is not None)

    def end_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        region = self.found(request, pk, "end")
        if not self.is_offered(region, "end"):
            return self.refused(request, region, _("It has ended already, or is the country."))
        form = EndingForm(posted(request), region=region)
        if request.method == "POST" and BACK not in request.POST and form.is_valid():
            return self._place(request, region, form)
        return self.guided_page(request, "end", "end_form", region, form=form)

    def _place(self, request: HttpRequest, region: Region, form: EndingForm) -> HttpResponse:
        """Ask where everything goes, and then show or do it; errors lead back to asking."""
        sent, plan = request.POST, form.plan
        asked = questions(region, plan.ending, plan.successors)
        places = PlacesForm(sent if PLACED in sent or not asked else None, asked=asked)
        if AGAIN not in sent and places.is_valid():
            do = partial(ending.carry_out, region, replace(plan, told=places.cleaned_data))
            said = _("%(region)s has ended.")
            if answer := self._show_or_do(request, "end", region, do, said, form, places):
                return answer
        return self.guided_page(request, "end", "end_places", region, form=form, places=places)

    def recode_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        region = self.found(request, pk, "recode")
        if not self.is_offered(region, "recode"):
            return self.refused(request, region, _("This region has ended already."))
        form = RecodingForm(posted(request), region=region)
        if request.method == "POST" and BACK not in request.POST and form.is_valid():
            on, reason = form.cleaned_data["on"], form.cleaned_data["reason"]
            do = partial(ending.recode, region, form.values, on, reason)
            said = _("%(region)s was renamed or re-coded.")
            if answer := self._show_or_do(request, "recode", region, do, said, form):
                return answer
        return self.guided_page(request, "recode", "recode_form", region, form=form)

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        region = self.found(request, pk, "undo")
        if not self.is_offered(region, "undo"):
            return self.refused(request, region, _("There is nothing to take back."))
        form = ActForm(posted(request))
        if request.method == "POST" and BACK not in request.POST and form.is_valid():
            do = partial(ending.undo, region, form.cleaned_data["reason"])
            said = _("Taken back: %(region)s is as it was.")
            if answer := self._show_or_do(request, "undo", region, do, said, form):
                return answer
        made = closing_of(region) if region.is_ended else ending.recoding_of(region)
        return self.guided_page(request, "undo", "undo_form", region, form=form, made=made)

    def _show_or_do(
        self,
        request: HttpRequest,
        act: str,
        region: Region,
        do: Callable[[], Outcome],
        said: str,
        form: Form,
        places: Form | None = None,
    ) -> HttpResponse | None:
        """Do it if that was confirmed, or else do it and go back, and show what happened."""
        try:
            if CONFIRM in request.POST:
                outcome = do()
                self.name_left(request, outcome.left)
                return self.done(request, region, form, said)
            with rehearsal():
                outcome = do()
                found = Region.objects.with_parents().get(pk=region.pk)
                place = found.place
        except ValidationError as error:
            (places or form).add_error(None, error.messages)
            return None
        known_by = filter(None, [region.code, region.slug])
        context: dict[str, Any] = {
            "outcome": outcome,
            "places": places,
            "found": found,
            "place": place,
            "day": describe_date(found.ended_on),
            "addresses": ", ".join(reverse("region-permalink", args=[key]) for key in known_by),
            "editors": User.objects.filter(assignments__region=region).distinct(),
            "button": _("End this region") if act == "end" else self.acts[act],
        }
        return self.guided_page(request, act, f"{act}_preview", region, form=form, **context)


@admin.register(Region)
class RegionAdmin(GuidedEnding, NeverDeleted, ExchangeAdmin, SearchedByIndex):
    resource_class = RegionResource
    list_display = ["full_name_en", "full_name_zh_hans", "level", "kind", "code", "parent"]
    list_filter = [ReachFilter, TaskFilter, "level", "kind", "ending"]
    show_facets = admin.ShowFacets.ALWAYS
    entries = RegionTokens
    search_help_text = gettext_lazy("Name in any script, former name, slug or GB/T 2260 code")
    ordering = ["path"]
    autocomplete_fields = ["parent", "overlaps", "capital"]
    readonly_fields = ["ended_on", "ending", "successors"]  # which the guided way writes
    inlines = [RegionAliasInline]
    fieldsets = [
        (
            gettext_lazy("Names"),
            {
                "fields": [
                    NAMES,
                    ("full_name_en", "full_name_zh_hans", "full_name_zh_hant"),
                ]
            },
        ),
        (gettext_lazy("Place"), {"fields": [("level", "kind"), "parent", "overlaps"]}),
        (
            gettext_lazy("Seat and end"),
            {
                "fields": [
                    ("latitude", "longitude"),
                    "capital",
                    ("ended_on", "ending"),
                    "successors",
                ],
                "description": gettext_lazy(
                    "Use “End, merge or split” above. The page stays and leads visitors to the "
                    "successors; it can be undone."
                ),
            },
        ),
        (gettext_lazy("Codes and address"), {"fields": [("code", "dial_code"), "slug"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Region]:
        rows: Any = super().get_queryset(request)
        return rows.with_parents()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        # Offer in other forms only what is there today
        if "field_name" in request.GET:
            queryset = queryset.filter(ended_on="")
        return super().get_search_results(request, queryset, search_term)
