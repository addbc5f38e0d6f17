"""The filters of the lists of priorities and documents, with the same rules as those of bureaus."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy

from bureaus.lists.fields import MAX_VALUES, Picked, PickField
from bureaus.lists.filters import (
    PickFilter,
    PublicFilterSet,
    RegionPickFilter,
    SearchFilter,
    SortFilter,
)
from bureaus.models import Region
from policies.lists.counts import industries_called
from policies.lists.years import is_year
from policies.models import Document, DocumentTokens, Industry, Priority, PriorityTokens

PRIORITY_SORTS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "place": (
        gettext_lazy("Newest year first, then by place"),
        ("-year", "region__path", "-document__date", "document", "rank", "pk"),
    ),
    "year": (gettext_lazy("Oldest year first"), ("year", "region__path", "document", "rank", "pk")),
    "date": (gettext_lazy("Newest document first"), ("-document__date", "document", "rank", "pk")),
}


class YearField(PickField):
    """Know every year there could be; one without priorities simply matches none."""

    def look_up(self, given: list[str]) -> dict[str, str]:
        return {text: text for text in given if is_year(text)}


class YearFilter(PickFilter):
    field_class = YearField


class IndustryField(PickField):
    """Find industries by slug or name; each is picked by its slug."""

    def clean(self, value: Iterable[str] | None) -> Picked:
        given = list(value or ())[:MAX_VALUES]
        called = industries_called(given)
        return super().clean(called[text].slug if text in called else text for text in given)

    def look_up(self, given: list[str]) -> dict[str, Industry]:
        return industries_called(given)


class IndustryFilter(PickFilter):
    field_class = IndustryField

    def condition(self, picked: Picked) -> Q:
        naming = Priority.industries.through.objects.filter(industry__in=picked.found.values())
        return Q(pk__in=naming.values("priority"))


class DocumentYearFilter(YearFilter):
    """Keep the documents that state published priorities for one of the picked years."""

    def condition(self, picked: Picked) -> Q:
        stating = Priority.objects.published().filter(year__in=list(picked.found))
        return Q(pk__in=stating.values("document"))


class PriorityFilter(PublicFilterSet):
    q = SearchFilter(PriorityTokens)
    year = YearFilter(field_name="year", label=gettext_lazy("Year"))
    region = RegionPickFilter(label=gettext_lazy("Place"))
    level = PickFilter(
        field_name="region__level", choices=Region.Level.choices, label=gettext_lazy("Level")
    )
    industry = IndustryFilter(label=gettext_lazy("Industry"))
    sort = SortFilter(PRIORITY_SORTS)

    class Meta:
        model = Priority
        fields: list[str] = []


class DocumentFilter(PublicFilterSet):
    q = SearchFilter(DocumentTokens)
    year = DocumentYearFilter(label=gettext_lazy("Year"))
    region = RegionPickFilter(label=gettext_lazy("Place"))
    kind = PickFilter(
        field_name="kind", choices=Document.Kind.choices, label=gettext_lazy("Kind of document")
    )

    class Meta:
        model = Document
        fields: list[str] = []
