"""The parts of a priority: its points, and the evidence for its industries."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bureaus.changes.history import History
from bureaus.changes.tracked import Recorded, RecordedQuerySet
from bureaus.values.localized import Localized
from policies.models.industry import Industry
from policies.models.priority import Priority


class KeyPoint(Recorded):
    """One point under a priority, with the industries that it names."""

    priority = models.ForeignKey(
        Priority, models.CASCADE, verbose_name=_("priority"), related_name="key_points"
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Small numbers come first.")
    )
    text_en = models.CharField(
        _("text in English"), max_length=300, help_text=_("In our own words.")
    )
    text_zh_hans = models.CharField(
        _("text in simplified Chinese"),
        max_length=200,
        blank=True,
        help_text=_("In our own words."),
    )
    text_zh_hant = models.CharField(
        _("text in traditional Chinese"),
        max_length=200,
        blank=True,
        help_text=_("In our own words."),
    )
    industries = models.ManyToManyField(
        Industry,
        verbose_name=_("industries"),
        blank=True,
        related_name="key_points",
        help_text=_("Those that the point names; none if it names none."),
    )

    text = Localized("text")

    objects = RecordedQuerySet.as_manager()
    history = History(owner="priority", many=["industries"])

    class Meta:
        verbose_name = _("key point")
        verbose_name_plural = _("key points")
        ordering = ["priority_id", "position", "pk"]

    def __str__(self) -> str:
        return self.text_en


class Evidence(Recorded):
    """What the passage that states a priority says of an industry: a clause of our own words."""

    priority = models.ForeignKey(
        Priority, models.CASCADE, verbose_name=_("priority"), related_name="evidence"
    )
    industry = models.ForeignKey(
        Industry,
        models.CASCADE,
        verbose_name=_("industry"),
        related_name="+",
        help_text=_("One of the industries of the priority."),
    )
    text_en = models.CharField(
        _("text in English"),
        max_length=300,
        blank=True,
        help_text=_("In our own words: build a base for sodium batteries."),
    )
    text_zh_hans = models.CharField(
        _("text in simplified Chinese"),
        max_length=200,
        blank=True,
        help_text=_("In our own words: 建设钠电池基地."),
    )
    text_zh_hant = models.CharField(
        _("text in traditional Chinese"),
        max_length=200,
        blank=True,
        help_text=_("In our own words: 建設鈉電池基地."),
    )

    text = Localized("text")

    objects = RecordedQuerySet.as_manager()
    history = History(owner="priority")

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["priority_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["priority", "industry"],
                name="evidence_once_for_an_industry",
                violation_error_message=_("This industry has its evidence already."),
            )
        ]

    def __str__(self) -> str:
        return self.text_en or self.text_zh_hans or self.text_zh_hant
