"""The filters of a list that are on, each with a way to drop it."""

from typing import Any, NamedTuple

from django.http import QueryDict

from bureaus.lists.facets import names_of
from bureaus.lists.filters import PublicFilterSet


class Chip(NamedTuple):
    """A filter that is on: what it is, and the query string without it."""

    label: Any
    without: str


def chips(filterset: PublicFilterSet) -> list[Chip]:
    """List the filters that are on, each with the address that drops just it."""
    parameters = filterset.parameters
    found = []
    for text in parameters.getlist("q"):
        found.append(Chip(f"“{text[:80]}”", _without(parameters, "q", text)))
    for name in filterset.picks:
        if name in filterset.not_filters:
            continue
        picked = filterset.picked(name)
        for text, meaning in picked.found.items():
            label = _chip_label(filterset.filters[name].label, name, meaning)
            found.append(Chip(label, _without(parameters, name, text)))
        for text in picked.unknown[:5]:
            found.append(Chip(f"“{text[:80]}”", _without(parameters, name, text)))
    return found


def _chip_label(filter_label: Any, name: str, meaning: Any) -> Any:
    if name == "region":
        return names_of(meaning)
    if name == "industry":
        return meaning.name
    return f"{filter_label}: {meaning}" if name == "letter" else meaning


def _without(parameters: QueryDict, name: str, text: str) -> str:
    rest = parameters.copy()
    rest.setlist(name, [value for value in rest.getlist(name) if value != text])
    return f"?{rest.urlencode()}"
