"""What changed in public, one row for each change of a record."""

from django.db import models
from django.utils import timezone


class ChangeQuerySet(models.QuerySet["Change"]):
    def after(self, cursor: int) -> "ChangeQuerySet":
        """Keep what was written after a cursor, the oldest first."""
        return self.filter(pk__gt=cursor).order_by("pk")

    def newest_first(self) -> "ChangeQuerySet":
        return self.order_by("-pk")

    def last_cursor(self) -> int:
        return self.aggregate(last=models.Max("pk"))["last"] or 0


class Change(models.Model):
    """One public record was created, changed, checked, closed, merged or deleted.

    The primary key is the cursor of the feed: rows become visible in its order, see
    ``bureaus.changes.batch``. ``key`` is the reference of a bureau, else a primary key;
    ``fields`` names the fields of the record that differ, ``into`` the bureaus it went into.
    A draft that is published counts as created, one that is taken back as deleted.
    """

    class Action(models.TextChoices):
        CREATED = "created"
        CHANGED = "changed"
        CHECKED = "checked"
        CLOSED = "closed"
        MERGED = "merged"
        DELETED = "deleted"

    at = models.DateTimeField(default=timezone.now)
    noun = models.CharField(max_length=10)
    key = models.CharField(max_length=20)
    action = models.CharField(max_length=7, choices=Action)
    fields = models.JSONField(default=list)
    into = models.JSONField(default=list)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["noun", "key"], name="change_noun_key")]

    def __str__(self) -> str:
        return f"{self.pk} {self.noun} {self.key} {self.action}"
