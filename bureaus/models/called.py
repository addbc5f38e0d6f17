"""Rows that are found by whatever they are or once were called."""

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import F, Q

from bureaus.changes.tracked import RecordedQuerySet
from bureaus.values.batches import in_batches

NAMES_AT_A_TIME = 200  # each makes up to two conditions, of which SQLite takes 1,000

Row = TypeVar("Row", bound=models.Model, covariant=True)


class CalledQuerySet(RecordedQuerySet[Row]):
    """Rows with ``aliases``; those that share a name come in the order of ``in_order``."""

    in_order: str

    def called(self, value: str) -> list[Row]:
        """Find what ``value`` names now, else what it once named, of which there can be several."""
        return self.called_any([value]).get(value, [])

    def called_any(self, values: list[str]) -> dict[str, list[Row]]:
        """Find what each of the values names, as ``called`` does, two queries for many of them."""
        found: dict[str, list[Row]] = {}
        for asked in in_batches((value for value in values if value), NAMES_AT_A_TIME):
            found |= self._called_now(asked)
            if rest := [value for value in asked if value not in found]:
                found |= self._once_called(rest)
        return found

    def _known_as(self, condition: Q) -> Self:
        return self.filter(condition).annotate(known_as=F("aliases__value"))

    def _called_now(self, values: list[str]) -> dict[str, list[Row]]:
        raise NotImplementedError

    def _once_called(self, values: list[str]) -> dict[str, list[Row]]:
        """Look among former and other names; a slug may stand for a name with blanks."""
        found: dict[str, list[Row]] = {}
        spellings: dict[str, list[str]] = {}
        condition = Q()
        for value in values:
            for spelling in {value, value.replace("-", " ")}:
                spellings.setdefault(spelling.lower(), []).append(value)
                condition |= Q(aliases__value__iexact=spelling)
        rows: Any = self._known_as(condition).distinct().order_by(self.in_order)
        for row in rows:
            for value in spellings.get(row.known_as.lower(), []):
                if row not in found.setdefault(value, []):
                    found[value].append(row)
        return found
