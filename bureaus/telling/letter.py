"""Letters that wait to be sent."""

from datetime import timedelta
from typing import Any

from django.core.mail import EmailMessage
from django.db import models
from django.utils import timezone

FIRST_PAUSE = timedelta(minutes=5)  # longer than a slow mail server can take over one letter
TRIES = 11  # each pause is twice the one before, so the last try is after three and a half days


class LetterQuerySet(models.QuerySet["Letter"]):
    def due(self) -> "LetterQuerySet":
        return self.filter(next_try_at__lte=timezone.now()).order_by("next_try_at", "pk")


class Letter(models.Model):
    """A letter as it will be sent, in the language of who gets it.

    The row is deleted when it is sent or given up, so no address and no text is kept longer.
    """

    raises_edition = False  # nothing of it is public

    to = models.EmailField()
    subject = models.TextField()
    body = models.TextField()
    put_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now, db_index=True)
    error = models.CharField(max_length=100, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["put_at", "pk"]

    def __str__(self) -> str:
        return self.subject

    def claim(self) -> bool:
        """Take it in hand until the next try is due; False if another deliverer has done so.

        It needs no lock that is held while the letter is sent, and a deliverer that is killed
        leaves it to the next one.
        """
        now = timezone.now()
        same: Any = Letter.objects.filter(pk=self.pk, tries=self.tries, next_try_at__lte=now)
        pause = FIRST_PAUSE * 2**self.tries
        self.tries += 1
        return same.update(tries=self.tries, next_try_at=now + pause) == 1

    def message(self) -> EmailMessage:
        return EmailMessage(self.subject, self.body, to=[self.to])
