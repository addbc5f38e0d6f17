"""Where all that a region holds goes when it ends: what has to be asked, and doing as told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext

from bureaus.changes.nouns import nouns
from bureaus.models import Bureau, Region

NAMED = 10  # of rows that go together
STAY, NOWHERE = "stay", "nowhere"  # choices that are no region
SAME_PLACE = {Region.Ending.RENAMED, Region.Ending.RE_CODED}


@dataclass(frozen=True)
class Question:
    """To which region ``field`` of some rows of one model leads from now on.

    ``choices`` maps primary keys of regions, ``STAY`` and ``NOWHERE`` to what they are called;
    ``proposed`` is "" where nobody can tell. ``name`` stands in forms.
    """

    name: str
    label: str
    rows: Sequence[Any]
    field: str
    choices: Mapping[str, str]
    proposed: str

    @property
    def group(self) -> str:
        texts = {
            "parent": gettext("places inside it"),
            "capital": gettext("governments that sit in it"),
        }
        plural = type(self.rows[0])._meta.verbose_name_plural
        return capfirst(texts.get(self.field, str(plural)))


def questions(region: Region, ending: str, successors: Sequence[Region]) -> list[Question]:
    """Ask of each place, each open bureau, and of all rows of every other noun.

    A place cannot stay in one that has ended. What a region has said is history, and stays
    unless it is the same place under another code.
    """
    return [
        *_of_places(region, successors),
        *_of_rows(region, ending, successors),
        *_of_capitals(region, successors),
    ]


def _of_places(region: Region, successors: Sequence[Region]) -> Iterator[Question]:
    ways = dict.fromkeys([*successors, *([region.parent] if region.parent else [])])
    for place in Region.objects.present().with_parents().filter(parent=region).order_by("slug"):
        # Its own successor, if it was told to be one, goes to where the region lay
        fit = [way for way in ways if way.rank <= place.rank and not place.is_above(way)]
        choices = _names(fit)
        name = f"place-{place.pk}"
        yield Question(name, place.label, [place], "parent", choices, _alone(choices, successors))


def _of_rows(region: Region, ending: str, successors: Sequence[Region]) -> Iterator[Question]:
    stay = gettext("stays with %(region)s, as its history") % {"region": region.label}
    choices = _names(successors) | {STAY: stay}
    for model in located():
        rows = model._default_manager.filter(region=region)
        if model is Bureau:
            for bureau in rows.exclude(status=Bureau.Status.CLOSED).order_by("pk"):
                name, proposed = f"bureau-{bureau.pk}", _alone(choices, successors)
                yield Question(name, str(bureau), [bureau], "region", choices, proposed)
        elif found := list(rows.order_by("pk")):
            own = _alone(choices, successors) if ending in SAME_PLACE else STAY
            label = gettext("All together: %(number)s") % {"number": len(found)}
            yield Question(f"{model._meta.model_name}", label, found, "region", choices, own)


def _of_capitals(region: Region, successors: Sequence[Region]) -> Iterator[Question]:
    for place in Region.objects.present().filter(capital=region).order_by("slug"):
        fit = [way for way in successors if place.is_above(way) and way != place]
        choices = _names(fit) | {NOWHERE: gettext("is not known")}
        name = f"capital-{place.pk}"
        yield Question(name, place.label, [place], "capital", choices, _alone(choices, successors))


def located() -> list[type[Model]]:
    """List the models of nouns whose rows lie in a region."""
    models = [noun.model for noun in nouns()]
    return [m for m in models if any(field.name == "region" for field in m._meta.fields)]


def _names(regions: Sequence[Region]) -> dict[str, str]:
    return {str(region.pk): region.place for region in regions}


def _alone(choices: Mapping[str, str], successors: Sequence[Region]) -> str:
    """Propose the only successor, else the only choice."""
    first = str(successors[0].pk)
    if len(successors) == 1 and first in choices:
        return first
    return next(iter(choices)) if len(choices) == 1 else ""


@dataclass
class Move:
    """What became of some rows: ``choice`` of the question, and what that is called."""

    question: Question
    choice: str

    @property
    def goal(self) -> str:
        return self.question.choices[self.choice]

    @property
    def names(self) -> list[str]:
        """Name the first of several rows."""
        rows = self.question.rows
        more = ["…"] if len(rows) > NAMED else []
        return [str(row) for row in rows[:NAMED]] + more if len(rows) > 1 else []

    @property
    def stays(self) -> bool:
        return self.choice == STAY


def move(asked: Sequence[Question], told: Mapping[str, str]) -> list[Move]:
    """Do as told, or else as proposed. Raises ValidationError that names what cannot be so."""
    moves = [Move(question, told.get(question.name, question.proposed)) for question in asked]
    if unsaid := [m.question.label for m in moves if m.choice not in m.question.choices]:
        text = gettext("Say where this goes: %(what)s.")
        raise ValidationError(text, params={"what": "; ".join(unsaid)})
    for each in moves:
        for row in () if each.stays else each.question.rows:
            # Read anew: another place may just have moved with all that lies in it
            goal = None if each.choice == NOWHERE else Region.objects.get(pk=each.choice)
            setattr(row, each.question.field, goal)
            _save(row)
    return moves


def _save(row: Any) -> None:
    try:
        row.clean()
        row.validate_constraints()
    except ValidationError as error:
        raise ValidationError([f"{row}: {message}" for message in error.messages]) from error
    row.save()
