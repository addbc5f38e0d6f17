"""Former and other names, so that old links and old knowledge still find the way."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bureaus.changes.history import History
from bureaus.changes.tracked import Recorded, RecordedQuerySet
from bureaus.models.bureau import Bureau
from bureaus.models.region import Region
from bureaus.values.partial_dates import validate as validate_partial_date

UNPRINTED = "general knowledge"  # how the note of a name begins that no source prints


class Alias(Recorded):
    class Kind(models.TextChoices):
        FORMER_NAME = "former_name", _("former name")
        ALTERNATIVE_NAME = "alternative_name", _("alternative name")
        FORMER_CODE = "former_code", _("former code")
        FORMER_SLUG = "former_slug", _("former slug")
        ABBREVIATION = "abbreviation", _("abbreviation")
        ROMANISATION = "romanisation", _("romanisation")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    value = models.CharField(
        _("value"),
        max_length=150,
        db_index=True,
        help_text=_("As it was written, for example Canton, 高要市 or 441283."),
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        choices=[("en", "English"), ("zh-Hans", "简体中文"), ("zh-Hant", "繁體中文")],
        help_text=_("Language of a name; none for codes and slugs."),
    )
    valid_from = models.CharField(
        _("valid from"),
        max_length=10,
        blank=True,
        validators=[validate_partial_date],
        help_text=_("Date, month or year, for example 1993."),
    )
    valid_until = models.CharField(
        _("valid until"),
        max_length=10,
        blank=True,
        validators=[validate_partial_date],
        help_text=_("Date, month or year, for example 2015; empty while in use."),
    )
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("What happened, in a few words.")
    )

    private_fields = frozenset({"note"})

    objects = RecordedQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.value


class RegionAlias(Alias):
    """Another name, code or slug of a region; a code that was split points to each successor."""

    class Use(models.TextChoices):
        REDIRECT = "redirect", _("leads there")
        OFFER = "offer", _("is offered beside other places of this name")
        SEARCH = "search", _("only helps the search")

    region = models.ForeignKey(
        Region, models.CASCADE, verbose_name=_("region"), related_name="aliases"
    )
    use = models.CharField(
        _("use"),
        max_length=10,
        choices=Use,
        default=Use.REDIRECT,
        help_text=_("A name that other places bear too is offered, or only helps the search."),
    )

    history = History(owner="region")

    @property
    def is_printed(self) -> bool:
        """Tell whether pages print it as a name: what nobody has printed before only helps find."""
        return self.use != self.Use.SEARCH and not self.note.startswith(UNPRINTED)

    class Meta:
        verbose_name = _("other name of a region")
        verbose_name_plural = _("other names of regions")
        ordering = ["region_id", "kind", "value"]
        constraints = [
            models.UniqueConstraint(fields=["region", "kind", "value"], name="region_alias_unique"),
        ]


class BureauAlias(Alias):
    """Another name or a former slug of a bureau."""

    bureau = models.ForeignKey(
        Bureau, models.CASCADE, verbose_name=_("bureau"), related_name="aliases"
    )

    history = History(owner="bureau")

    class Meta:
        verbose_name = _("other name of a bureau")
        verbose_name_plural = _("other names of bureaus")
        ordering = ["bureau_id", "kind", "value"]
        constraints = [
            models.UniqueConstraint(fields=["bureau", "kind", "value"], name="bureau_alias_unique"),
        ]
