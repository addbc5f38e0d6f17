"""Has this moved? What became of addresses that somebody once noted.

Each address is about a row of a noun, by how its path begins (``Noun.paths``), and the rows of many
are looked up at once. One that is about none is right as long as it leads somewhere.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import QueryDict
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils import translation
from django.utils.translation import get_language_from_path

from bureaus.changes.nouns import Noun, row_at
from bureaus.lists.fields import with_present_names
from bureaus.models import Bureau, Region
from bureaus.search.gazetteer import gazetteer
from bureaus.upkeep.lifecycle import Fate, what_became_of
from bureaus.values import addresses

OK, MOVED, CLOSED, UNKNOWN = "ok", "moved", "closed", "unknown"
MOST_ADDRESSES = 500
LONGEST_ADDRESS = 2_000


@dataclass(frozen=True)
class LinkResult:
    """What became of one address.

    ``to`` is where it moved; ``successors`` are the addresses of who followed a closed bureau, or
    of the regions into which one was split. All are paths here.
    """

    address: str
    status: str
    to: str = ""
    successors: tuple[str, ...] = ()


@dataclass(frozen=True)
class _ParsedAddress:
    """An address of this site: the noun and the key of the row that it is about, if any.

    ``right`` names what may stand for the key there, first what is written.
    """

    match: ResolverMatch
    path: str
    query: str
    language: str
    is_exact: bool
    noun: Noun | None = None
    key: str = ""
    right: tuple[str, ...] = ()

    def _values(self, row: Any) -> dict[str, Any]:
        return {
            name: getattr(row, name if hasattr(row, name) else self.right[0])
            for name in self.match.kwargs
        }

    def is_right_for(self, row: Any) -> bool:
        """Tell whether this is the address of a row, its key written as it may be."""
        given, wanted = self.match.kwargs, self._values(row)
        other = {str(given[name]) for name in given if given[name] != wanted[name]}
        return other <= {self.key} and self.key in {str(getattr(row, n)) for n in self.right}

    def of(self, row: Any) -> str:
        with translation.override(self.language):
            path = reverse(self.match.view_name, kwargs=self._values(row))
        return path + (f"?{self.query}" if self.query else "")


def look_up(addresses: list[str], host: str) -> list[LinkResult]:
    """Tell what became of each address; ``host`` is the one that the request came to."""
    read = [_parsed(address, host) for address in addresses]
    rows = _rows(read)
    asked = {text for item in read if item for text in QueryDict(item.query).getlist("region")}
    regions = gazetteer().called_any(sorted(asked))
    pairs = zip(addresses, read, strict=True)
    return [_result(address, item, rows, regions) for address, item in pairs]


def _parsed(address: str, host: str) -> _ParsedAddress | None:
    if not address.strip() or len(address) > LONGEST_ADDRESS or "\0" in unquote(address):
        return None
    try:
        parts = urlsplit(address.strip())
        known_host = not parts.netloc or addresses.is_ours(parts.netloc, host)
    except ValueError:
        return None
    if not known_host or parts.scheme not in {"", "http", "https"}:
        return None
    if parts.query.count("&") >= settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:
        return None  # no page would take it
    written = unquote(parts.path)
    path = addresses.with_site_language(written)
    language = get_language_from_path(path) or "en"
    with translation.override(language):
        # People note addresses without the last slash, and without the language
        for candidate in (path, f"{path}/", f"/{language}{path}", f"/{language}{path}/"):
            with suppress(Resolver404):
                match = resolve(candidate)
                if match.app_name != "admin":
                    about = row_at(match) or ()
                    is_exact = candidate == written
                    return _ParsedAddress(match, candidate, parts.query, language, is_exact, *about)
    return None


def _rows(read: Iterable[_ParsedAddress | None]) -> dict[Noun, Mapping[str, list[Any]]]:
    keys: dict[Noun, set[str]] = {}
    for item in read:
        if item and item.noun:
            keys.setdefault(item.noun, set()).add(item.key)
    return {noun: noun.called_any(sorted(wanted)) for noun, wanted in keys.items()}


def _result(
    address: str,
    read: _ParsedAddress | None,
    rows: dict[Noun, Mapping[str, list[Any]]],
    regions: dict[str, list[Region]],
) -> LinkResult:
    if read is None:
        return LinkResult(address, UNKNOWN)
    if read.noun:
        found = rows[read.noun].get(read.key, [])
        if "ref" in read.match.kwargs:  # no name stands for a reference where one is expected
            found = [row for row in found if row.ref == read.key]
        result = _result_for_rows(address, read, found)
        if result.status != OK:
            return result
    query = _renamed(read.query, regions)
    if query is None:
        return LinkResult(address, UNKNOWN)
    if query != read.query or not read.is_exact:
        return LinkResult(address, MOVED, read.path + (f"?{query}" if query else ""))
    return LinkResult(address, OK)


def _result_for_rows(address: str, read: _ParsedAddress, rows: list[Any]) -> LinkResult:
    if not rows:
        return LinkResult(address, UNKNOWN)
    if len(rows) > 1:
        return LinkResult(address, MOVED, successors=tuple(map(read.of, rows)))
    (row,) = rows
    fate = what_became_of(row) if isinstance(row, Bureau) else Fate()
    if fate.original:
        return LinkResult(address, MOVED, read.of(fate.original))
    if not fate.is_open:
        return LinkResult(address, CLOSED, successors=tuple(map(read.of, fate.successors)))
    if read.is_right_for(row):
        return LinkResult(address, OK)
    return LinkResult(address, MOVED, read.of(row))


def _renamed(query: str, regions: dict[str, list[Region]]) -> str | None:
    """Write the filters with today's names; None where a name is not known."""
    parameters = QueryDict(query)
    if any(text and text not in regions for text in parameters.getlist("region")):
        return None
    renamed = with_present_names(parameters, regions)
    return query if renamed is None else renamed.urlencode()
