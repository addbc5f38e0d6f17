"""Named desks of a bureau, https://schema.org/ContactPoint."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bureaus.changes.history import History
from bureaus.changes.tracked import RecordedQuerySet
from bureaus.models.bureau import Bureau
from bureaus.models.reachable import Reachable
from bureaus.values.localized import Localized


class ContactPoint(Reachable):
    bureau = models.ForeignKey(
        Bureau, models.CASCADE, verbose_name=_("bureau"), related_name="contact_points"
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Small numbers come first.")
    )
    name_en = models.CharField(
        _("name in English"),
        max_length=150,
        blank=True,
        help_text=_("For example Foreign Investment Section."),
    )
    name_zh_hans = models.CharField(
        _("name in simplified Chinese"),
        max_length=100,
        blank=True,
        help_text=_("For example 外资科."),
    )
    name_zh_hant = models.CharField(
        _("name in traditional Chinese"),
        max_length=100,
        blank=True,
        help_text=_("For example 外資科."),
    )

    name = Localized("name")

    objects = RecordedQuerySet.as_manager()
    history = History(owner="bureau", excluded=["phone_digits"])

    class Meta:
        verbose_name = _("contact point")
        verbose_name_plural = _("contact points")
        ordering = ["bureau", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name_en="", name_zh_hans="", name_zh_hant=""),
                name="contact_point_has_a_name",
                violation_error_message=_("A contact point needs a name in one language."),
            )
        ]

    def __str__(self) -> str:
        return self.name_en or self.name_zh_hans or self.name_zh_hant

    @property
    def dial_code(self) -> str:
        return self.bureau.dial_code
