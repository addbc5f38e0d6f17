"""The filters of the public lists. Their parameters are part of the link contract.

Repeating a key means *or*, different keys mean *and*. A value that is not known never widens a
result: it matches nothing on its own key, and ``notices`` names it.
"""

from collections.abc import Callable, Iterable
from copy import copy
from functools import cached_property, reduce
from operator import or_
from typing import Any, Self

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy, pgettext_lazy

from bureaus.lists.fields import MAX_VALUES, Picked, PickField, RegionField, TextsField, not_known
from bureaus.models import Region, RegionTokens
from bureaus.models.tree import inside, of_regions
from bureaus.search.query import matching
from bureaus.search.search_tokens import SearchTokens

LETTERS = [(letter, letter.upper()) for letter in "abcdefghijklmnopqrstuvwxyz"]
LISTED = [
    ("yes", gettext_lazy("Places with something published")),
    ("no", gettext_lazy("Places with nothing yet")),
]


class SharedFilter(django_filters.Filter):
    """A filter that requests only bind to themselves, so that a shallow copy does for each."""

    def __deepcopy__(self, memo: dict) -> Self:
        return copy(self)


class PickFilter(SharedFilter):
    """Keep the rows whose field holds one of the picked values."""

    field_class = PickField

    def filter(self, qs: QuerySet, value: Picked) -> QuerySet:
        if value.matches_nothing:
            return qs.none()
        return qs.filter(self.condition(value)) if value.found else qs

    def condition(self, picked: Picked) -> Q:
        return Q(**{f"{self.field_name}__in": list(picked.found)})

    def value_of(self, raw: Any) -> str:
        """Turn what the counted column holds into one of the key's values."""
        return str(raw)

    def passes(self, picked: Picked, value: str) -> bool:
        """Tell whether rows of this value belong to the result, as ``filter`` does."""
        return not picked.matches_nothing and (not picked.found or value in picked.found)


class RegionPickFilter(PickFilter):
    """Keep what lies in one of the picked regions, at any depth."""

    field_class = RegionField

    def condition(self, picked: Picked) -> Q:
        return of_regions(region for regions in picked.found.values() for region in regions)


class YesNoFilter(PickFilter):
    """Keep the rows that are among ``those``, or with "no" the others."""

    def __init__(self, those: Callable[[], QuerySet], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.those = those

    def condition(self, picked: Picked) -> Q:
        if len(picked.found) == 2:
            return Q()
        condition = Q(pk__in=self.those().values("pk"))
        return condition if "yes" in picked.found else ~condition


class SortFilter(PickFilter):
    """Order the rows by the first known value; an unknown one changes nothing.

    ``orders`` maps values to (label, arguments of ``order_by``); the first is the default.
    """

    def __init__(self, orders: dict[str, tuple[Any, tuple[Any, ...]]], **kwargs: Any) -> None:
        choices = [(value, label) for value, (label, _order) in orders.items()]
        super().__init__(choices=choices, label=gettext_lazy("Sort by"), **kwargs)
        self.orders = orders

    def filter(self, qs: QuerySet, value: Picked) -> QuerySet:
        return qs.order_by(*self.orders[self.in_use(value)][1])

    def in_use(self, picked: Picked) -> str:
        return next(iter(picked.found or self.orders))


class SearchFilter(SharedFilter):
    """Keep the rows that any of the texts finds by their ``entries``."""

    field_class = TextsField

    def __init__(self, entries: type[SearchTokens], **kwargs: Any) -> None:
        super().__init__(label=pgettext_lazy("filter", "Search"), **kwargs)
        self.entries = entries

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        return qs.filter(self.condition(value)) if value else qs

    def condition(self, texts: list[str]) -> Q:
        return reduce(or_, (matching(text, self.entries) for text in texts), Q())


class PublicFilterSet(django_filters.FilterSet):
    """A FilterSet that can leave keys out, and explains itself."""

    not_filters = frozenset({"sort"})
    _form_class: type[forms.Form]

    @classmethod
    def keys(cls) -> list[str]:
        return [*cls.base_filters, "page"]

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data or {}, *args, **kwargs)
        self.data = data or QueryDict()

    def get_form_class(self) -> type[forms.Form]:
        """Make the form once for all requests."""
        own = type(self)
        if "_form_class" not in vars(own):
            own._form_class = super().get_form_class()
        return own._form_class

    def narrowed(self, without: Iterable[str] = ()) -> QuerySet:
        """Apply all filters but the named ones, which is what the counts beside values need."""
        queryset = self.queryset
        for name, value in self.cleaned.items():
            if name not in without:
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    def picked(self, name: str) -> Picked:
        return self.cleaned[name]

    @cached_property
    def cleaned(self) -> dict[str, Any]:
        self.form.is_valid()
        return self.form.cleaned_data

    @property
    def sort_in_use(self) -> str:
        return self.filters["sort"].in_use(self.picked("sort"))

    @property
    def regions(self) -> list[Region]:
        """List the regions that were picked and found; a list may have no such filter."""
        if "region" not in self.filters:
            return []
        found = self.picked("region").found.values()
        return [region for regions in found for region in regions]

    @property
    def notices(self) -> list[str]:
        """Name every value that is not known, in the active language."""
        return [
            not_known(text, self.filters[name].label)
            for name in self.picks
            for text in self.picked(name).unknown[:5]
        ]

    @property
    def picks(self) -> list[str]:
        return [name for name, item in self.filters.items() if isinstance(item, PickFilter)]

    @cached_property
    def parameters(self) -> QueryDict:
        """Give the parameters that mean something here, without empty and unknown ones."""
        kept = QueryDict(mutable=True)
        for name in self.filters:
            if texts := [text for text in self.data.getlist(name) if text.strip()]:
                kept.setlist(name, texts[:MAX_VALUES])
        return kept


class LetterFilter(PickFilter):
    def condition(self, picked: Picked) -> Q:
        return reduce(or_, (Q(slug__startswith=letter) for letter in picked.found))


class RegionFilter(PublicFilterSet):
    q = SearchFilter(RegionTokens)
    letter = LetterFilter(choices=LETTERS, label=gettext_lazy("First letter"))
    level = PickFilter(choices=Region.Level.choices, label=gettext_lazy("Level"))

    class Meta:
        model = Region
        fields: list[str] = []


class InsideFilter(RegionPickFilter):
    """Keep the picked regions and all that lie inside them."""

    def condition(self, picked: Picked) -> Q:
        return inside(region for regions in picked.found.values() for region in regions)


class AllRegionsFilter(RegionFilter):
    """The filters of the page, which only has listed places, for all places."""

    region = InsideFilter(label=gettext_lazy("Place"))
    listed = YesNoFilter(Region.objects.listed, choices=LISTED, label=gettext_lazy("Listed"))
