"""What rows share that have no key but their number."""

from collections.abc import Iterable
from typing import Any

from bureaus.spreadsheets.bases import ExchangeResource
from bureaus.values.ids import as_id


class NumberedResource(ExchangeResource):
    key = "id"

    def find(self, keys: Iterable[str]) -> dict[str, Any]:
        numbers = {key: as_id(key) for key in keys}
        rows = self.reachable().filter(pk__in=[n for n in numbers.values() if n is not None])
        found = {row.pk: row for row in rows}
        return {key: found[n] for key, n in numbers.items() if n in found}
