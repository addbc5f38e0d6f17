"""What staff decide about a correction."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bureaus.models import Bureau, ProposedValue
from bureaus.models.correction import as_text
from bureaus.upkeep.corrections import Decided
from bureaus.upkeep.entry_forms import formfield

Decision = ProposedValue.Decision


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
