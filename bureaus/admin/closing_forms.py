"""The forms that guide through closing, ending, opening again and renaming."""

from collections.abc import Sequence
from copy import copy
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import (
    AdminDateWidget,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
)
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureaus.changes.history import REASON_LENGTH
from bureaus.changes.labels import Texts
from bureaus.models import Bureau, Region
from bureaus.upkeep.closing import ClosingPlan, differing_fields
from bureaus.upkeep.duplicates import ApartForm
from bureaus.upkeep.ending import RE_CODED, EndingPlan, check_end
from bureaus.upkeep.lifecycle import NAMES, check_successor_count
from bureaus.upkeep.placing import Question
from bureaus.values.partial_dates import validate as validate_partial_date
from bureaus.values.texts import whole_number

KEEP, TAKE = "keep", "take"
REASON_HELP = _("Where this was read, or who said so; for colleagues. For example a web address.")


def as_keys(values: Sequence[str]) -> list[str]:
    """Take what cannot be a primary key for 0, which no row has."""
    return [str(whole_number(value) or 0) for value in values]


class RowsWidget(AutocompleteSelectMultiple):
    """Offer rows while typing; odd values are refused instead of breaking the page."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return as_keys(data.getlist(name))


class RowWidget(AutocompleteSelect):
    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        value = data.get(name)
        return as_keys([value])[0] if value else ""


class ActForm(forms.Form):
    """Ask for the source, as every such act needs one."""

    reason = forms.CharField(
        label=_("Source or reason"),
        max_length=REASON_LENGTH,
        help_text=REASON_HELP,
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
    )


class PartlyDatedForm(ActForm):
    on = forms.CharField(
        label=_("Date"),
        max_length=10,
        validators=[validate_partial_date],
        initial=lambda: timezone.localdate().isoformat(),
        help_text=_("Day, month or year from which it is so, for example 2025-11-06 or 2025."),
    )


class DatedForm(ActForm):
    on = forms.DateField(
        label=_("Date"),
        initial=timezone.localdate,
        widget=AdminDateWidget,
        help_text=_("Day from which it no longer existed, or no longer under this name."),
    )

    def clean_on(self) -> Any:
        if self.cleaned_data["on"] > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return self.cleaned_data["on"]


class ClosingForm(DatedForm):
    """What became of a bureau, when, and who does its work now."""

    field_order = ["closure", "on", "successors", "reason"]

    closure = forms.ChoiceField(
        label=_("What became of it"), choices=Bureau.Closure.choices, widget=forms.RadioSelect
    )
    successors = forms.ModelMultipleChoiceField(
        label=_("Successors"),
        queryset=Bureau.objects.public(),
        required=False,
        help_text=_(
            "Exactly one if it was renamed, merged, replaced or entered twice, at least two if "
            "it was split, none if it was abolished."
        ),
        widget=RowsWidget(Bureau._meta.get_field("successors"), admin.site),
    )

    def __init__(self, *args: Any, bureau: Bureau, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bureau = bureau

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        successors = data.get("successors")
        if successors is not None and data.get("closure"):
            if self.bureau in successors:
                raise ValidationError({"successors": _("A bureau cannot succeed itself.")})
            try:
                check_successor_count(data["closure"], len(successors))
            except ValidationError as error:
                self.add_error("successors", error)
        return data

    @property
    def successor(self) -> Bureau | None:
        successors = list(self.cleaned_data["successors"])
        return successors[0] if len(successors) == 1 else None

    def plan(self, merging: "MergeForm | None") -> ClosingPlan:
        data = self.cleaned_data
        carried = merging.carried if merging else {}
        successors = list(data["successors"])
        return ClosingPlan(data["closure"], data["on"], data["reason"], successors, **carried)


class MergeForm(forms.Form):
    """What the bureau that stays takes over from the one that is closed, field by field."""

    def __init__(self, *args: Any, bureau: Bureau, successor: Bureau, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = differing_fields(bureau, successor)
        for name in self.names:
            field = Bureau._meta.get_field(name)
            values = ((KEEP, successor), (TAKE, bureau))
            texts = [(key, _written(row, field)) for key, row in values]
            initial = KEEP if getattr(successor, name) else TAKE
            self.fields[name] = forms.ChoiceField(
                label=field.verbose_name,  # type: ignore[union-attr]
                choices=texts,
                initial=initial,
                widget=forms.RadioSelect,
            )
        for name, relation, label in (
            ("with_contact_points", bureau.contact_points, _("Take its contact points over")),
            ("with_checks", bureau.checks, _("Take its checks over")),
        ):
            if number := relation.count():
                self.fields[name] = forms.BooleanField(
                    label=f"{label} ({number})", required=False, initial=name != "with_checks"
                )

    @property
    def differences(self) -> list[forms.BoundField]:
        return [self[name] for name in self.names]

    @property
    def others(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in self.names]

    @property
    def carried(self) -> dict[str, Any]:
        """Give what was chosen, or else what is proposed, as a plan wants it."""
        chosen = self.cleaned_data if self.is_bound else self.get_initial_values()
        return {
            "fields": [name for name in self.names if chosen[name] == TAKE],
            "with_contact_points": chosen.get("with_contact_points", False),
            "with_checks": chosen.get("with_checks", False),
        }

    def get_initial_values(self) -> dict[str, Any]:
        return {name: field.initial for name, field in self.fields.items()}


def _written(bureau: Bureau, field: Any) -> str:
    text = Texts().text(field, getattr(bureau, field.name)) or "–"
    return " – ".join(filter(None, [text, bureau.reading_of(field.name)]))


class RenamingForm(ApartForm, DatedForm):
    """The new names of an office that is still the same."""

    field_order = [*NAMES, "on", "reason"]

    def __init__(self, *args: Any, bureau: Bureau, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bureau = bureau
        self.fields |= forms.fields_for_model(Bureau, fields=NAMES)
        for name in NAMES:
            self.fields[name].initial = getattr(bureau, name)
            self.fields[name].widget.attrs["class"] = "vLargeTextField"
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        renamed = copy(self.bureau)
        for name in NAMES:
            setattr(renamed, name, data.get(name) or "")
        self.ask_apart(renamed)
        return data

    @property
    def new_names(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in NAMES}


class EndingForm(PartlyDatedForm):
    """What became of a region, when, and what is there today."""

    field_order = ["ending", "on", "successors", "reason"]

    ending = forms.ChoiceField(
        label=_("What became of it"),
        choices=Region.Ending.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "The last two only where the place is entered here a second time, under its new name "
            "or code."
        ),
    )
    successors = forms.ModelMultipleChoiceField(
        label=pgettext_lazy("of a region", "Successors"),
        queryset=Region.objects.with_parents(),
        help_text=_(
            "At least two if it was split, else exactly one. A place that was given up was merged "
            "into the one that it lay in."
        ),
        widget=RowsWidget(Region._meta.get_field("successors"), admin.site),
    )

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.region = region

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                check_end(self.region, data["ending"], data["on"], list(data["successors"]))
            except ValidationError as error:
                self.add_error(None, error)
        return data

    @property
    def plan(self) -> EndingPlan:
        data = self.cleaned_data
        return EndingPlan(data["ending"], data["on"], data["reason"], list(data["successors"]))


class PlacesForm(forms.Form):
    """Where everything goes that lies in a region which ends."""

    def __init__(self, *args: Any, asked: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        for question in asked:
            blank = {} if question.proposed else {"": _("– choose –")}
            choices: Any = list((blank | dict(question.choices)).items())
            self.fields[question.name] = forms.ChoiceField(
                label=question.label, choices=choices, initial=question.proposed
            )

    @property
    def groups(self) -> dict[str, list[forms.BoundField]]:
        found: dict[str, list[forms.BoundField]] = {}
        for question in self.asked:
            found.setdefault(question.group, []).append(self[question.name])
        return found


class RecodingForm(PartlyDatedForm):
    """The new names, code, kind and surroundings of a place that is still the same."""

    field_order = [*RE_CODED, "on", "reason"]

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.region = region
        self.fields |= forms.fields_for_model(Region, fields=RE_CODED)
        self.fields["parent"] = forms.ModelChoiceField(
            label=self.fields["parent"].label,
            queryset=Region.objects.with_parents(),
            help_text=self.fields["parent"].help_text,
            required=region.parent is not None,
            widget=RowWidget(Region._meta.get_field("parent"), admin.site),
        )
        for name in RE_CODED:
            self.fields[name].initial = getattr(region, name)
        self.order_fields(self.field_order)

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in RE_CODED}
