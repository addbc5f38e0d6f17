"""What the closing of a bureau did besides closing it, so that it can be undone."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bureaus.models.bureau import Bureau


class Closing(models.Model):
    """The traces of one closing: why, by whom, and what it left with the successors.

    ``carried`` maps each field that the successor took over to its value before and after;
    ``aliases``, ``contact_points`` and ``checks`` hold primary keys of rows made or moved.
    """

    raises_edition = False  # nothing of it is public

    bureau = models.OneToOneField(
        Bureau, models.CASCADE, verbose_name=_("bureau"), related_name="closing"
    )
    reason = models.CharField(_("source or reason"), max_length=500)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("closed by"), null=True
    )
    made_at = models.DateTimeField(auto_now_add=True)
    into = models.ForeignKey(Bureau, models.SET_NULL, null=True, related_name="+")
    carried = models.JSONField(default=dict)
    aliases = models.JSONField(default=list)
    contact_points = models.JSONField(default=list)
    checks = models.JSONField(default=list)

    class Meta:
        verbose_name = _("closing")
        verbose_name_plural = _("closings")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.bureau}: {self.reason}"
