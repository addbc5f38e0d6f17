"""Which regions a regional editor keeps right."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bureaus.models.region import Region


class Assignment(models.Model):
    """One region that a regional editor may edit, with everything inside it."""

    raises_edition = False  # nothing of it is public

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name=_("editor"),
        related_name="assignments",
        help_text=_("A member of the group of regional editors."),
    )
    region = models.ForeignKey(
        Region,
        models.CASCADE,
        verbose_name=_("region"),
        related_name="assignments",
        help_text=_("With everything inside it; for example Jiangsu."),
    )

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["user", "region__path"]
        constraints = [
            models.UniqueConstraint(fields=["user", "region"], name="assignment_only_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.region}"
