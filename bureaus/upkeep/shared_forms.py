"""Forms that several people may have open at once.

What a page showed is sent along with what was typed. So a field counts as changed only if the
person changed it: what was not touched stays as it is stored by now, and what somebody else has
changed too is refused once, beside what is stored.
"""

from typing import Any

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.forms import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from bureaus.changes.labels import Texts, field_of
from bureaus.models import Bureau
from bureaus.models.correction import FIELDS, as_text

OVERTAKEN = _("Somebody else has changed this meanwhile; it is now: %s. Save again to keep yours.")


class SharedForm(forms.ModelForm):
    """A form of a row; ``overtaken`` holds the fields that somebody else changed as well.

    ``filled`` maps the fields that show another value, see ``fill``, to what is stored, ``unfit``
    those that stay as they are because they do not offer it, to this value. ``owner`` names the
    foreign key to the row whose page this is, which is no matter of the form.
    """

    data: MultiValueDict

    def __init__(self, *args: Any, owner: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = self.instance._meta
        names = {field.name for field in (*options.concrete_fields, *options.many_to_many)}
        self.shared = [self[name] for name in self.fields if name in names - {owner}]
        self.overtaken: list[BoundField] = []
        self.filled: dict[str, Any] = {}
        self.unfit: dict[str, Any] = {}
        for field in self.shared:
            field.field.show_hidden_initial = True
        if any(field.html_initial_name in self.data for field in self.shared):
            self._compare()
        elif self.is_bound:
            self._take_as_opened_now()

    def _compare(self) -> None:
        """Take over what others stored since the page was opened, where nothing was typed."""
        if self.instance._state.adding:
            return
        others = [field for field in self.shared if self._shown(field) != stored(field)]
        touched = set(super().changed_data) if others else set()
        untouched = [field for field in others if field.name not in touched]
        self._send({field.html_name: stored(field) for field in untouched})
        self._send({field.html_initial_name: stored(field) for field in others})
        is_deleted = self.add_prefix("DELETE") in self.data
        self.overtaken = [f for f in others if is_deleted or f.name in self.changed_data]

    def _take_as_opened_now(self) -> None:
        """Leave what is left out, as by a program that sends but what it changes."""
        is_new = self.instance._state.adding
        left = [f for f in self.shared if not is_new and f.html_name not in self.data]
        self._send({field.html_name: stored(field) for field in left})
        self._send({field.html_initial_name: stored(field) for field in self.shared})

    @cached_property
    def changed_data(self) -> list[str]:
        """Ask no database: what the page showed of a row that is there is compared already."""
        if self.instance._state.adding:
            return super().changed_data
        return [name for name in self.fields if _is_changed(self[name])]

    @property
    def is_touched(self) -> bool:
        return any(field.name in self.changed_data for field in self.shared)

    def _shown(self, field: BoundField) -> list[str]:
        return as_sent(self.data.getlist(field.html_initial_name))

    def _send(self, values: dict[str, list[str]]) -> None:
        if values:
            self.data = MultiValueDict(dict(self.data.lists()) | values)
            vars(self).pop("changed_data", None)  # which Django finds once and keeps

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.empty_permitted and self.instance.pk and not self.has_changed():
            # The other rows of a page are compared with it
            self.cleaned_data = dict(self.initial)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for field in self.overtaken:
            text = Texts().text(field_of(type(self.instance), field.name), plain(field.initial))
            self.add_error(field.name, OVERTAKEN % (text or "–"))
        for field in self.shared if not self.instance._state.adding else ():
            if field.name not in self.changed_data and isinstance(cleaned.get(field.name), str):
                cleaned[field.name] = getattr(
                    self.instance, field.name
                )  # not as a browser sends it
        return cleaned

    def fill(self, values: dict[str, Any]) -> None:
        """Show other values than the stored ones, as if they had been typed."""
        self._send({field.html_initial_name: stored(field) for field in self.shared})
        for name, value in values.items():
            field = self[name]
            if as_sent(value) == stored(field):
                continue
            if not _offers(field.field, value):
                self.unfit[name] = value
            else:
                self.filled[name] = field.initial
                # The bound field keeps the initial value that it was asked for
                self.initial[name] = vars(field)["initial"] = value
                field.field.widget.attrs["data-filled"] = ""


def _is_changed(field: BoundField) -> bool:
    both = [field.initial, field.data]
    if all(isinstance(value, str) for value in both):  # a browser sends other ends of lines
        both = [value.replace("\r\n", "\n").strip() for value in both]
    return bool(field.field.has_changed(*both))


def _offers(field: forms.Field, value: Any) -> bool:
    """Tell whether a list of choices has this one; a browser would send its first one instead."""
    is_one_of = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
    if not is_one_of or isinstance(value, list) or value in field.empty_values:
        return True  # of several, those are shown that are there
    try:
        field.clean(value)
    except forms.ValidationError:
        return False
    return True


def plain(value: Any) -> Any:
    """Give an initial or cleaned value as a ``State`` holds it: keys for rows."""
    if isinstance(value, list | tuple | QuerySet):
        return [plain(each) for each in value]
    return getattr(value, "pk", value)


def stored(field: BoundField) -> list[str]:
    """Give what a page sends for the value with which the form of a row begins."""
    return as_sent(plain(field.initial))


def as_sent(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    texts = [str(each).replace("\r\n", "\n") for each in values if each not in (None, "")]
    return sorted(texts)


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
