"""What an import would do, found out without writing anything."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from bureaus.files.data_files import RefusedError
from bureaus.spreadsheets.bases import VERSION, ExchangeResource, reason, version
from bureaus.spreadsheets.cells import as_saved, is_clear, unescape
from bureaus.spreadsheets.reading import Row
from bureaus.spreadsheets.widgets import Reference, TextWidget
from bureaus.values.batches import in_batches

CREATED, CHANGED, UNCHANGED, REFUSED = "created", "changed", "unchanged", "refused"
UniqueValues = tuple[Any, ...]


@dataclass(frozen=True)
class CellChange:
    """What one column says of a row before and after, and what the new text was taken to mean."""

    column: str
    old: str
    new: str
    reading: str = field(default="", repr=False)


@dataclass
class PlannedRow:
    """What becomes of one row of the file; ``row`` is there if it is to be saved.

    ``similar`` are what it may be a second one of.
    """

    line: int
    kind: str = UNCHANGED
    key: str = ""
    version: str = ""
    label: str = ""
    differences: list[CellChange] = field(default_factory=list)
    reason: str = ""
    row: Any = None
    many: dict[str, list[Any]] = field(default_factory=dict)
    similar: list[Any] = field(default_factory=list)

    @property
    def changed(self) -> set[str]:
        return {difference.column for difference in self.differences}

    def refuse(self, why: str) -> None:
        self.kind, self.reason = REFUSED, why
        self.differences, self.row, self.many, self.similar = [], None, {}, []


@dataclass
class ImportPlan:
    """All that an import would do, and ``digest``, which is another if any of it is another."""

    outcomes: list[PlannedRow]

    def of(self, kind: str) -> list[PlannedRow]:
        return [outcome for outcome in self.outcomes if outcome.kind == kind]

    @property
    def created(self) -> list[PlannedRow]:
        return self.of(CREATED)

    @property
    def changed(self) -> list[PlannedRow]:
        return self.of(CHANGED)

    @property
    def refused(self) -> list[PlannedRow]:
        return self.of(REFUSED)

    @property
    def unchanged(self) -> list[PlannedRow]:
        return self.of(UNCHANGED)

    @property
    def similar(self) -> list[PlannedRow]:
        return [outcome for outcome in self.outcomes if outcome.similar]

    def leave_out_similar(self) -> None:
        for outcome in self.similar:
            outcome.refuse(_("It may be there already, and you wished to leave it out."))

    @property
    def unchanged_lines(self) -> str:
        """Write the numbers of the unchanged lines, runs of them short: "2–40, 45"."""
        runs: list[list[int]] = []
        for it in self.unchanged:
            if runs and runs[-1][1] == it.line - 1:
                runs[-1][1] = it.line
            else:
                runs.append([it.line, it.line])
        return ", ".join(f"{a}" if a == b else f"{a}–{b}" for a, b in runs)

    @property
    def is_empty(self) -> bool:
        return all(it.row is None for it in self.outcomes)

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(outcome.kind for outcome in self.outcomes)
        return {kind: found[kind] for kind in (CREATED, CHANGED, UNCHANGED, REFUSED)}

    @property
    def digest(self) -> str:
        digest = hashlib.blake2b(digest_size=16)
        for it in self.outcomes:
            said = (
                it.line,
                it.kind,
                it.key,
                it.version,
                it.differences,
                list(map(str, it.similar)),
            )
            digest.update(repr(said).encode())
        return digest.hexdigest()


class Planner:
    """Compares the rows of a file with those of the database; afterwards ``plan`` is there."""

    def __init__(self, resource: ExchangeResource, may_add: bool) -> None:
        self.resource = resource
        self.may_add = may_add
        self.columns = {f.column_name: f for f in resource.get_export_fields()}
        self.plan = ImportPlan([])

    def run(self, rows: list[Row]) -> Iterator[int]:
        """Yield how many rows have been compared."""
        self.reach = self.resource.regions_in_reach()
        self.lines = defaultdict(list)
        self.first: dict[frozenset[tuple[str, str]], int] = {}
        for row in rows:
            self.lines[self._key(row)].append(row.line)
        for some in in_batches(rows):
            self._load(some)
            self.plan.outcomes += [self._outcome(row) for row in some]
            yield len(self.plan.outcomes)
        refuse_taken_places(self.resource, self.plan.outcomes)
        self.resource.note_similar(self.plan.outcomes)

    def _key(self, row: Row) -> str:
        return as_saved(unescape(row.cells.get(self.resource.key, "")))

    def _load(self, rows: list[Row]) -> None:
        """Read what the rows are about and what they refer to, in few queries."""
        keys = {key for row in rows if self.resource.is_key(key := self._key(row))}
        self.existing = self.resource.find(keys)
        for name, column in self.columns.items():
            if isinstance(column.widget, Reference):
                cells = (unescape(row.cells.get(name, "")) for row in rows)
                column.widget.load(
                    [cell for cell in cells if not is_clear(cell)], self.resource.user
                )

    def _outcome(self, row: Row) -> PlannedRow:
        outcome = PlannedRow(row.line, key=self._key(row))
        try:
            self._judge(row, outcome)
        except (RefusedError, ValidationError) as error:
            outcome.refuse(reason(error))
        return outcome

    def _judge(self, row: Row, outcome: PlannedRow) -> None:
        key, lines = outcome.key, self.lines[outcome.key]
        if row.problem:
            raise RefusedError(row.problem)
        if key and len(lines) > 1:
            numbers = ", ".join(map(str, lines[:10]))
            raise RefusedError(
                _("“%(key)s” is in lines %(lines)s.") % {"key": key, "lines": numbers}
            )
        outcome.row = self.existing.get(key)
        before: dict[str, str] = {}
        if outcome.row is not None:
            before = self.resource.texts(outcome.row)
            outcome.version = version(before)
        else:
            if not key:
                self._refuse_same(row)
            outcome.row = self._created(key)
        self._take(row, outcome, before or self.resource.texts(outcome.row))
        self._check(row, outcome, before)

    def _refuse_same(self, row: Row) -> None:
        """Refuse a new row of which the file has another one that says the same."""
        cells = {name: cell.strip() for name, cell in row.cells.items() if name != VERSION}
        line = self.first.setdefault(frozenset(cells.items()), row.line)
        if line != row.line:
            raise RefusedError(_("It says the same as line %(line)d.") % {"line": line})

    def _created(self, key: str) -> Any:
        if not self.may_add and not key:
            raise RefusedError(_("You may change rows, but not add new ones."))
        created = self.resource.create(key)
        if not self.may_add:
            raise RefusedError(_("You may change rows, but not add new ones."))
        return created

    def _take(self, row: Row, outcome: PlannedRow, current: dict[str, str]) -> None:
        """Set what the cells say and note what differs."""
        problems: dict[str, Any] = {}
        for name, cell in row.cells.items():
            if name in (VERSION, self.resource.key) or not cell.strip():
                continue
            try:
                self._set(name, cell, outcome, current[name])
            except ValidationError as error:
                problems[name] = error.messages
        if problems:
            raise ValidationError(problems)

    def _set(self, name: str, cell: str, outcome: PlannedRow, old: str) -> None:
        widget: TextWidget = self.columns[name].widget
        value = widget.empty if is_clear(cell) else widget.clean(unescape(cell))
        new = widget.render(value)
        if as_saved(new) == as_saved(old):
            return
        if old.startswith("0") and old.lstrip("0") == new:
            raise ValidationError(_("The zeros before %(text)s were lost."), params={"text": new})
        outcome.differences.append(CellChange(name, old, new))
        if name in self.resource.many:
            outcome.many[name] = value
        else:
            setattr(outcome.row, name, value)

    def _check(self, row: Row, outcome: PlannedRow, before: dict[str, str]) -> None:
        stated = row.cells.get(VERSION, "").strip()
        if before and not outcome.differences:
            outcome.row, outcome.label = None, ""
            return
        if before and stated and stated != outcome.version:
            raise RefusedError(_("It was changed here after the export; export it anew."))
        if fixed := sorted(outcome.changed & self.resource.fixed):
            names = {"columns": ", ".join(fixed)}
            raise RefusedError(_("These columns cannot be changed by a file: %(columns)s.") % names)
        changed = outcome.changed if before else set(self.columns)
        self.resource.check(outcome.row, changed, before)
        place = self.resource.place(outcome.row)
        is_placed = not before or bool(changed & {"region", "parent"})
        if is_placed and self.reach is not None and place not in self.reach:
            raise RefusedError(_("Its region is not among those that you may edit."))
        outcome.kind = CHANGED if before else CREATED
        outcome.label = str(outcome.row)
        outcome.differences = [
            replace(it, reading=self.resource.reading_of(outcome.row, it.column))
            for it in outcome.differences
        ]


def refuse_taken_places(resource: ExchangeResource, outcomes: list[Any]) -> None:
    """Refuse what would share a place with another row, until nothing would."""
    for columns in resource.unique:
        names = {column.removesuffix("_id") for column in columns}
        message = _("Another row has the same %(columns)s.") % {"columns": ", ".join(sorted(names))}
        while clashing := _clashing(resource, changing_rows(outcomes, names), columns):
            for outcome in clashing:
                outcome.refuse(message)


def changing_rows(outcomes: list[Any], names: set[str]) -> list[Any]:
    """Keep the rows that are new or of which one of these columns changes."""
    return [it for it in outcomes if it.row is not None and (not it.row.pk or it.changed & names)]


def _clashing(resource: ExchangeResource, movers: list[Any], columns: tuple[str, ...]) -> list[Any]:
    places = [tuple(getattr(it.row, column) for column in columns) for it in movers]
    leaving = {it.row.pk for it in movers}
    taken = Counter(place for place in places if _is_complete(place))
    for some in in_batches({place[0] for place in taken}):
        taken.update(_held(resource, columns, some, leaving))
    return [it for it, place in zip(movers, places, strict=True) if taken[place] > 1]


def _held(
    resource: ExchangeResource, columns: tuple[str, ...], firsts: list[Any], leaving: set[int]
) -> Iterator[UniqueValues]:
    rows = resource.model._default_manager.filter(**{f"{columns[0]}__in": firsts}).order_by()
    return (
        place
        for pk, *held in rows.values_list("pk", *columns)
        if pk not in leaving and _is_complete(place := tuple(held))
    )


def _is_complete(place: UniqueValues) -> bool:
    return None not in place and "" not in place
