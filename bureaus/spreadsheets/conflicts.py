"""Rows of a file that would take the place of others; rows that change places are no conflict."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from bureaus.spreadsheets.bases import ExchangeResource
from bureaus.values.batches import in_batches

Place = tuple[Any, ...]


def refuse_taken_places(resource: ExchangeResource, outcomes: list[Any]) -> None:
    """Refuse what would share a place with another row, until nothing would."""
    for columns in resource.unique:
        names = {column.removesuffix("_id") for column in columns}
        message = _("Another row has the same %(columns)s.") % {"columns": ", ".join(sorted(names))}
        while clashing := _clashing(resource, moved(outcomes, names), columns):
            for outcome in clashing:
                outcome.refuse(message)


def moved(outcomes: list[Any], names: set[str]) -> list[Any]:
    """Keep the rows that are new or of which one of these columns changes."""
    return [it for it in outcomes if it.row is not None and (not it.row.pk or it.changed & names)]


def _clashing(resource: ExchangeResource, movers: list[Any], columns: Place) -> list[Any]:
    places = [tuple(getattr(it.row, column) for column in columns) for it in movers]
    leaving = {it.row.pk for it in movers}
    taken = Counter(place for place in places if _counts(place))
    for some in in_batches({place[0] for place in taken}):
        taken.update(_held(resource, columns, some, leaving))
    return [it for it, place in zip(movers, places, strict=True) if taken[place] > 1]


def _held(
    resource: ExchangeResource, columns: Place, firsts: list[Any], leaving: set[int]
) -> Iterator[Place]:
    rows = resource.model._default_manager.filter(**{f"{columns[0]}__in": firsts}).order_by()
    return (
        place
        for pk, *held in rows.values_list("pk", *columns)
        if pk not in leaving and _counts(place := tuple(held))
    )


def _counts(place: Place) -> bool:
    return None not in place and "" not in place
