"""What regions and bureaus are found by."""

from collections.abc import Iterator
from typing import Any

from bureaus.models import BureauTokens, Region, RegionTokens
from bureaus.models.tree import path_ids
from bureaus.search import tokens
from bureaus.search.index import Index, Model, indexes, names_of_region
from bureaus.values.localized import COLUMNS


class RegionIndex(Index):
    entries = RegionTokens
    has_region = False

    def region_of(self, row: Any) -> Region:
        return row

    def tokens_of(self, row: Any) -> Iterator[str]:
        names = names_of_region(row, (alias.value for alias in row.aliases.all()))
        yield from tokens.whole(*names, row.slug, row.code, *map(tokens.pinyin, names))

    def dependents(self, pks: set[int]) -> dict[Model, set[int]]:
        """Give everything in these regions."""
        paths = Region.objects.order_by().values_list("pk", "path")
        inside = {pk for pk, path in paths if not pks.isdisjoint(path_ids([path]))}
        others = [index for index in indexes() if index.has_region]
        return {Region: inside - pks} | {
            index.model: primary_keys(index.model, region__in=inside) for index in others
        }


class BureauIndex(Index):
    entries = BureauTokens

    def tokens_of(self, row: Any) -> Iterator[str]:
        points = row.contact_points.all()
        places = (row, *points)
        names = [*texts_of(row, "name"), *(alias.value for alias in row.aliases.all())]
        numbers = " ".join(place.phone_digits for place in places).split()
        local = [number.removeprefix(row.dial_code) for number in numbers]
        yield from tokens.whole(*names, row.ref, *numbers, *local)
        yield from tokens.of_pinyin(*names)
        yield from tokens.of_number(*numbers)
        yield from tokens.of_text(
            *names,
            *texts_of(row, "address"),
            *(text for point in points for text in texts_of(point, "name")),
            *(place.email for place in places),
            row.website,
            row.postal_code,
            row.ref,
            self.entries.everywhere,
            row.kind,
            "phone tel 电话" if any(place.phone for place in places) else "",
            "fax 传真" if any(place.fax for place in places) else "",
        )


def primary_keys(model: Model, **conditions: Any) -> set[int]:
    """Collect the primary keys of the rows that meet the conditions."""
    rows = model._default_manager.filter(**conditions).order_by()
    return set(rows.values_list("pk", flat=True))


def texts_of(row: Any, stem: str) -> list[str]:
    """List what a row holds in the columns of one text."""
    return [getattr(row, f"{stem}_{column}") for column in COLUMNS.values()]
