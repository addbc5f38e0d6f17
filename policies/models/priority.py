"""What a region says it wants in a year."""

from collections.abc import Mapping
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from bureaus.changes.history import History
from bureaus.changes.tracked import Recorded, RecordedQuerySet
from bureaus.models import Region
from bureaus.models.tree import of_regions
from bureaus.search.search_tokens import SearchTokens
from bureaus.values.addresses import address
from bureaus.values.localized import Counterpart, Localized
from policies.models.document import Document
from policies.models.industry import Industry

NEEDS_DOCUMENT = _("A priority can be published only with its document.")
RANK_TAKEN = _("The document has a priority of this rank already.")


class PriorityQuerySet(RecordedQuerySet["Priority"]):
    def published(self) -> "PriorityQuerySet":
        """Keep what may be shown: published, from a published document.

        The few documents that are not published are found first; joining each priority with its
        document takes five times as long.
        """
        return self.marked_published().exclude(document__in=Document.objects.unpublished())

    def marked_published(self) -> "PriorityQuerySet":
        """Keep also what is in sight only once its document is."""
        return self.filter(status=Priority.Status.PUBLISHED)

    def of_drafts(self) -> "PriorityQuerySet":
        return self.filter(document__in=Document.objects.unpublished())

    def unpublished(self) -> "PriorityQuerySet":
        is_of_draft = Q(document__in=Document.objects.unpublished())
        return self.filter(Q(status=Priority.Status.DRAFT) | is_of_draft)

    def for_year(self, year: int) -> "PriorityQuerySet":
        return self.filter(year=year)

    def within(self, region: Region) -> "PriorityQuerySet":
        return self.filter(of_regions([region]))

    def naming(self, industry: Industry) -> "PriorityQuerySet":
        return self.filter(industries=industry)

    def stated_in(self, years: Mapping[Region, int]) -> "PriorityQuerySet":
        """Keep those of each region for its year."""
        regions: dict[int, list[Region]] = {}
        for region, year in years.items():
            regions.setdefault(year, []).append(region)
        either = (Q(year=year, region__in=found) for year, found in regions.items())
        return self.filter(reduce(or_, either, Q(pk__in=[])))

    def national(self) -> "PriorityQuerySet":
        return self.filter(region__level=Region.Level.COUNTRY)

    def local(self) -> "PriorityQuerySet":
        return self.exclude(region__level=Region.Level.COUNTRY)

    def last_changes_of_industries(self) -> dict[int, datetime]:
        """Tell when one of each industry last changed, by the primary key of the industry."""
        return dict(self.order_by().values_list("industries").annotate(Max("updated_at")))

    def with_details(self) -> "PriorityQuerySet":
        """Join what a list shows of each priority: places, document and industries."""
        return self.with_document().select_related("region__parent__parent__parent__parent")

    def with_document(self) -> "PriorityQuerySet":
        """Join what a list shows of each priority but its place: document and industries."""
        return self.select_related("document").prefetch_related("industries")

    def in_full(self) -> "PriorityQuerySet":
        """Join and prefetch all that a record for others holds, and only what is public."""
        national = Priority.objects.published().filter(pk=models.OuterRef("answers"))
        rows = self.select_related("region", "document")
        return rows.annotate(
            public_answers=models.Subquery(national.order_by().values("pk"))
        ).prefetch_related("industries", "key_points__industries", "evidence__industry")

    def in_order(self) -> "PriorityQuerySet":
        return self.order_by("-year", "region__path", "-document__date", "document", "rank", "pk")


class Priority(Recorded):
    """One priority of a region for a year, in our own words.

    ``rank`` is its place in the document, from 1; 0 stands for what comes before the list. A
    national priority is one of the country; ``answers`` names the one that this is in line with.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    region = models.ForeignKey(
        Region,
        models.PROTECT,
        verbose_name=_("region"),
        related_name="priorities",
        help_text=_("The region whose priority it is; China for a national one."),
    )
    year = models.PositiveSmallIntegerField(
        _("year"),
        validators=[MinValueValidator(1978), MaxValueValidator(2100)],
        help_text=_("The year for which it holds, not that of the meeting."),
    )
    rank = models.PositiveSmallIntegerField(
        _("rank"),
        default=1,
        help_text=_("Its place in the document, from 1; 0 if before the list."),
    )
    title_en = models.CharField(
        _("title in English"), max_length=200, help_text=_("In our own words: Auto parts.")
    )
    title_zh_hans = models.CharField(
        _("title in simplified Chinese"),
        max_length=100,
        blank=True,
        help_text=_("In our own words: 汽车零部件."),
    )
    title_zh_hant = models.CharField(
        _("title in traditional Chinese"),
        max_length=100,
        blank=True,
        help_text=_("In our own words: 汽車零部件."),
    )
    summary_en = models.TextField(
        _("summary in English"), blank=True, help_text=_("One or two sentences in our own words.")
    )
    summary_zh_hans = models.TextField(
        _("summary in simplified Chinese"), blank=True, help_text=_("One or two sentences.")
    )
    summary_zh_hant = models.TextField(
        _("summary in traditional Chinese"), blank=True, help_text=_("One or two sentences.")
    )
    is_translation_reviewed = models.BooleanField(
        _("translation reviewed"),
        default=True,
        help_text=_("Off while a translation is a draft that nobody has read through."),
    )
    industries = models.ManyToManyField(
        Industry,
        verbose_name=_("industries"),
        blank=True,
        related_name="priorities",
        help_text=_("Those that the document names; none if it names none."),
    )
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        verbose_name=_("document"),
        null=True,
        blank=True,
        related_name="priorities",
        help_text=_("Where it is written; needed before it can be published."),
    )
    answers = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("in line with"),
        null=True,
        blank=True,
        related_name="answered_by",
        help_text=_("The national priority of the same year that it is in line with, if any."),
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Status,
        default=Status.DRAFT,
        help_text=_("Only published priorities are shown."),
    )
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    title = Localized("title")
    counterpart = Counterpart("title")
    summary = Localized("summary")

    private_fields = frozenset({"updated_at"})

    objects = PriorityQuerySet.as_manager()
    history = History(excluded=["updated_at"], many=["industries"])

    class Meta:
        verbose_name = _("priority")
        verbose_name_plural = _("priorities")
        ordering = ["-year", "region__path", "rank"]
        indexes = [
            # What counts and sorts read of each row, by year and by place, without the row itself
            models.Index(
                fields=["status", "year", "region", "document", "rank"], name="priority_by_year"
            ),
            models.Index(fields=["status", "region", "document"], name="priority_by_region"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "year", "document", "rank"],
                name="priority_rank_unique",
                violation_error_message=RANK_TAKEN,
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(document__isnull=False),
                name="priority_published_with_document",
                violation_error_message=NEEDS_DOCUMENT,
            ),
            models.CheckConstraint(
                condition=~Q(answers=models.F("id")), name="priority_not_answering_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title_en} ({self.year})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.clean()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return address("policies:priority", self.pk)

    def clean(self) -> None:
        if self.answers is None:
            return
        if self.answers.region.level != Region.Level.COUNTRY or self.answers.year != self.year:
            raise ValidationError(
                {"answers": _("It can be in line only with a national priority of the same year.")}
            )
        is_national = self.region_id and self.region.level == Region.Level.COUNTRY
        if is_national or self.answers_id == self.pk:
            raise ValidationError({"answers": _("A national priority is in line with no other.")})

    def refuse_to_move(self) -> None:
        """Raise ValidationError when region and year have to stay as they are."""
        if self.answered_by.exists():
            raise ValidationError(
                _("Others are in line with it, so its region and year must stay.")
            )


class PriorityTokens(SearchTokens):
    has_few_rows = False
    row = models.OneToOneField(Priority, models.CASCADE, primary_key=True, related_name="+")
