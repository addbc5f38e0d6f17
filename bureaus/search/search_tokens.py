"""Tables of what each row is found by; ``bureaus.search.index`` fills them."""

from django.db import models

from bureaus.models.bureau import Bureau
from bureaus.models.region import Region


class SearchTokens(models.Model):
    """The tokens of one row, ``row``, in order and separated by blanks.

    The full-text index over them (``search.fulltext``) belongs to this small table and not to
    that of the rows, because Django drops the triggers of a SQLite table that it alters.
    """

    everywhere = ""  # a token that every row has, so that asking for it asks for nothing
    has_few_rows = True  # so that going through all of them takes little time
    row: models.OneToOneField
    tokens = models.TextField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"tokens of {self.pk}"


class RegionTokens(SearchTokens):
    row = models.OneToOneField(Region, models.CASCADE, primary_key=True, related_name="+")


class BureauTokens(SearchTokens):
    everywhere = "bureau"  # visitors call any office so, whatever its name says
    row = models.OneToOneField(Bureau, models.CASCADE, primary_key=True, related_name="+")
