"""The filters of the list of bureaus."""

from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from bureaus.edition import edition
from bureaus.lists.fields import Picked, PickField
from bureaus.lists.filters import (
    PickFilter,
    PublicFilterSet,
    RegionPickFilter,
    SearchFilter,
    SortFilter,
    YesNoFilter,
)
from bureaus.models import Bureau, BureauTokens
from bureaus.models.contacts import PHONE_FIRST, WAYS, reached_by
from bureaus.values.languages import SPOKEN, speaks, spoken

CHECKED = [("yes", gettext_lazy("Checked")), ("no", gettext_lazy("Not confirmed yet"))]
CLOSED = [
    ("yes", gettext_lazy("Include closed bureaus")),
    ("no", gettext_lazy("Only open bureaus")),
]
HAS = [
    ("phone", gettext_lazy("Phone")),
    ("email", gettext_lazy("Email")),
    ("website", gettext_lazy("Website")),
    ("address_zh", gettext_lazy("Chinese address")),
]
BY_PHONE = "phone"
BUREAU_SORTS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    BY_PHONE: (
        gettext_lazy("With a phone first"),
        (PHONE_FIRST, "region__slug", "name_en", "ref"),
    ),
    "place": (gettext_lazy("Place, A to Z"), ("region__slug", "name_en", "ref")),
    "name": (gettext_lazy("Name"), ("name_en", "name_zh_hans", "ref")),
    "checked": (
        gettext_lazy("Most recently checked"),
        (F("checked_on").desc(nulls_last=True), "ref"),
    ),
}


class RefField(PickField):
    """Find public bureaus by their references, in any case."""

    def look_up(self, given: list[str]) -> dict[str, Bureau]:
        asked = {text: text.lower() for text in given}
        rows = Bureau.objects.public().filter(ref__in=set(asked.values())).select_related("region")
        found = {bureau.ref: bureau for bureau in rows} if asked else {}
        return {text: found[ref] for text, ref in asked.items() if ref in found}


class RefFilter(PickFilter):
    """Keep the picked bureaus: a shortlist."""

    field_class = RefField

    def condition(self, picked: Picked) -> Q:
        return Q(ref__in=[bureau.ref for bureau in picked.found.values()])


class SeveralFilter(PickFilter):
    """Keep the bureaus that have one of the picked values, of which each can have several."""

    def passes(self, picked: Picked, value: str) -> bool:
        """Let pass what has one of them; ``value`` holds all, with blanks between."""
        if not picked.found:
            return not picked.matches_nothing
        return not picked.found.keys().isdisjoint(value.split())


class LanguageFilter(SeveralFilter):
    def condition(self, picked: Picked) -> Q:
        return reduce(or_, map(speaks, picked.found))

    def value_of(self, raw: list[str]) -> str:
        return " ".join(raw)


class HasFilter(SeveralFilter):
    """Keep the bureaus with one of the picked ways to reach them."""

    def condition(self, picked: Picked) -> Q:
        return reached_by(picked.found)

    def value_of(self, raw: int) -> str:
        return " ".join(way for way, bit in WAYS.items() if raw & bit)


class CheckedFilter(YesNoFilter):
    def value_of(self, raw: date | None) -> str:
        return "yes" if raw and raw >= edition.today() else "no"


class ClosedFilter(PickFilter):
    """Leave closed bureaus out unless they are asked for."""

    def filter(self, qs: QuerySet, value: Picked) -> QuerySet:
        if value.matches_nothing:
            return qs.none()
        return qs if "yes" in value.found else qs.published()  # type: ignore[attr-defined]

    def value_of(self, raw: str) -> str:
        return "yes" if raw == Bureau.Status.CLOSED else "no"

    def passes(self, picked: Picked, value: str) -> bool:
        return not picked.matches_nothing and (value == "no" or "yes" in picked.found)


class BureauFilter(PublicFilterSet):
    q = SearchFilter(BureauTokens)
    ref = RefFilter(label=gettext_lazy("Shortlist"))
    region = RegionPickFilter(label=gettext_lazy("Place"))
    kind = PickFilter(choices=Bureau.Kind.choices, label=gettext_lazy("Kind of bureau"))
    language = LanguageFilter(choices=list(SPOKEN.items()), label=gettext_lazy("Language spoken"))
    has = HasFilter(choices=HAS, label=gettext_lazy("What is known"))
    checked = CheckedFilter(Bureau.objects.checked, choices=CHECKED, label=gettext_lazy("Contacts"))
    closed = ClosedFilter(choices=CLOSED, label=gettext_lazy("Show"))
    sort = SortFilter(BUREAU_SORTS)

    class Meta:
        model = Bureau
        fields: list[str] = []

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        if data and "language" in data:
            data = data.copy()
            data.setlist("language", [spoken(text) for text in data.getlist("language")])
        super().__init__(data, *args, **kwargs)
