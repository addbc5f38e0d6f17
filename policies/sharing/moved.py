"""What becomes of addresses of priorities, documents and industries: they never move."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet

from bureaus.sharing.moved import Rule, region_rule, register_rule, rule_of
from bureaus.values.refs import LARGEST_KEY
from policies.models import Document, Industry, Priority


def _numbered(public: Callable[[], QuerySet]) -> Rule:
    """Make a rule for rows that are known by their primary key."""

    def exist(keys: set[int]) -> Iterable[int]:
        possible = [key for key in keys if key <= LARGEST_KEY]
        return public().filter(pk__in=possible).order_by().values_list("pk", flat=True)

    return rule_of(exist)


def _known_industries(slugs: set[Any]) -> Iterable[str]:
    return Industry.objects.filter(slug__in=slugs).values_list("slug", flat=True)


def listen() -> None:
    """Follow addresses of these too; call it once, when Django is ready."""
    register_rule(region_rule, "policies:region-years", "policies:region-feed")
    register_rule(_numbered(Priority.objects.published), "policies:priority", "api-priority")
    register_rule(_numbered(Document.objects.published), "policies:document", "api-document")
    register_rule(rule_of(_known_industries), "policies:industry", "api-industry", "embed-industry")
