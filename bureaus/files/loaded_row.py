"""What ``load_data`` wrote, so that it can tell its own values from those of the staff."""

from django.db import models


class LoadedRow(models.Model):
    """The values of one row of a data file as they were last written to the database.

    ``object_id`` is the primary key of what the row became; ``values`` maps field names to plain
    values. A field that still holds its value here was not touched by anybody since.
    """

    raises_edition = False

    dataset = models.CharField(max_length=40)
    key = models.CharField(max_length=600)  # a web address, a code and a year
    object_id = models.BigIntegerField()
    values = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dataset", "key"], name="loaded_row_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.dataset}: {self.key}"
