"""Offices that receive investors."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from bureaus.changes.history import History
from bureaus.edition import edition
from bureaus.models.bureau_queryset import BureauQuerySet
from bureaus.models.contacts import WAYS_TO_REACH, Reachable
from bureaus.models.region import Region
from bureaus.values import hours, refs
from bureaus.values.addresses import address
from bureaus.values.localized import Counterpart, Localized, LocalizedText
from bureaus.values.partial_dates import validate as validate_partial_date

if TYPE_CHECKING:
    from bureaus.models.check import Check


class Bureau(Reachable):
    """An office that receives investors for one region.

    ``ref`` never changes and is never used again; the public address is built on it. The dates
    of the last and the next check follow from the checks, see ``bureaus.upkeep.seals``.
    """

    class Kind(models.TextChoices):
        INVESTMENT_PROMOTION = "investment-promotion", _("Investment promotion")
        ECONOMIC_PROMOTION = "economic-promotion", _("Economic promotion")
        COMMERCE = "commerce", _("Commerce")
        ZONE_ADMINISTRATION = "zone-administration", _("Zone administration")
        NATIONAL_AGENCY = "national-agency", _("National agency")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        CLOSED = "closed", _("Closed")

    class Closure(models.TextChoices):
        RENAMED = "renamed", _("Renamed")
        MERGED = "merged", _("Merged into another")
        REPLACED = "replaced", _("Replaced by another")
        SPLIT = "split", _("Split into several")
        ABOLISHED = "abolished", _("Abolished")
        DUPLICATE = "duplicate", _("Entered twice")

    ref = models.CharField(
        _("reference"), max_length=refs.LENGTH, unique=True, editable=False, default=""
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Status,
        default=Status.DRAFT,
        help_text=_("Only published bureaus are shown; a closed one keeps a page saying so."),
    )
    kind = models.CharField(
        _("kind"), max_length=30, choices=Kind, help_text=_("For example: investment promotion.")
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        verbose_name=_("region"),
        related_name="bureaus",
        help_text=_("The region that the bureau serves, not where its building stands."),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("part of"),
        null=True,
        blank=True,
        related_name="desks",
        help_text=_("The body to which this one belongs, if that is listed too."),
    )
    name_en = models.CharField(
        _("name in English"),
        max_length=200,
        blank=True,
        help_text=_("For example Investment Promotion Bureau of Sihui City."),
    )
    name_zh_hans = models.CharField(
        _("name in simplified Chinese"),
        max_length=150,
        blank=True,
        help_text=_("As on its seal, for example 成都市投资促进局."),
    )
    name_zh_hant = models.CharField(
        _("name in traditional Chinese"),
        max_length=150,
        blank=True,
        help_text=_("For example 成都市投資促進局."),
    )
    address_en = models.CharField(
        _("address in English"),
        max_length=300,
        blank=True,
        help_text=_("From small to large: 3F, Administrative Center, Dongcheng Street, Sihui."),
    )
    address_zh_hans = models.CharField(
        _("address in simplified Chinese"),
        max_length=200,
        blank=True,
        help_text=_("From large to small, as a taxi driver reads it."),
    )
    address_zh_hant = models.CharField(
        _("address in traditional Chinese"),
        max_length=200,
        blank=True,
        help_text=_("From large to small."),
    )
    postal_code = models.CharField(
        _("postal code"),
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"^[0-9]{6}$", _("A postal code has six digits."))],
        help_text=_("Six digits, for example 526200."),
    )
    website = models.URLField(
        _("website"), max_length=500, blank=True, help_text=_("Its own website, with http(s)://.")
    )
    hours = models.CharField(
        _("opening hours"),
        max_length=200,
        blank=True,
        help_text=_("As in schema.org, for example Mo-Fr 09:00-12:00,13:30-17:00."),
    )
    source = models.CharField(
        _("source"),
        max_length=300,
        blank=True,
        help_text=_("Where the entry was read, if it is not a web page: title and publisher."),
    )
    source_url = models.URLField(
        _("address of the source"), max_length=500, blank=True, help_text=_("The web page.")
    )
    source_date = models.CharField(
        _("date of the source"),
        max_length=10,
        blank=True,
        validators=[validate_partial_date],
        help_text=_("Date, month or year, for example 2024-01-24 or 2017-07; empty if undated."),
    )
    notes = models.TextField(
        _("notes"), blank=True, help_text=_("For colleagues only; never shown to the public.")
    )
    closed_on = models.DateField(
        _("closed on"), null=True, blank=True, help_text=_("Day from which it no longer existed.")
    )
    closure = models.CharField(
        _("why closed"),
        max_length=10,
        choices=Closure,
        blank=True,
        help_text=_("What became of it."),
    )
    successors = models.ManyToManyField(
        "self",
        verbose_name=_("successors"),
        through="bureaus.Succession",
        through_fields=("predecessor", "successor"),
        symmetrical=False,
        related_name="predecessors",
    )
    ways = models.GeneratedField(
        expression=WAYS_TO_REACH, output_field=models.PositiveSmallIntegerField(), db_persist=True
    )
    checked_on = models.DateField(_("checked on"), null=True, editable=False)
    next_check_on = models.DateField(_("next check on"), null=True, editable=False, db_index=True)
    created_at = models.DateTimeField(_("entered"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    name = Localized("name")
    counterpart = Counterpart("name")
    address = Localized("address")

    private_fields = frozenset({"phone_digits", "ways", "notes", "created_at", "updated_at"})
    written_apart = frozenset({"ways", "checked_on", "next_check_on"})

    objects = BureauQuerySet.as_manager()
    history = History(excluded=[*written_apart, "phone_digits", "created_at", "updated_at"])

    class Meta:
        verbose_name = _("bureau")
        verbose_name_plural = _("bureaus")
        ordering = ["region__slug", "name_en", "ref"]
        indexes = [
            models.Index(fields=fields.split(), name=f"bureau_{name}")
            for name, fields in {
                # What the sorts of the list need, so that a page costs the same among many rows
                "by_place": "region name_en ref status id",
                "by_name": "name_en name_zh_hans ref status id",
                "by_check": "-checked_on ref status id",
                # What the counts beside the filters read, without touching the rows themselves
                "count_cells": "status kind next_check_on languages ways id",
                "count_places": "status region kind next_check_on languages ways id",
                "count_ways": "status region ways",
            }.items()
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ref__regex=f"^{refs.PATTERN}$"), name="bureau_ref_form"
            ),
            models.CheckConstraint(
                condition=~Q(name_en="", name_zh_hans="", name_zh_hant=""),
                name="bureau_has_a_name",
                violation_error_message=_("A bureau needs a name in at least one language."),
            ),
            models.CheckConstraint(
                condition=(Q(status="closed", closed_on__isnull=False) & ~Q(closure=""))
                | (~Q(status="closed") & Q(closed_on__isnull=True, closure="")),
                name="bureau_closed_with_date_and_reason",
                violation_error_message=_(
                    "A closed bureau needs the date and the reason; an open one has neither."
                ),
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="bureau_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(checked_on__isnull=True, next_check_on__isnull=True)
                | Q(
                    checked_on__isnull=False,
                    next_check_on__isnull=False,
                    next_check_on__gt=F("checked_on"),
                ),
                name="bureau_check_dates_together",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        while not self.ref:
            ref = refs.new()
            self.ref = "" if Bureau.objects.filter(ref=ref).exists() else ref
        super().save(*args, **kwargs)

    def complete(self, old: "Bureau | None") -> None:
        for desk in self.contact_points.all() if old and old.region_id != self.region_id else ():
            desk.refresh_digits()  # which the dialling code of the region completes, too

    def get_absolute_url(self) -> str:
        return address("bureaus:detail", self.slug, self.ref)

    def clean(self) -> None:
        if self.closed_on and self.closed_on > edition.today():
            raise ValidationError({"closed_on": _("This day has not come yet.")})
        if self.pk and self.parent and self.parent.parent_id == self.pk:
            raise ValidationError({"parent": _("Two bureaus cannot be part of each other.")})

    @property
    def slug(self) -> str:
        """Name the bureau in its address; only ``ref`` decides which one is meant."""
        return slugify(self.name_en)[:80].strip("-") or self.region.slug

    @property
    def dial_code(self) -> str:
        return self.region.dial_code

    @property
    def is_closed(self) -> bool:
        return self.status == self.Status.CLOSED

    @property
    def is_checked(self) -> bool:
        return self.next_check_on is not None and self.next_check_on >= edition.today()

    @property
    def chinese_address(self) -> LocalizedText:
        """Give the address that a driver can read, in the script of the page where it is known."""
        texts = {"zh-hans": self.address_zh_hans, "zh-hant": self.address_zh_hant}
        return LocalizedText.pick(texts, "zh-hant" if get_language() == "zh-hant" else "zh-hans")

    @property
    def written_hours(self) -> str:
        return hours.describe_hours(self.hours)

    @property
    def written_check_state(self) -> str:
        """Write it in the active language: "Checked 3 May 2026", "Not confirmed yet"."""
        if self.checked_on is None:
            return gettext("Not confirmed yet")
        checked, overdue = gettext("Checked %(day)s"), gettext("Not checked since %(day)s")
        return (checked if self.is_checked else overdue) % {"day": date_format(self.checked_on)}

    @property
    def last_good_check(self) -> "Check | None":
        return self.checks.good().newest_first().filter(date=self.checked_on or date.min).first()

    def set_checked(self, on: date | None, until: date | None) -> None:
        self.checked_on, self.next_check_on, self.updated_at = on, until, timezone.now()
        dates = {"checked_on": on, "next_check_on": until, "updated_at": self.updated_at}
        Bureau._base_manager.filter(pk=self.pk).update(**dates)  # as a batch ends, past it
