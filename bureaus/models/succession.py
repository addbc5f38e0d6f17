"""Which bureau took over from which, and what its closing did, so that it can be undone."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from bureaus.changes.history import History
from bureaus.changes.tracked import Recorded, RecordedQuerySet
from bureaus.models.bureau import Bureau


class Succession(Recorded):
    """One bureau carries on the work of another; no chain of them may lead back to its start."""

    predecessor = models.ForeignKey(
        Bureau, models.CASCADE, verbose_name=_("closed bureau"), related_name="successions"
    )
    successor = models.ForeignKey(
        Bureau,
        models.PROTECT,
        verbose_name=_("successor"),
        related_name="+",
        help_text=_("The bureau that visitors should turn to now."),
    )

    objects = RecordedQuerySet.as_manager()
    history = History(owner="predecessor")

    class Meta:
        verbose_name = _("successor")
        verbose_name_plural = _("successors")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="succession_unique",
                violation_error_message=_("This successor is listed already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")),
                name="succession_not_itself",
                violation_error_message=_("A bureau cannot succeed itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.clean()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        if not self.predecessor_id or not self.successor_id:
            return
        if self.predecessor_id == self.successor_id:
            raise ValidationError({"successor": _("A bureau cannot succeed itself.")})
        if self._leads_back():
            raise ValidationError(
                {"successor": _("This would be a circle: that bureau was succeeded by this one.")}
            )

    def _leads_back(self) -> bool:
        seen: set[int] = set()
        ahead = {self.successor_id}
        while ahead:
            seen |= ahead
            steps = Succession.objects.filter(predecessor__in=ahead).exclude(pk=self.pk)
            ahead = set(steps.values_list("successor_id", flat=True)) - seen
            if self.predecessor_id in ahead:
                return True
        return False


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
