"""Checking bureaus: many at once, or by a sheet of paper beside the phone."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from bureaus.admin.bases import TogetherAdmin, lock_to_write, named
from bureaus.changes.batch import together
from bureaus.lists.counts import count_by_region
from bureaus.models import Bureau, Check, Region
from bureaus.models.bureau_queryset import BureauQuerySet
from bureaus.staff.roles import within_reach
from bureaus.upkeep.duplicates import ApartModelForm
from bureaus.upkeep.shared_forms import EntryForm, formfield
from bureaus.values.texts import whole_number

CALLED = ("phone", "fax", "email", "address_en", "address_zh_hans")
CHANGED = "_changed_bureau"  # where a request keeps what its form changes
MOST_AT_ONCE = 500
MOST_ON_A_SHEET = 40


class RoundForm(forms.ModelForm):
    """What the calls of one sheet have in common."""

    class Meta:
        model = Check
        fields: tuple[str, ...] = ("method", "date")
        formfield_callback = formfield
        widgets = {"date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class CheckForm(RoundForm):
    """One check, for any number of bureaus."""

    class Meta(RoundForm.Meta):
        fields = ("method", "date", "outcome", "evidence_url", "note")


class CallForm(ApartModelForm, EntryForm):
    """What came of calling one bureau; nothing is taken over unless an outcome is chosen."""

    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=[("", "–"), *Check.Outcome.choices], required=False
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    class Meta(EntryForm.Meta):
        fields = CALLED

    def contacts(self) -> list[forms.BoundField]:
        return [self[name] for name in CALLED]

    @property
    def is_filled_in(self) -> bool:
        return bool(self.changed_data)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        outcome = cleaned.get("outcome")
        is_mended = any(name in self.changed_data for name in CALLED)
        if not outcome and self.is_filled_in:
            self.add_error("outcome", _("Choose what came of it."))
        elif is_mended and outcome != Check.Outcome.MENDED:
            self.add_error("outcome", _("Contacts were changed: choose “Was wrong and is mended”."))
        return cleaned

    def check_of(self, call: dict[str, Any]) -> Check | None:
        """Make the check of this call; None, and an error beside it, where nobody can have called.

        What was typed is known by then, a phone that was found, too.
        """
        told = {name: self.cleaned_data[name] for name in ("outcome", "note")}
        check = Check(bureau=self.instance, **told, **call)
        try:
            check.clean()
        except ValidationError as error:
            self.add_error("outcome", error.messages)
            return None
        return check


class CheckingAdmin(TogetherAdmin):
    """The action *Mark checked* and the call sheets, for the admin of bureaus."""

    actions: Sequence[Any] = ["mark_checked"]
    change_list_template = "workbench/bureau_list.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("call-sheet/", view(self.call_sheet), name="bureaus_bureau_call_sheet"),
            path("call-results/", view(self.call_results), name="bureaus_bureau_call_results"),
            *super().get_urls(),
        ]

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        # Say at once that a change has ended a check
        answer = super().changeform_view(request, *args, **kwargs)
        before: Bureau | None = vars(request).get(CHANGED)
        day = before.checked_on if before else None
        if before and day and Bureau.objects.filter(pk=before.pk, checked_on=None).exists():
            text = gettext(
                "It is no longer checked: its contacts are not those of %(day)s. If you have "
                "confirmed the new ones, add a check."
            )
            self.message_user(request, text % {"day": date_format(day)}, messages.WARNING)
        return answer

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        vars(request)[CHANGED] = obj
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Mark checked"), permissions=["change"])
    def mark_checked(self, request: HttpRequest, queryset: QuerySet[Bureau]) -> HttpResponse | None:
        """Ask for one check, and record it for each bureau that is open and within reach."""
        rows = within_reach(queryset, request.user).exclude(status=Bureau.Status.CLOSED)
        bureaus = list(rows.prefetch_related("contact_points")[: MOST_AT_ONCE + 1])
        left_out = queryset.count() - len(bureaus)
        if not bureaus or len(bureaus) > MOST_AT_ONCE:
            self.message_user(request, _not_that_many(len(bureaus)), messages.ERROR)
            return None
        form = CheckForm(request.POST if "apply" in request.POST else None)
        if form.is_valid() and self._record(request, form, bureaus):
            return None
        context = {"form": form, "bureaus": bureaus, "left_out": left_out}
        context["title"] = gettext("Mark checked")
        return self.own_page(request, "workbench/mark_checked.html", **context)

    def _record(self, request: HttpRequest, form: CheckForm, bureaus: list[Bureau]) -> bool:
        """Record a check of each bureau that can be checked so, and name the others."""
        possible: list[Check] = []
        problems: dict[str, list[str]] = {}
        for bureau in bureaus:
            check = Check(bureau=bureau, checked_by_id=request.user.pk, **form.cleaned_data)
            try:
                check.clean()
            except ValidationError as error:
                problems.setdefault(" ".join(error.messages), []).append(str(bureau))
            else:
                possible.append(check)
        texts = [f"{problem} {named(names)}" for problem, names in problems.items()]
        if not possible:
            form.add_error("method", texts)
            return False
        with together(reason=gettext("Checked")):
            for check in possible:
                check.save()
        self._say_recorded(request, len(possible))
        for text in texts:
            self.message_user(request, gettext("Left out: %s") % text, messages.WARNING)
        return True

    def _say_recorded(self, request: HttpRequest, number: int) -> None:
        text = ngettext(
            "%(number)s check was recorded.", "%(number)s checks were recorded.", number
        )
        self.message_user(request, text % {"number": number}, messages.SUCCESS)

    def call_sheet(self, request: HttpRequest) -> HttpResponse:
        """Show whom to call in a region, to be printed; without a region, the regions."""
        rows = self._rows_to_call(request)
        region = self._region(request)
        if region is None:
            regions = _choices(request.user, rows)
            return self._checking_page(request, "call_regions", regions=regions)
        rows = rows.within(region)
        inside = count_by_region(rows)
        places = region.children.filter(pk__in=inside).order_by("slug")
        return self._checking_page(
            request,
            "call_sheet",
            region=region,
            bureaus=rows.prefetch_related("contact_points")[:MOST_ON_A_SHEET],
            total=inside[region.pk],
            places=[(place, inside[place.pk]) for place in places],
            outcomes=Check.Outcome.labels,
        )

    def call_results(self, request: HttpRequest) -> HttpResponse:
        """Take what came of the calls of one sheet, all of it or nothing."""
        with together():
            lock_to_write(request)
            return self._call_results(request)

    def _call_results(self, request: HttpRequest) -> HttpResponse:
        late = self._rows_to_call(request)
        region = self._region(request)
        if region is None:
            return redirect("admin:bureaus_bureau_call_sheet")
        rows: Any = within_reach(Bureau.objects.published().with_region(), request.user)
        sent = map(whole_number, request.POST.getlist("bureau")[:MOST_ON_A_SHEET])
        shown = [pk for pk in sent if pk is not None]
        if request.method != "POST":
            shown = list(late.within(region).values_list("pk", flat=True)[:MOST_ON_A_SHEET])
        data = request.POST if request.method == "POST" else None
        found = {bureau.pk: bureau for bureau in rows.within(region).filter(pk__in=shown)}
        bureaus = [found[pk] for pk in shown if pk in found]
        forms = [CallForm(data, instance=row, prefix=f"b{row.pk}") for row in bureaus]
        round_form = RoundForm(data, initial={"method": Check.Method.PHONE})
        if data is not None and all([round_form.is_valid(), *(form.is_valid() for form in forms)]):
            called = [form for form in forms if form.is_filled_in]
            checks = [form.check_of(round_form.cleaned_data) for form in called]
            if None not in checks:
                return self._take(request, region, dict(zip(called, checks, strict=True)))
        return self._checking_page(
            request, "call_results", region=region, round_form=round_form, forms=forms
        )

    def _take(
        self, request: HttpRequest, region: Region, calls: dict[CallForm, Check | None]
    ) -> HttpResponse:
        with together(reason=gettext("Call sheet of %(place)s") % {"place": region.place}):
            for form, check in calls.items():
                if form.changes:
                    form.save()
                if check:
                    check.checked_by_id = request.user.pk
                    check.save()
        self._say_recorded(request, len(calls))
        return redirect(f"{reverse('admin:bureaus_bureau_call_sheet')}?region={region.slug}")

    def _rows_to_call(self, request: HttpRequest) -> BureauQuerySet:
        """Give the bureaus to check: overdue ones first, oldest first, then those never checked."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        today = timezone.localdate()
        rows: Any = within_reach(Bureau.objects.published(), request.user)
        is_overdue_first = Case(When(next_check_on__lt=today, then=0), default=1)
        late = rows.exclude(next_check_on__gte=today).with_region()
        return late.order_by(is_overdue_first, "next_check_on", "region__path", "name_en", "ref")

    def _region(self, request: HttpRequest) -> Region | None:
        slug = request.GET.get("region", "")
        reachable = within_reach(Region.objects.all(), request.user, "")
        return get_object_or_404(reachable, slug=slug) if slug else None

    def _checking_page(self, request: HttpRequest, name: str, **context: Any) -> HttpResponse:
        title = gettext("Call sheet")
        return self.own_page(request, f"workbench/{name}.html", title=title, **context)


def _choices(user: Any, rows: QuerySet[Bureau]) -> list[tuple[Region, int]]:
    """List the highest regions within reach that have somebody to call, with how many."""
    counts = count_by_region(rows)
    reachable = within_reach(Region.objects.filter(pk__in=counts), user, "").order_by("path")
    highest: list[Region] = []
    for region in reachable.exclude(level=Region.Level.COUNTRY):
        if not any(above.is_above(region) for above in highest):
            highest.append(region)
    return [(region, counts[region.pk]) for region in highest]


def _not_that_many(number: int) -> str:
    if number:
        return gettext("Please mark at most %(most)s bureaus at once.") % {"most": MOST_AT_ONCE}
    return gettext("None of these bureaus can be marked: they are closed, or outside your regions.")
