"""Has this moved? What became of addresses that somebody once noted.

Each kind of address has a rule, which looks many up at once; apps above register their own in
``AppConfig.ready``. An address without a rule is right as long as it leads somewhere.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import QueryDict
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils import translation

from bureaus.lists.fields import with_present_names
from bureaus.models import Bureau, Region
from bureaus.upkeep.lifecycle import what_became_of
from bureaus.values import hosts

OK, MOVED, CLOSED, UNKNOWN = "ok", "moved", "closed", "unknown"
MOST_ADDRESSES = 500
LONGEST_ADDRESS = 2_000

Values = dict[str, Any]  # the parts of an address, as its pattern names them
BUREAU_VIEWS = (
    *("bureaus:detail", "bureaus:called", "bureaus:card", "bureaus:taxi", "api-bureau"),
    *("bureau-permalink", "bureau-called", "bureau-vcard", "bureau-json", "bureau-qr"),
    *("bureau-picture", "embed-bureau", "embed-badge"),
)
Rule = Callable[[Sequence[Values]], list["Outcome"]]
_rules: dict[str, Rule] = {}


@dataclass(frozen=True)
class Outcome:
    """What became of one address, as the parts of those that follow."""

    status: str
    targets: tuple[Values, ...] = ()


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
    """An address of this site, taken apart."""

    match: ResolverMatch
    path: str
    query: str
    language: str
    is_exact: bool

    def written(self, values: Values) -> str:
        """Write the address again with other values."""
        with translation.override(self.language):
            path = reverse(self.match.view_name, kwargs=values)
        return path + (f"?{self.query}" if self.query else "")


def register_rule(rule: Rule, *view_names: str) -> None:
    """Look the addresses of these views up by this rule from now on."""
    _rules.update(dict.fromkeys(view_names, rule))


def look_up(addresses: Iterable[str], host: str) -> list[LinkResult]:
    """Tell what became of each address; ``host`` is the one that the request came to."""
    given = list(addresses)
    read = [_parsed(address, host) for address in given]
    outcomes = _outcomes(read)
    regions = _regions_in_filters(read)
    return [
        _result(address, item, outcomes.get(number), regions)
        for number, (address, item) in enumerate(zip(given, read, strict=True))
    ]


def _parsed(address: str, host: str) -> _ParsedAddress | None:
    if not address.strip() or len(address) > LONGEST_ADDRESS or "\0" in unquote(address):
        return None
    try:
        parts = urlsplit(address.strip())
        known_host = not parts.netloc or hosts.is_ours(parts.netloc, host)
    except ValueError:
        return None
    if not known_host or parts.scheme not in {"", "http", "https"}:
        return None
    path = unquote(parts.path)
    language = path.strip("/").partition("/")[0]
    language = language if language in dict(settings.LANGUAGES) else "en"
    with translation.override(language):
        for candidate in (path, f"{path}/", f"/{language}{path}", f"/{language}{path}/"):
            match = _resolved(candidate)
            if match and match.app_name != "admin":
                return _ParsedAddress(match, candidate, parts.query, language, candidate == path)
    return None


def _resolved(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None


def _outcomes(read: Sequence[_ParsedAddress | None]) -> dict[int, Outcome]:
    """Apply each rule once to all addresses that it is for."""
    found: dict[int, Outcome] = {}
    for rule in set(_rules.values()):
        numbers = [
            number
            for number, item in enumerate(read)
            if item and _rules.get(item.match.view_name) is rule
        ]
        if numbers:
            values = [read[number].match.kwargs for number in numbers]  # type: ignore[union-attr]
            found |= zip(numbers, rule(values), strict=True)
    return found


def _result(
    address: str,
    read: _ParsedAddress | None,
    outcome: Outcome | None,
    regions: dict[str, list[Region]],
) -> LinkResult:
    if read is None or (outcome and outcome.status == UNKNOWN):
        return LinkResult(address, UNKNOWN)
    targets = tuple(read.written(values) for values in outcome.targets) if outcome else ()
    if outcome and (outcome.status == CLOSED or len(targets) > 1):
        return LinkResult(address, outcome.status, successors=targets)
    if outcome and outcome.status == MOVED:
        return LinkResult(address, MOVED, targets[0])
    query = _renamed(read.query, regions)
    if query is None:
        return LinkResult(address, UNKNOWN)
    if query != read.query or not read.is_exact:
        return LinkResult(address, MOVED, read.path + (f"?{query}" if query else ""))
    return LinkResult(address, OK)


def _regions_in_filters(read: Iterable[_ParsedAddress | None]) -> dict[str, list[Region]]:
    """Find all regions that filters in the addresses name."""
    asked = {text for item in read if item for text in QueryDict(item.query).getlist("region")}
    return Region.objects.called_any(sorted(asked)) if asked else {}


def _renamed(query: str, regions: dict[str, list[Region]]) -> str | None:
    """Write the filters with today's names; None where a name is not known."""
    parameters = QueryDict(query)
    if any(text and text not in regions for text in parameters.getlist("region")):
        return None
    renamed = with_present_names(parameters, regions)
    return query if renamed is None else renamed.urlencode()


def bureau_rule(given: Sequence[Values]) -> list[Outcome]:
    """Follow bureaus by reference, or by a former name where there is none."""
    refs = [values.get("ref", "") for values in given]
    public = Bureau.objects.public().select_related("region")
    bureaus = {bureau.ref: bureau for bureau in public.filter(ref__in=refs)}
    return [_bureau_outcome(values, bureaus.get(values.get("ref", ""))) for values in given]


def _bureau_outcome(values: Values, bureau: Bureau | None) -> Outcome:
    if bureau is None and "value" in values:
        return _named_bureau_outcome(values["value"])
    if bureau is None:
        return Outcome(UNKNOWN)
    fate = what_became_of(bureau)
    if not fate.is_open:
        targets = tuple(_parts_of(successor, values) for successor in fate.successors)
        return Outcome(MOVED if fate.original else CLOSED, targets)
    right = _parts_of(bureau, values)
    return Outcome(OK) if right == values else Outcome(MOVED, (right,))


def _named_bureau_outcome(value: str) -> Outcome:
    found = Bureau.objects.public().called(value)
    if len(found) == 1 and found[0].ref == value:
        return _bureau_outcome({"value": value}, found[0])
    targets = tuple({"value": bureau.ref} for bureau in found)
    return Outcome(MOVED, targets) if found else Outcome(UNKNOWN)


def _parts_of(bureau: Bureau, values: Values) -> Values:
    parts = {"ref": bureau.ref, "slug": bureau.slug, "value": bureau.ref}
    return {name: parts[name] for name in values}


def region_rule(given: Sequence[Values]) -> list[Outcome]:
    """Follow regions by any current or former name or code to their slug."""
    return _region_outcomes(given, codes_are_right=False)


def region_permalink_rule(given: Sequence[Values]) -> list[Outcome]:
    """Follow regions likewise, but let current codes be as right as slugs."""
    return _region_outcomes(given, codes_are_right=True)


def _region_outcomes(given: Sequence[Values], *, codes_are_right: bool) -> list[Outcome]:
    names = [next(iter(values.values())) for values in given]
    found = Region.objects.called_any(names)
    outcomes = []
    for values, name in zip(given, names, strict=True):
        key = next(iter(values))
        targets = tuple({key: region.slug} for region in found.get(name, []))
        right = {region.slug for region in found.get(name, [])}
        if codes_are_right:
            right |= {region.code for region in found.get(name, [])}
        is_right = len(targets) == 1 and name in right
        status = OK if is_right else MOVED if targets else UNKNOWN
        outcomes.append(Outcome(status, () if is_right else targets))
    return outcomes


def rule_of(exist: Callable[[set[Any]], Iterable[Any]]) -> Rule:
    """Make a rule for what never moves: its one value exists or it does not."""

    def rule(given: Sequence[Values]) -> list[Outcome]:
        values = [next(iter(item.values())) for item in given]
        known = set(exist(set(values)))
        return [Outcome(OK if value in known else UNKNOWN) for value in values]

    return rule


def csv_rows(results: Iterable[LinkResult], site: str) -> Iterator[tuple[str, str, str]]:
    """Give rows of (old address, new address, status), several for several new addresses."""
    for item in results:
        for path in item.successors or (item.to,):
            yield item.address, f"{site}{path}" if path else "", item.status


def listen() -> None:
    """Follow addresses of regions and bureaus; call it once, when Django is ready."""
    register_rule(bureau_rule, *BUREAU_VIEWS)
    register_rule(region_rule, "bureaus:region", "api-region")
    register_rule(region_permalink_rule, "region-permalink", "region-picture", "embed-region")
