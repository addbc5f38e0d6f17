"""Places: the country, its administrative divisions and its development zones."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bureaus.changes.history import History
from bureaus.changes.tracked import Recorded
from bureaus.models.region_queryset import RegionQuerySet
from bureaus.models.region_traits import Endable, Seated
from bureaus.values.addresses import address
from bureaus.values.localized import Counterpart, Localized

GB2260 = r"^[0-9]{6}$"


class Region(Seated, Endable, Recorded):
    """A place that bureaus serve and that states priorities.

    ``path`` holds the primary keys from the country down, "/1/20/133/", so that everything inside
    a region shares its prefix. ``save`` keeps it right when a region moves.
    """

    class Level(models.TextChoices):
        COUNTRY = "country", _("Country")
        PROVINCE = "province", _("Province level")
        PREFECTURE = "prefecture", _("Prefecture level")
        COUNTY = "county", _("County level")
        ZONE = "zone", _("Development zone")

    class Kind(models.TextChoices):
        COUNTRY = "country", _("country")
        PROVINCE = "province", _("province")
        MUNICIPALITY = "municipality", _("municipality")
        AUTONOMOUS_REGION = "autonomous-region", _("autonomous region")
        SPECIAL_REGION = "special-administrative-region", _("special administrative region")
        AS_LISTED = "as-listed-in-source", _("as listed in source")
        PREFECTURE_CITY = "prefecture-level-city", _("prefecture-level city")
        AUTONOMOUS_PREFECTURE = "autonomous-prefecture", _("autonomous prefecture")
        PREFECTURE = "prefecture", _("prefecture")
        LEAGUE = "league", _("league")
        PROVINCE_CITY = (
            "province-administered-county-level-city",
            _("county-level city under the province"),
        )
        PROVINCE_COUNTY = "province-administered-county", _("county under the province")
        PROVINCE_DISTRICT = "province-administered-district", _("district under the province")
        DISTRICT = "district", _("district")
        COUNTY = "county", _("county")
        COUNTY_CITY = "county-level-city", _("county-level city")
        BANNER = "banner", _("banner")
        NATIONAL_ETDZ = (
            "national-etdz",
            _("national economic and technological development zone"),
        )
        NATIONAL_HIGH_TECH_ZONE = "national-high-tech-zone", _("national high-tech zone")
        NATIONAL_NEW_AREA = "national-new-area", _("national new area")
        MUNICIPAL_NEW_AREA = "municipal-new-area", _("municipal new area")
        PILOT_FREE_TRADE_ZONE = "pilot-free-trade-zone", _("pilot free trade zone")
        FREE_TRADE_ZONE_AREA = "free-trade-zone-area", _("area of a pilot free trade zone")
        BONDED_ZONE = "bonded-zone", _("bonded zone")
        INDUSTRIAL_PARK = "industrial-park", _("industrial park")
        COOPERATION_ZONE = "cooperation-zone", _("cooperation zone")

    code = models.CharField(
        _("code"),
        max_length=6,
        blank=True,
        validators=[RegexValidator(GB2260, _("A GB/T 2260 code has six digits, such as 441284."))],
        help_text=_("Current GB/T 2260 code, for example 441284. Development zones have none."),
    )
    level = models.CharField(
        _("level"), max_length=10, choices=Level, help_text=_("For example: county level.")
    )
    kind = models.CharField(
        _("kind"), max_length=40, choices=Kind, help_text=_("For example: county-level city.")
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("lies in"),
        null=True,
        blank=True,
        related_name="children",
        help_text=_("The next wider region: for Sihui it is Zhaoqing. Only the country has none."),
    )
    path = models.CharField(max_length=100, editable=False, db_index=True)
    slug = models.SlugField(
        _("slug"),
        max_length=80,
        unique=True,
        help_text=_(
            "The name in addresses, for example sihui. Partners link to it: if it has to change, "
            "add the old one below as a former slug."
        ),
    )
    name_en = models.CharField(
        _("name in English"), max_length=100, help_text=_("Short form, for example Sihui.")
    )
    name_zh_hans = models.CharField(
        _("name in simplified Chinese"),
        max_length=100,
        help_text=_("Short form, for example 四会."),
    )
    name_zh_hant = models.CharField(
        _("name in traditional Chinese"),
        max_length=100,
        blank=True,
        help_text=_("Short form, for example 四會."),
    )
    full_name_en = models.CharField(
        _("full name in English"), max_length=150, help_text=_("For example Sihui City.")
    )
    full_name_zh_hans = models.CharField(
        _("full name in simplified Chinese"), max_length=100, help_text=_("For example 四会市.")
    )
    full_name_zh_hant = models.CharField(
        _("full name in traditional Chinese"),
        max_length=100,
        blank=True,
        help_text=_("For example 四會市."),
    )
    dial_code = models.CharField(
        _("dialling code"),
        max_length=5,
        blank=True,
        validators=[RegexValidator(r"^[0-9]{3,5}$", _("Only digits, such as 0758."))],
        help_text=_(
            "Area code with its zero, for example 0758; 852, 853 or 886 for a calling code."
        ),
    )
    overlaps = models.ManyToManyField(
        "self",
        verbose_name=_("overlaps"),
        symmetrical=False,
        blank=True,
        related_name="overlapping_zones",
        help_text=_("For a development zone: the districts that it reaches into."),
    )

    name = Localized("name")
    full_name = Localized("full_name")
    counterpart = Counterpart("name")
    full_counterpart = Counterpart("full_name")

    private_fields = frozenset({"path"})

    objects = RegionQuerySet.as_manager()
    history = History(excluded=["path"], many=["overlaps", "neighbours", "successors"])

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code=""),
                name="region_code_unique",
                violation_error_message=_("Another region has this code."),
            ),
            models.CheckConstraint(
                condition=Q(code="") | Q(code__regex=GB2260), name="region_code_six_digits"
            ),
            models.CheckConstraint(
                condition=Q(level="country", parent=None) | (~Q(level="country") & ~Q(parent=None)),
                name="region_only_country_has_no_parent",
                violation_error_message=_("Every region but the country lies in another one."),
            ),
            models.CheckConstraint(
                condition=~Q(parent=models.F("id")), name="region_not_its_own_parent"
            ),
            models.CheckConstraint(
                condition=Q(ended_on="", ending="") | (~Q(ended_on="") & ~Q(ending="")),
                name="region_ended_with_day_and_reason",
                violation_error_message=_("A region that ended needs the day and the reason."),
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="region_seat_has_both_coordinates",
                violation_error_message=_("A seat needs both latitude and longitude."),
            ),
        ]

    def __str__(self) -> str:
        return self.place

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._refuse_circle()
        super().save(*args, **kwargs)

    def complete(self, old: "Region | None") -> None:
        """Write what follows from it.

        That are the paths of everything inside when the region is new or has moved, and the digits
        by which its bureaus' phones are found when it has another dialling code. A slug or code
        that it no longer has goes on leading here.
        """
        self._rewrite_paths()
        if old:
            self._keep_former(old)
            self._rewrite_digits(old)

    def get_absolute_url(self) -> str:
        return address("bureaus:region", self.slug)

    def clean(self) -> None:
        self._refuse_circle()
        if self.parent and self.level and self.parent.rank > self.rank:
            raise ValidationError({"parent": _("A region lies in one of a wider level.")})
        former = Region.objects.filter(aliases__kind="former_slug", aliases__value=self.slug)
        if former.exclude(pk=self.pk).exists():
            raise ValidationError({"slug": _("Links to another region have this slug.")})

    def _keep_former(self, old: "Region") -> None:
        for name in ("slug", "code"):
            value = getattr(old, name)
            if value and value != getattr(self, name):
                today = {"valid_until": timezone.localdate().isoformat()}
                self.aliases.get_or_create(kind=f"former_{name}", value=value, defaults=today)

    def _rewrite_paths(self) -> None:
        path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        if path == self.path:
            return
        if old := self.path:
            below = Region.objects.filter(path__startswith=old)
            below.update(path=Concat(Value(path), Substr("path", len(old) + 1)))
        Region._base_manager.filter(pk=self.pk).update(path=path)  # in no record, so none to write
        self.path = path

    def _rewrite_digits(self, old: "Region") -> None:
        if old.dial_code == self.dial_code:
            return
        for bureau in self.bureaus.prefetch_related("contact_points"):
            for office in (bureau, *bureau.contact_points.all()):
                office.refresh_digits()

    def _refuse_circle(self) -> None:
        if self.parent is not None and self.is_above(self.parent):
            raise ValidationError({"parent": _("A region cannot lie inside itself.")})

    @property
    def rank(self) -> int:
        """Tell how narrow the level is: 0 for the country, 4 for a zone."""
        return self.Level.values.index(self.level)

    @property
    def above(self) -> list["Region"]:
        """List the regions that this one lies in, the next wider first, the country last."""
        found: list[Region] = []
        region = self.parent
        while region is not None:
            found.append(region)
            region = region.parent
        return found

    @property
    def breadcrumbs(self) -> list["Region"]:
        """List the regions above from the province down; everything lies in the country."""
        return self.above[-2::-1]

    @property
    def trail(self) -> list["Region"]:
        """List the regions above and this one, for the page of a bureau."""
        return [*self.breadcrumbs, self]

    @property
    def place(self) -> str:
        """Name the region with those above: "Sihui City, Zhaoqing, Guangdong", 广东肇庆四会市."""
        if (get_language() or "").startswith("zh"):
            return "".join([*(region.name for region in self.breadcrumbs), self.label])
        return ", ".join([self.label, *(region.name for region in self.above[:-1])])

    @property
    def label(self) -> str:
        """Name the region unmistakably but short: zones go by their short name."""
        return self.name if self.level == self.Level.ZONE else self.full_name

    def is_above(self, other: "Region") -> bool:
        """Tell whether ``other`` is this region or lies inside it."""
        return bool(self.path) and other.path.startswith(self.path)
