"""What regions and bureaus are found by."""

from collections.abc import Iterable
from itertools import chain, zip_longest
from typing import Any

from bureaus.models import BureauTokens, Region, RegionTokens
from bureaus.models.tree import path_ids
from bureaus.search import tokens
from bureaus.search.index import (
    Index,
    Model,
    Parts,
    columns_of,
    indexes,
    names_of_region,
    texts_of,
)


class RegionIndex(Index):
    entries = RegionTokens
    columns = ("path", "slug", "code", *columns_of("name"), *columns_of("full_name"))
    joined = ()
    parts = {"aliases": ["value"]}

    def path_of(self, row: Any) -> str:
        return row.path

    def tokens_of(self, row: Any, parts: Parts) -> Iterable[str]:
        names = names_of_region(row, chain.from_iterable(parts["aliases"]))
        return tokens.whole(*names, row.slug, row.code, *map(tokens.pinyin, names))

    def dependents(self, pks: set[int]) -> dict[Model, set[int]]:
        """Give everything in these regions."""
        paths = Region.objects.order_by().values_list("pk", "path")
        inside = {pk for pk, path in paths if not pks.isdisjoint(path_ids([path]))}
        others = [index for index in indexes() if "region__path" in index.joined]
        return {Region: inside - pks} | {
            index.model: primary_keys(index.model, region__in=inside) for index in others
        }


class BureauIndex(Index):
    entries = BureauTokens
    numbers = ("phone_digits", "phone", "fax", "email")
    columns = (
        *numbers,
        *columns_of("name"),
        *columns_of("address"),
        *("website", "postal_code", "ref", "kind"),
    )
    joined = ("region__path", "region__dial_code")
    parts = {"aliases": ["value"], "contact_points": [*numbers, *columns_of("name")]}

    def tokens_of(self, row: Any, parts: Parts) -> Iterable[str]:
        names = [*texts_of(row, "name"), *chain.from_iterable(parts["aliases"])]
        places = [(row.phone_digits, row.phone, row.fax, row.email), *parts["contact_points"]]
        digits, phones, faxes, emails, *desks = zip_longest(*places, fillvalue="")
        numbers = " ".join(digits).split()
        local = [number.removeprefix(row.region_dial_code) for number in numbers]
        texts = tokens.of_text(
            *names,
            *texts_of(row, "address"),
            *chain.from_iterable(desks),
            *emails,
            row.website,
            row.postal_code,
            row.ref,
            self.entries.everywhere,
            row.kind,
            "phone tel 电话" if any(phones) else "",
            "fax 传真" if any(faxes) else "",
        )
        whole = tokens.whole(*names, row.ref, *numbers, *local)
        return chain(texts, tokens.of_pinyin(*names), tokens.of_number(*numbers), whole)


def primary_keys(model: Model, **conditions: Any) -> set[int]:
    """Collect the primary keys of the rows that meet the conditions."""
    rows = model._default_manager.filter(**conditions).order_by()
    return set(rows.values_list("pk", flat=True))
