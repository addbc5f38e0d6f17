"""Filters in addresses that name regions as they were once called."""

from collections.abc import Mapping, Sequence

from django.http import QueryDict

from bureaus.models import Region


def with_present_names(
    parameters: QueryDict, found: Mapping[str, Sequence[Region]]
) -> QueryDict | None:
    """Write the values of ``region`` as they are today; None if they are right already.

    ``found`` holds the regions that each value names. A slug and a current code are right; a code
    that was split becomes all its successors; a value that names none stays as it is.
    """
    given = parameters.getlist("region")
    present = [name for text in given for name in _present_names(text, found.get(text, ()))]
    if present == given:
        return None
    renamed = parameters.copy()
    renamed.setlist("region", list(dict.fromkeys(present)))
    return renamed


def _present_names(text: str, regions: Sequence[Region]) -> list[str]:
    is_right = len(regions) == 1 and text in (regions[0].slug, regions[0].code)
    return [text] if is_right or not regions else [region.slug for region in regions]
