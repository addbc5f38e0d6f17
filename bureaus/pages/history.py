"""The short public history of a page, in words of the fields of its record."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from bureaus.models import Change

READ, SHOWN = 40, 6
Action = Change.Action

FIELD_NAMES = {
    "address": gettext_lazy("address"),
    "answers": gettext_lazy("national priority"),
    "closed_on": gettext_lazy("closed on"),
    "closure": gettext_lazy("why closed"),
    "code": gettext_lazy("code"),
    "contact_points": gettext_lazy("contact points"),
    "credit": gettext_lazy("credited source"),
    "date": gettext_lazy("date"),
    "dial_code": gettext_lazy("dialling code"),
    "email": gettext_lazy("email"),
    "ended_on": gettext_lazy("ended on"),
    "ending": gettext_lazy("how it ended"),
    "evidence": gettext_lazy("evidence"),
    "faxes": gettext_lazy("fax"),
    "full_name": gettext_lazy("full name"),
    "hours": gettext_lazy("opening hours"),
    "industries": gettext_lazy("industries"),
    "issuer": gettext_lazy("issuer"),
    "key_points": gettext_lazy("key points"),
    "kind": gettext_lazy("kind"),
    "languages": gettext_lazy("languages"),
    "latitude": gettext_lazy("latitude"),
    "level": gettext_lazy("level"),
    "longitude": gettext_lazy("longitude"),
    "name": pgettext_lazy("of an office or a place", "name"),
    "other_names": gettext_lazy("other names"),
    "overlaps": gettext_lazy("overlaps"),
    "parent": gettext_lazy("part of"),
    "phone_label": gettext_lazy("whose line it is"),
    "phones": gettext_lazy("phone"),
    "postal_code": gettext_lazy("postal code"),
    "published_on": gettext_lazy("published on"),
    "publisher": gettext_lazy("publisher"),
    "rank": gettext_lazy("rank"),
    "region": gettext_lazy("region"),
    "reported_in": gettext_lazy("reported in"),
    "slug": gettext_lazy("web address"),
    "source": gettext_lazy("source"),
    "speakers": gettext_lazy("speakers"),
    "status": gettext_lazy("status"),
    "successors": gettext_lazy("successors"),
    "summary": gettext_lazy("summary"),
    "title": gettext_lazy("title"),
    "url": gettext_lazy("web page"),
    "website": gettext_lazy("website"),
    "year": gettext_lazy("year"),
}
ACTIONS = {
    Action.CREATED: pgettext_lazy("in a history", "added"),
    Action.CHECKED: pgettext_lazy("in a history", "checked"),
    Action.CLOSED: pgettext_lazy("in a history", "closed"),
    Action.MERGED: pgettext_lazy("in a history", "closed and joined with another"),
    Action.DELETED: pgettext_lazy("in a history", "taken back"),
}


class Line(NamedTuple):
    """What became of a record on one day."""

    day: str
    text: str


def history_lines(noun: str, key: Any) -> list[Line]:
    """Tell the newest public changes of a record, day by day, without who made them."""
    changes = Change.objects.filter(noun=noun, key=str(key)).newest_first()[:READ]
    days = groupby(changes, key=lambda change: timezone.localdate(change.at))
    told = ((day.isoformat(), _told(list(some))) for day, some in days)
    return [Line(day, text) for day, text in told if text][:SHOWN]


def _told(changes: list[Change]) -> str:
    """Sum up the changes of a day: "added; phone, address changed"."""
    parts = []
    for action in dict.fromkeys(change.action for change in reversed(changes)):
        own = [change for change in changes if change.action == action]
        if action != Action.CHANGED:
            parts.append(str(ACTIONS[Action(action)]))
            continue
        if names := _names(own):
            parts.append(gettext("%(fields)s changed") % {"fields": names})
        if any("checked_on" in change.fields for change in own):
            parts.append(gettext("no longer checked"))
    return gettext("; ").join(parts)


def _names(changes: Iterable[Change]) -> str:
    fields = {name for change in changes for name in change.fields}
    return gettext(", ").join(str(name) for field, name in FIELD_NAMES.items() if field in fields)
