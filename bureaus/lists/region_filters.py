"""The filters of the lists of places."""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext_lazy

from bureaus.lists.fields import Picked
from bureaus.lists.filters import (
    PickFilter,
    PublicFilterSet,
    RegionPickFilter,
    SearchFilter,
    YesNoFilter,
)
from bureaus.models import Region, RegionTokens
from bureaus.models.tree import inside

LETTERS = [(letter, letter.upper()) for letter in "abcdefghijklmnopqrstuvwxyz"]
LISTED = [
    ("yes", gettext_lazy("Places with something published")),
    ("no", gettext_lazy("Places with nothing yet")),
]


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
