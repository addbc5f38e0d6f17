"""The one row that holds the number of the edition, see ``bureaus.edition.edition``."""

from django.db import models


class Edition(models.Model):
    """Milliseconds since 1970 of the newest public change, or one more than the number before.

    A number is never used twice, not even after an older backup was restored, so nothing that was
    kept under it elsewhere can be mistaken. Only database triggers write it.
    """

    raises_edition = False

    number = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="edition_is_one_row"),
        ]

    def __str__(self) -> str:
        return str(self.number)
