"""The queue of corrections, and deciding about one."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bureaus.admin.bases import NeverDeleted, ScopedAdmin
from bureaus.models import Bureau, Correction, ProposedValue
from bureaus.models.correction import as_text
from bureaus.staff.filters import ReachFilter, TaskFilter
from bureaus.upkeep import corrections
from bureaus.upkeep.corrections import Decided
from bureaus.upkeep.entry_forms import formfield

Decision = ProposedValue.Decision
LIST = "admin:bureaus_correction_changelist"


class DecisionForm(forms.Form):
    """Accept, perhaps in other words, or reject one proposed value."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("", _("Later")),
            (Decision.ACCEPTED, _("Accept")),
            (Decision.REJECTED, _("Reject")),
        ],
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("The sender reads it. Needed when you reject."),
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def __init__(
        self, data: Any, *, value: ProposedValue, bureau: Bureau, rivals: list[ProposedValue]
    ) -> None:
        self.value, self.bureau, self.rivals = value, bureau, rivals
        self.current = as_text(bureau, value.field)
        field: Any = Bureau._meta.get_field(value.field)
        initial = {"written": field.to_python(value.new), "shown": self.current, "decision": ""}
        super().__init__(data, prefix=value.field, initial=initial)
        written = formfield(field)
        assert written is not None  # noqa: S101 - every one of these fields has a form
        written.label, written.required = _("Write this"), False
        self.fields["written"] = written

    @property
    def is_stale(self) -> bool:
        return self.current != self.value.old

    @property
    def current_written(self) -> str:
        return self.value.written_out(self.current)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        decision = cleaned.get("decision")
        if decision == Decision.REJECTED and not cleaned.get("reason"):
            self.add_error("reason", _("Say why, so that the sender understands."))
        if decision != Decision.ACCEPTED:
            self.errors.pop("written", None)
        return cleaned

    def decided(self) -> Decided | None:
        """Give the decision, once the form is valid; None for later."""
        if not self.cleaned_data["decision"]:
            return None
        return Decided(value=self.value, **{"written": "", **self.cleaned_data})


class SettlementForm(forms.Form):
    evidence = forms.URLField(
        label=_("Evidence"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_(
            "A web page, https, that shows the new contacts. With it the correction counts as a "
            "check; leave it empty if you did not see it there."
        ),
    )
    answer = forms.CharField(
        label=_("Answer"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the sender, beside the reasons above. A mere remark needs one."),
    )

    def clean_evidence(self) -> str:
        evidence = self.cleaned_data["evidence"]
        if evidence and not evidence.startswith("https://"):
            raise forms.ValidationError(_("Evidence has to be a page with https."))
        return evidence


class SettledFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", gettext("Open")), ("settled", gettext("Settled"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        states: dict[str, dict[str, Any]] = {
            "open": {"settlement": None},
            "settled": {"settlement__isnull": False},
        }
        return queryset.filter(**states.get(self.value() or "", {}))


@admin.register(Correction)
class CorrectionAdmin(NeverDeleted, ScopedAdmin):
    list_display = ["bureau", "place", "proposed", "sent_at", "state"]
    list_filter = [ReachFilter, TaskFilter, SettledFilter]
    list_select_related = ["bureau__region__parent__parent__parent__parent", "settlement"]
    search_fields = ["bureau__name_en", "bureau__name_zh_hans", "bureau__ref"]
    date_hierarchy = "sent_at"
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Correction]:
        return super().get_queryset(request).prefetch_related("values")

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """Put the open ones first, the oldest of them on top."""
        return [F("settlement__settled_at").desc(nulls_first=True), "sent_at", "pk"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description=_("place"))
    def place(self, correction: Correction) -> str:
        return str(correction.bureau.region.place)

    @admin.display(description=_("proposed"))
    def proposed(self, correction: Correction) -> str:
        labels = [value.label for value in correction.values.all()]
        return ", ".join(labels) or gettext("a remark")

    @admin.display(description=_("state"))
    def state(self, correction: Correction) -> str:
        return gettext("Settled") if correction.is_settled else gettext("Open")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show old, current and new side by side, and take the decisions."""
        correction = self.get_object(request, unquote(object_id))
        if not self.has_view_or_change_permission(request, correction):
            raise PermissionDenied
        if correction is None:
            messages.warning(request, gettext("There is no such correction within your reach."))
            return redirect(LIST)
        may_decide = self.has_change_permission(request, correction) and not correction.is_settled
        data = request.POST if request.method == "POST" else None
        if data is not None and not may_decide:
            raise PermissionDenied
        forms = _decision_forms(correction, data) if may_decide else []
        settling = SettlementForm(data, initial={"evidence": correction.web_source})
        is_valid = data is not None and all(form.is_valid() for form in [settling, *forms])
        if is_valid and (answer := self._decide(request, correction, forms, settling)):
            return answer
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Correction"),
            "subtitle": str(correction.bureau),
            "opts": self.opts,
            "correction": correction,
            "forms": forms,
            "decided": [v for v in correction.values.all() if not (may_decide and v.is_open)],
            "settling": settling if may_decide else None,
        }
        return TemplateResponse(request, "workbench/correction.html", context)

    def _decide(
        self,
        request: HttpRequest,
        correction: Correction,
        forms: list[DecisionForm],
        settling: SettlementForm,
    ) -> HttpResponse | None:
        """Carry the decisions out; None when something is wrong, which the forms say then."""
        decisions = [decided for form in forms if (decided := form.decided())]
        user: Any = request.user
        try:
            is_settled = corrections.decide(correction, decisions, user, **settling.cleaned_data)
        except ValidationError as error:
            _spread(error, forms, settling)
            return None
        done = (
            gettext("The correction is settled.")
            if is_settled
            else gettext("Decisions were saved.")
        )
        self.message_user(request, done, messages.SUCCESS)
        return redirect(LIST if is_settled else request.path)


def _decision_forms(correction: Correction, data: Any) -> list[DecisionForm]:
    bureau = correction.bureau
    others = ProposedValue.objects.open().filter(correction__bureau=bureau)
    rivals: dict[str, list[ProposedValue]] = {}
    for other in others.exclude(correction=correction).select_related("correction"):
        rivals.setdefault(other.field, []).append(other)
    return [
        DecisionForm(data, value=value, bureau=bureau, rivals=rivals.get(value.field, []))
        for value in correction.values.all()
        if value.is_open
    ]


def _spread(error: ValidationError, forms: list[DecisionForm], settling: SettlementForm) -> None:
    """Put each fault of the entry beside the value that it is about, the rest on top."""
    by_field = {form.value.field: form for form in forms}
    faults = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for field, texts in faults.items():
        if field in by_field:
            by_field[field].add_error(None, texts)
        else:
            settling.add_error("answer" if field == "answer" else None, texts)
