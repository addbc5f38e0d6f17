"""Forms on the fields of a bureau outside the pages of the admin."""

from typing import Any

from django import forms
from django.db import models

from bureaus.models import Bureau
from bureaus.models.correction import FIELDS, as_text
from bureaus.upkeep.shared_forms import SharedForm


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
