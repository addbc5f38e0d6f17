"""Atom feeds, RFC 4287: what they share, and the feed of the newest changes."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import Max, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bureaus.changes.nouns import nouns, records_of
from bureaus.models import Change
from bureaus.values.localized import BCP47, PREFERENCES
from bureaus.values.texts import printable

NEWEST = 100
# Of RFC 4151. What follows is the same under each scheme, host and language, and never changes:
# readers know by it what they have seen
TAG = "tag:bureau-directory,2026"
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
ACTIONS = {
    "created": gettext_lazy("created"),
    "changed": gettext_lazy("changed"),
    "checked": gettext_lazy("checked"),
    "closed": gettext_lazy("closed"),
    "merged": gettext_lazy("merged"),
    "deleted": gettext_lazy("deleted"),
}


class AtomFeed(Atom1Feed):
    """An Atom feed of plain texts, without what XML cannot hold, such as a pasted vertical tab."""

    def __init__(self, title: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(printable(title), *args, **kwargs)

    def add_item(self, title: str, link: str, description: str, *args: Any, **kwargs: Any) -> None:
        summary: Any = escape(printable(description)) or None  # which Django marks as HTML
        super().add_item(printable(title), link, summary, *args, **kwargs)

    def latest_post_date(self) -> datetime:
        """Give the time of the newest entry; without any, not that of the request."""
        return super().latest_post_date() if self.items else BEGINNING


@method_decorator(require_safe, name="__call__")
class PublicFeed(Feed):
    feed_type = AtomFeed
    author_name = gettext_lazy("Bureau Directory")


class RowFeed(PublicFeed):
    """The newest rows of a noun. Each is one entry for ever, as old as its last public change."""

    noun: str

    def newest(self, rows: QuerySet, most: int) -> list[Any]:
        found = list(rows.order_by("-updated_at", "-pk")[:most])
        changes = Change.objects.filter(noun=self.noun, key__in=[row.pk for row in found])
        last = dict(changes.order_by().values_list("key").annotate(Max("at")))
        for row in found:
            row.changed_at = last.get(str(row.pk), row.updated_at)
        return sorted(found, key=lambda row: row.changed_at, reverse=True)

    def item_guid(self, item: Any) -> str:
        return f"{TAG}:{self.noun}:{item.pk}"

    def item_updateddate(self, item: Any) -> datetime:
        return item.changed_at


class ChangeFeed(PublicFeed):
    """The newest changes of all records that have a page; deleted ones by their key alone."""

    feed_guid = f"{TAG}:changes"

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> list[Change]:
        changes = list(Change.objects.newest_first()[:NEWEST])
        records = records_of(changes, {})
        for change in changes:
            change.record = records.get((change.noun, change.key))  # type: ignore[attr-defined]
        return changes

    def title(self, changes: list[Change]) -> str:
        return _("What changed in the Bureau Directory")

    def link(self, changes: list[Change]) -> str:
        return reverse("bureaus:home")

    def items(self, changes: list[Change]) -> list[Change]:
        return changes

    def item_title(self, item: Any) -> str:
        record: Mapping[str, Any] = item.record or {}
        texts = record.get("name") or record.get("title") or {}
        wanted = [BCP47[code] for code in PREFERENCES[get_language() or "en"]]
        name = next((f" ({texts[tag]})" for tag in wanted if tag in texts), "")
        noun = next(noun.model._meta.verbose_name for noun in nouns() if noun.name == item.noun)
        return f"{capfirst(noun)} {item.key}{name}: {ACTIONS[item.action]}"

    def item_description(self, item: Any) -> str:
        parts = (", ".join(item.fields), " → ".join(item.into))
        return "; ".join(part for part in parts if part)

    def item_link(self, item: Any) -> str:
        if item.record is None:
            return reverse("bureaus:home")
        return item.record["links"]["pages"][BCP47[get_language() or "en"]]

    def item_guid(self, item: Any) -> str:
        return f"{TAG}:change:{item.pk}"

    def item_updateddate(self, item: Any) -> datetime:
        return item.at
