"""Where priorities come from."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from bureaus.changes.history import History
from bureaus.changes.tracked import Recorded, RecordedQuerySet
from bureaus.models import Region
from bureaus.models.tree import of_regions
from bureaus.search.search_tokens import SearchTokens
from bureaus.values.addresses import address
from bureaus.values.localized import Counterpart, Localized
from bureaus.values.partial_dates import validate as validate_partial_date


class DocumentQuerySet(RecordedQuerySet["Document"]):
    def published(self) -> "DocumentQuerySet":
        return self.filter(status=Document.Status.PUBLISHED)

    def unpublished(self) -> "DocumentQuerySet":
        return self.filter(status=Document.Status.DRAFT).order_by()

    def within(self, region: Region) -> "DocumentQuerySet":
        return self.filter(of_regions([region]))

    def with_region(self) -> "DocumentQuerySet":
        return self.select_related("region__parent__parent__parent__parent")

    def in_full(self) -> "DocumentQuerySet":
        """Join and prefetch all that a record for others holds, and only what is public."""
        reporting = Document.objects.published().filter(pk=models.OuterRef("reported_in"))
        public = models.Subquery(reporting.order_by().values("pk"))
        rows = self.select_related("region").prefetch_related("speakers")
        return rows.annotate(public_reported_in=public)


class Document(Recorded):
    """A conference, report, plan or article that states priorities of a region.

    ``key`` names it in the files of ``data/`` whatever else changes; others have none.
    """

    class Kind(models.TextChoices):
        CONFERENCE = "conference", _("Conference")
        REPORT = "report", _("Report")
        PLAN = "plan", _("Plan")
        ARTICLE = "article", _("Article")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    key = models.CharField(
        _("key in the start data"), max_length=80, blank=True, default="", editable=False
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Status,
        default=Status.DRAFT,
        help_text=_("Only published documents are shown."),
    )
    kind = models.CharField(
        _("kind"), max_length=12, choices=Kind, help_text=_("For example: conference.")
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        verbose_name=_("region"),
        related_name="documents",
        help_text=_("The region that it speaks for; China for a national one."),
    )
    title_en = models.CharField(
        _("title in English"),
        max_length=300,
        blank=True,
        help_text=_("For example 2024 Qingpu District Investment Promotion Conference."),
    )
    title_zh_hans = models.CharField(
        _("title in simplified Chinese"), max_length=200, blank=True, help_text=_("As published.")
    )
    title_zh_hant = models.CharField(
        _("title in traditional Chinese"), max_length=200, blank=True, help_text=_("As published.")
    )
    is_translation_reviewed = models.BooleanField(
        _("translation reviewed"),
        default=True,
        help_text=_("Off while a translation is a draft that nobody has read through."),
    )
    issuer = models.CharField(
        _("issuer"), max_length=200, blank=True, help_text=_("Who held, wrote or issued it.")
    )
    publisher = models.CharField(
        _("publisher"),
        max_length=200,
        blank=True,
        default="",
        help_text=_("Who printed the text in which it was read, for example Sichuan Daily."),
    )
    date = models.CharField(
        _("held or issued on"),
        max_length=10,
        blank=True,
        validators=[validate_partial_date],
        help_text=_("Date, month or year, for example 2023-12-25; empty if the source has none."),
    )
    published_on = models.CharField(
        _("published on"),
        max_length=10,
        blank=True,
        validators=[validate_partial_date],
        help_text=_("When the page that reports it appeared, if that is another date."),
    )
    url = models.URLField(
        _("web page"), max_length=500, blank=True, help_text=_("Where it can be read.")
    )
    credit = models.CharField(
        _("credited source"),
        max_length=200,
        blank=True,
        help_text=_("Whom the text itself names as its source."),
    )
    reported_in = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("reported in"),
        null=True,
        blank=True,
        related_name="reports",
        help_text=_("The document in which this one was read about."),
    )
    notes = models.TextField(
        _("notes"), blank=True, help_text=_("For colleagues only; never shown to the public.")
    )
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    title = Localized("title")
    counterpart = Counterpart("title")

    private_fields = frozenset({"key", "notes", "updated_at"})

    objects = DocumentQuerySet.as_manager()
    history = History(excluded=["updated_at"])

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-date", "pk"]
        indexes = [
            # What the lists need that begin with the newest documents
            models.Index(fields=["status", "-date", "id"], name="document_by_date"),
            # What the counts beside the filters read, without touching the rows themselves
            models.Index(fields=["status", "region", "kind"], name="document_counts"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=~models.Q(key=""), name="document_key_unique"
            ),
            models.CheckConstraint(
                condition=~models.Q(reported_in=models.F("id")), name="document_not_in_itself"
            ),
            models.CheckConstraint(
                condition=~models.Q(title_en="", title_zh_hans="", title_zh_hant=""),
                name="document_has_a_title",
                violation_error_message=_("A document needs a title in at least one language."),
            ),
        ]

    def __str__(self) -> str:
        return self.title_en or self.title_zh_hans or self.title_zh_hant

    def get_absolute_url(self) -> str:
        return address("policies:document", self.pk)

    def clean(self) -> None:
        if self.pk and self.reported_in_id == self.pk:
            raise ValidationError({"reported_in": _("A document is not reported in itself.")})


class Speaker(Recorded):
    """Who spoke, with name and office as reported."""

    document = models.ForeignKey(
        Document, models.CASCADE, verbose_name=_("document"), related_name="speakers"
    )
    name = models.CharField(_("name"), max_length=100, help_text=_("For example Xu Jian."))
    office = models.CharField(
        _("office"),
        max_length=200,
        help_text=_("For example Secretary, Qingpu District Party Committee."),
    )

    objects = RecordedQuerySet.as_manager()
    history = History(owner="document")

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.name}, {self.office}"


class DocumentTokens(SearchTokens):
    row = models.OneToOneField(Document, models.CASCADE, primary_key=True, related_name="+")
