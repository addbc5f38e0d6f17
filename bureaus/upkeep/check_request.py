"""Letters to bureaus: is this still right?"""

import secrets
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bureaus.models.bureau import Bureau


class CheckRequest(models.Model):
    """A letter whose link can be used once; only a digest of the link's nonce is kept.

    ``email`` is where it went: when the bureau's address changes, the link is void.
    """

    raises_edition = False

    class Answer(models.TextChoices):
        YES = "yes", _("All is right")
        NO = "no", _("A correction was sent")

    bureau = models.ForeignKey(
        Bureau, models.CASCADE, verbose_name=_("bureau"), related_name="check_requests"
    )
    nonce_digest = models.CharField(max_length=64, editable=False)
    email = models.EmailField(_("email"))
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=3, choices=Answer, blank=True)

    class Meta:
        verbose_name = _("check request")
        verbose_name_plural = _("check requests")
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["bureau", "-sent_at"], name="check_request_newest")]

    def __str__(self) -> str:
        return f"{self.bureau} ({timezone.localtime(self.sent_at):%Y-%m-%d})"

    @staticmethod
    def new_nonce() -> str:
        return secrets.token_urlsafe(16)

    def use(self, answer: str) -> bool:
        """Take the answer; False when there was one already. Call it in a transaction."""
        unused: Any = CheckRequest.objects.filter(pk=self.pk, answered_at=None)
        return unused.update(answered_at=timezone.now(), answer=answer) == 1
