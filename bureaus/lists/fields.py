"""What the addresses of lists hold under each key, read without ever refusing anything."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from bureaus.models import Region
from bureaus.search.gazetteer import gazetteer

MAX_TEXTS = 5  # searches in one address
MAX_VALUES = 100  # of one key; any more count as unknown


@dataclass
class Picked:
    """The values given for one key: those known, each with what it stands for, and the rest."""

    found: dict[str, Any] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    @property
    def matches_nothing(self) -> bool:
        return bool(self.unknown) and not self.found


def not_known(text: str, name: Any) -> str:
    """Write in the active language that a key has no such value."""
    values = {"value": text[:80], "filter": name}
    return _("“%(value)s” is not a known value of “%(filter)s”.") % values


def with_present_names(
    parameters: QueryDict, found: Mapping[str, Sequence[Region]]
) -> QueryDict | None:
    """Write the values of ``region`` as they are today; None if they are right already.

    ``found`` holds the regions that each value names. A slug and a current code are right; a code
    that was split becomes all its successors; a value that names none stays as it is.
    """
    given = parameters.getlist("region")
    present = []
    for text in given:
        regions = found.get(text, ())
        is_right = len(regions) == 1 and text in (regions[0].slug, regions[0].code)
        present += [text] if is_right or not regions else [region.slug for region in regions]
    if present == given:
        return None
    renamed = parameters.copy()
    renamed.setlist("region", list(dict.fromkeys(present)))
    return renamed


class SharedField(forms.MultipleChoiceField):
    """A field that forms only read, so that all of them share it."""

    def __deepcopy__(self, memo: dict) -> Self:
        return self


class PickField(SharedField):
    """Sort the given values into known and unknown ones instead of refusing them."""

    def clean(self, value: Iterable[str] | None) -> Picked:
        given = [text for text in dict.fromkeys(value or ()) if text.strip()]
        found = self.look_up(given[:MAX_VALUES])
        return Picked(
            {text: found[text] for text in given if text in found},
            [text for text in given if text not in found],
        )

    def look_up(self, given: list[str]) -> dict[str, Any]:
        """Map each known value to what it stands for: here, the label of the choice."""
        labels = {str(value): label for value, label in list(self.choices)}  # type: ignore[arg-type]
        return {text: labels[text] for text in given if text in labels}


class RegionField(PickField):
    """Find regions by current code or slug, then by former ones; a value may mean several."""

    def look_up(self, given: list[str]) -> dict[str, list[Region]]:
        return gazetteer().called_any(given)


class TextsField(SharedField):
    """Take any texts, without empty ones and doubles."""

    def clean(self, value: Iterable[str] | None) -> list[str]:
        texts = (text.strip() for text in value or ())
        return [text for text in dict.fromkeys(texts) if text][:MAX_TEXTS]
