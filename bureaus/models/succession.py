"""Which bureau took over from which."""

from typing import Any

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
