"""Forms on the fields of a bureau outside the pages of the admin."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from bureaus.models import Bureau
from bureaus.models.correction import FIELDS, as_text
from bureaus.upkeep.shared_forms import SharedForm

LONGEST_SOURCE = 500


def formfield(field: models.Field, **options: Any) -> forms.Field | None:
    """Make a form's field; web addresses without a scheme are taken to be https."""
    if isinstance(field, models.URLField):
        options["assume_scheme"] = "https"
    return field.formfield(**options)


class EntryForm(SharedForm):
    """Fields of a bureau, prefilled; ``changes`` names those that were changed to another value."""

    class Meta:
        model = Bureau
        fields: tuple[str, ...] = FIELDS
        formfield_callback = formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = {field.name: as_text(self.instance, field.name) for field in self.shared}

    @property
    def changes(self) -> dict[str, tuple[str, str]]:
        """Give (old, new) as texts by field, once the form is valid."""
        after = {name: as_text(self.instance, name) for name in self.before}
        return {name: (old, after[name]) for name, old in self.before.items() if old != after[name]}


class CorrectionForm(EntryForm):
    """What a visitor says is wrong: other values, where they come from, a remark."""

    source = forms.CharField(
        label=_("How do you know?"),
        max_length=LONGEST_SOURCE,
        help_text=_("The address of a web page that shows it, or a few words."),
    )
    remark = forms.CharField(
        label=_("Anything else"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example that the office has moved, was renamed or closed."),
    )
    reply_to = forms.EmailField(
        label=_("Your email, if you want to be told"),
        required=False,
        help_text=_("Used for this answer only and then deleted. Never shown."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    nickname = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    GROUPS = (
        (_("Phone, fax and web"), ("phone", "fax", "email", "website", "hours", "languages")),
        (_("Address"), ("address_en", "address_zh_hans", "address_zh_hant", "postal_code")),
        (_("Name"), ("name_en", "name_zh_hans", "name_zh_hant", "kind")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        for name in ("phone", "fax"):
            self.fields[name].widget.input_type = "tel"
        self.fields["kind"].required = False

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        return [(title, [self[name] for name in names]) for title, names in self.GROUPS]

    def about_sender(self) -> list[forms.BoundField]:
        return [self["source"], self["remark"], self["reply_to"]]

    def clean(self) -> dict[str, Any]:
        # Refuse who fills in what people do not see; a kind left out stays as it is
        cleaned = super().clean()
        if cleaned.get("nickname"):
            self.add_error(None, _("The field that has to stay empty was filled in."))
        cleaned["kind"] = cleaned.get("kind") or self.before["kind"]
        return cleaned

    def full_clean(self) -> None:
        """Refuse what says nothing, once the instance has the new values."""
        super().full_clean()
        is_right = self.is_bound and not self.errors
        if is_right and not self.changes and not self.cleaned_data.get("remark"):
            text = _("Nothing differs from the entry yet. Change a field or write a remark.")
            self.add_error(None, text)
