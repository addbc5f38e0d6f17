"""What some regions have: the seat of a government, neighbours, an end."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureaus.values.partial_dates import validate as validate_partial_date


class Seated(models.Model):
    """A place with the point at which its government sits, and others around it."""

    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Of its seat, in degrees north (WGS84), for example 23.3271."),
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("Of its seat, in degrees east (WGS84), for example 112.7334."),
    )
    capital = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("capital"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("For a province: the division in which its government sits."),
    )
    neighbours = models.ManyToManyField(
        "self",
        verbose_name=_("neighbours"),
        symmetrical=False,
        blank=True,
        related_name="+",
        help_text=_("For a province: those that it touches, or faces across a narrow sea."),
    )

    class Meta:
        abstract = True


class Endable(models.Model):
    """A place that can end, with the places of today that took it over."""

    class Ending(models.TextChoices):
        MERGED = "merged", pgettext_lazy("of a region", "Merged into another")
        SPLIT = "split", pgettext_lazy("of a region", "Split into several")
        RENAMED = "renamed", _("Renamed")
        RE_CODED = "re-coded", _("Given another code")

    ended_on = models.CharField(
        _("ended on"),
        max_length=10,
        blank=True,
        default="",
        validators=[validate_partial_date],
        help_text=_("Date, month or year, for example 2025-11-06; empty while it is there."),
    )
    ending = models.CharField(
        _("how it ended"),
        max_length=10,
        choices=Ending,
        blank=True,
        default="",
        help_text=_("What became of it, for example merged into another."),
    )
    successors = models.ManyToManyField(
        "self",
        verbose_name=_("successors"),
        symmetrical=False,
        blank=True,
        related_name="predecessors",
        help_text=_("The regions of today that took it over."),
    )

    class Meta:
        abstract = True

    @property
    def is_ended(self) -> bool:
        return bool(self.ended_on)
