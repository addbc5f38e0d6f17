"""The industries that regions name in their priorities."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from bureaus.changes.history import History
from bureaus.changes.tracked import Recorded, RecordedQuerySet
from bureaus.search.search_tokens import SearchTokens
from bureaus.values.addresses import address
from bureaus.values.localized import Counterpart, Localized

LOOKAROUND = re.compile(r"\(\?<?[=!][^()]*\)")
# What repeats or divides a pattern may take a process minutes for one sentence of a visitor.
LOOPS = re.compile(r"[\[\]{}*+\\]")
FORKS = re.compile(r"[()?]")
MOST_OPTIONAL = 5


def validate_pattern(text: str) -> None:
    """Raise ValidationError unless ``text`` is words with conditions on what stands around them.

    A condition is ``(?=…)``, ``(?!…)``, ``(?<=…)`` or ``(?<!…)``; a ``?`` behind one of its
    characters makes it optional.
    """
    try:
        re.compile(text)
        if found := LOOPS.search(text) or FORKS.search(LOOKAROUND.sub("", text)):
            raise re.error(f"{found[0]} has no meaning here")
        if text.count("?") - text.count("(?") > MOST_OPTIONAL:
            raise re.error("too many ?")
    except re.error as error:
        raise ValidationError(
            _("This cannot be read: %(error)s. Separate words by |."),
            code="pattern",
            params={"error": error},
        ) from error


def words_zh(pattern: str) -> list[str]:
    """List the words of a pattern, without the conditions on what stands around them."""
    return LOOKAROUND.sub("", pattern).split("|")


class Industry(Recorded):
    """One of the industries of the directory, with its place in the official classifications.

    ``keywords_zh`` is a regular expression of words separated by ``|`` that tell the industry in
    a Chinese text; ``search_words_en`` holds English words and phrases separated by commas.
    """

    class Group(models.TextChoices):
        DIGITAL = "digital", _("Digital")
        FUTURE = "future", _("Future industries")
        MANUFACTURING = "advanced-manufacturing", _("Advanced manufacturing")
        VEHICLES = "vehicles", _("Vehicles")
        ENERGY = "energy", _("Energy")
        MATERIALS = "materials", _("Materials")
        LIFE_SCIENCES = "life-sciences", _("Life sciences")
        AGRI_FOOD = "agri-food", _("Farming and food")
        CONSUMER = "consumer", _("Consumer goods and leisure")
        SERVICES = "services", _("Services")
        GREEN = "green", _("Environment")
        OCEAN = "ocean", _("Ocean")
        INFRASTRUCTURE = "infrastructure", _("Infrastructure")

    slug = models.SlugField(
        _("slug"), max_length=60, unique=True, help_text=_("The name in addresses: auto-parts.")
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Small numbers come first.")
    )
    group = models.CharField(
        _("group"), max_length=30, choices=Group, help_text=_("For example: vehicles.")
    )
    name_en = models.CharField(
        _("name in English"), max_length=100, help_text=_("For example Auto parts.")
    )
    name_zh_hans = models.CharField(
        _("name in simplified Chinese"), max_length=60, help_text=_("For example 汽车零部件.")
    )
    name_zh_hant = models.CharField(
        _("name in traditional Chinese"),
        max_length=60,
        blank=True,
        help_text=_("For example 汽車零部件."),
    )
    gbt4754_divisions = models.CharField(
        _("GB/T 4754 divisions"),
        max_length=60,
        blank=True,
        help_text=_("Letter and two digits, separated by blanks: C38 D44."),
    )
    isic_sections = models.CharField(
        _("ISIC sections"), max_length=20, blank=True, help_text=_("Letters: C D.")
    )
    keywords_zh = models.TextField(
        _("Chinese search words"),
        blank=True,
        validators=[validate_pattern],
        help_text=_("Separated by |, for example 储能|动力电池|锂电."),
    )
    search_words_en = models.TextField(
        _("English search words"),
        blank=True,
        help_text=_("Separated by commas, for example battery, storage."),
    )

    name = Localized("name")
    counterpart = Counterpart("name")

    private_fields = frozenset({"keywords_zh", "search_words_en"})

    objects = RecordedQuerySet.as_manager()
    history = History()

    class Meta:
        verbose_name = _("industry")
        verbose_name_plural = _("industries")
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.name_en

    def get_absolute_url(self) -> str:
        return address("policies:industry", self.slug)


class IndustryTokens(SearchTokens):
    row = models.OneToOneField(Industry, models.CASCADE, primary_key=True, related_name="+")
