"""How values of fields are written in cells and read from them.

``clean`` raises ValidationError with what was meant and what is possible.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from import_export.widgets import Widget

from bureaus.models import Bureau, Region
from bureaus.search.gazetteer import gazetteer
from bureaus.spreadsheets.cells import as_saved
from bureaus.staff.roles import StaffUser
from bureaus.staff.scope import selectable
from bureaus.values.batches import in_batches
from bureaus.values.texts import whole_number

TEXTS_AT_A_TIME = 200  # texts, each of which a query compares with several columns
SEPARATORS = re.compile(r"[,;，；、\s]+")
YES, NO = {"yes", "true", "1", "是"}, {"no", "false", "0", "否"}
LARGEST = 2**31 - 1  # a number of a row, or any other that a column holds


class TextWidget(Widget):
    empty: Any = ""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> Any:
        return as_saved(value)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(value)


class ChoiceWidget(TextWidget):
    """Stored values; what the admin shows for them in the active language is understood too."""

    def __init__(self, choices: Iterable[tuple[Any, Any]]) -> None:
        super().__init__()
        self.choices = [(str(value), label) for value, label in choices]

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> str:
        text = as_saved(value).lower()
        for stored, label in self.choices:
            if text in (stored.lower(), str(label).lower()):
                return stored
        raise ValidationError(
            _("“%(text)s” is none of: %(choices)s."),
            params={"text": value, "choices": ", ".join(stored for stored, _l in self.choices)},
        )


class YesNoWidget(TextWidget):
    empty = False

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> bool:
        text = as_saved(value).lower()
        if text not in YES | NO:
            raise ValidationError(_("“%(text)s” is neither yes nor no."), params={"text": value})
        return text in YES

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "yes" if value else "no"


class NumberWidget(TextWidget):
    empty = None

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> int:
        number = whole_number(as_saved(value), most=LARGEST)
        if number is None:
            raise ValidationError(_("“%(text)s” is not a whole number."), params={"text": value})
        return number


class DateWidget(TextWidget):
    empty = None

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> date:
        try:
            return date.fromisoformat(as_saved(value))
        except ValueError as error:
            raise ValidationError(
                _("“%(text)s” is not a date such as 2024-01-24."), params={"text": value}
            ) from error


class TagsWidget(TextWidget):
    """A list of tags, for example languages."""

    @property
    def empty(self) -> list[str]:
        return []

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> list[str]:
        return [tag for tag in SEPARATORS.split(value) if tag]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return ", ".join(value or ())


class Reference(TextWidget):
    """One row of another table; ``load`` looks up what the cells of many rows name."""

    empty = None

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[Any]] = {}

    def load(self, cells: Iterable[str], user: StaffUser) -> None:
        wanted = {text for cell in cells for text in self.texts(cell)} - self.found.keys()
        for some in in_batches(sorted(wanted), TEXTS_AT_A_TIME):
            self.found |= {text: [] for text in some} | self.find(some, user)

    def texts(self, cell: str) -> list[str]:
        text = as_saved(cell)
        return [text] if text else []

    def find(self, texts: list[str], user: StaffUser) -> dict[str, list[Any]]:
        """Give the rows that each of the texts may mean, of those that the user may know of."""
        raise NotImplementedError

    def name(self, row: Any) -> str:
        """Give the text that stands for a row."""
        raise NotImplementedError

    def one(self, text: str) -> Any:
        rows = self.found.get(text, [])
        if not rows:
            raise ValidationError(_("Nothing is called “%(text)s”."), params={"text": text})
        if len(rows) > 1:
            names = ", ".join(map(self.name, rows[:10]))
            raise ValidationError(
                _("“%(text)s” may mean any of: %(names)s."), params={"text": text, "names": names}
            )
        return rows[0]

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> Any:
        return self.one(as_saved(value))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else self.name(value)


class References(Reference):
    """Several rows of another table, separated by commas."""

    @property
    def empty(self) -> list[Any]:  # type: ignore[override]
        return []

    def texts(self, cell: str) -> list[str]:
        return [text for text in SEPARATORS.split(cell) if text]

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> list[Any]:
        return [self.one(text) for text in self.texts(value)]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        rows = value.all() if isinstance(value, models.Manager) else value or ()
        return ", ".join(sorted(map(self.name, rows)))


class RegionWidget(Reference):
    """Slug; code and former names are understood too."""

    def find(self, texts: list[str], user: StaffUser) -> dict[str, list[Any]]:
        return dict(gazetteer().called_any(texts))

    def name(self, row: Region) -> str:
        return row.slug


class RegionsWidget(RegionWidget, References):
    pass


class ParentWidget(Reference):
    """Reference of the bureau above, of those that the form would offer too."""

    def find(self, texts: list[str], user: StaffUser) -> dict[str, list[Any]]:
        offered = selectable(Bureau._meta.get_field("parent"), Bureau.objects.all(), user)
        return {bureau.ref: [bureau] for bureau in offered.filter(ref__in=texts)}

    def name(self, row: Bureau) -> str:
        return row.ref
