"""What staff are asked about a check, and what a round of calls brings in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bureaus.models import Check
from bureaus.upkeep.entry_forms import EntryForm, formfield

CALLED = ("phone", "fax", "email", "address_en", "address_zh_hans")


class CheckForm(forms.ModelForm):
    """One check, for any number of bureaus."""

    class Meta:
        model = Check
        fields = ("method", "date", "outcome", "evidence_url", "note")
        formfield_callback = formfield
        widgets = {"date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class RoundForm(forms.ModelForm):
    """What the calls of one sheet have in common."""

    class Meta:
        model = Check
        fields = ("method", "date")
        widgets = {"date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class CallForm(EntryForm):
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
        """Hold the outcome against what was typed."""
        cleaned = super().clean()
        outcome = cleaned.get("outcome")
        for name in self.entry_fields:
            if name in self.changed_data and self._was_overtaken(name):
                self.add_error(
                    name,
                    _("Somebody else has changed this meanwhile; it is now: %s.")
                    % self.before[name],
                )
        is_mended = any(name in self.changed_data for name in self.entry_fields)
        if not outcome and self.is_filled_in:
            self.add_error("outcome", _("Choose what came of it."))
        elif is_mended and outcome != Check.Outcome.MENDED:
            self.add_error("outcome", _("Contacts were changed: choose “Was wrong and is mended”."))
        return cleaned

    def _was_overtaken(self, name: str) -> bool:
        """Tell whether the entry is not what the page showed when it was typed over."""
        shown = self.data.get(self[name].html_initial_name)
        return shown is not None and shown.strip() != self.before[name]
