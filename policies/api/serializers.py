"""The public records of industries, documents and priorities."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from bureaus.api.fields import KnownField, LocalizedField, RecordSerializer, RegionSummarySerializer
from bureaus.api.serializers import BureauSerializer, SourceSerializer, source
from bureaus.lists.ladder import STEPS
from bureaus.lists.nearest import ABOVE, INSIDE, NATION, NEAR, NONE, OWN
from policies.models import Document, Industry, Priority

INDUSTRY_SOURCE = "This directory’s own list, by the divisions of GB/T 4754 and sections of ISIC"
SLUGS = {"type": "array", "items": {"type": "string"}, "example": ["auto-parts"]}
CODES = {"type": "array", "items": {"type": "string"}}


@extend_schema_field(SLUGS)
class SlugsField(serializers.Field):
    """The slugs of related rows, which were prefetched in order."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Any) -> list[str]:
        return [row.slug for row in value.all()]


class IndustrySerializer(RecordSerializer):
    """One of the industries of the directory."""

    id = serializers.IntegerField(help_text="Never changes, as the slug may")
    slug = serializers.CharField()
    position = serializers.IntegerField(help_text="Small numbers come first")
    group = serializers.ChoiceField(Industry.Group.choices)
    name = LocalizedField("name")
    gbt4754_divisions = serializers.SerializerMethodField(help_text="Such as C38")
    isic_sections = serializers.SerializerMethodField(help_text="Such as C")
    source = serializers.SerializerMethodField()

    @extend_schema_field(CODES)
    def get_gbt4754_divisions(self, industry: Industry) -> list[str]:
        return industry.gbt4754_divisions.split()

    @extend_schema_field(CODES)
    def get_isic_sections(self, industry: Industry) -> list[str]:
        return industry.isic_sections.split()

    @extend_schema_field(SourceSerializer)
    def get_source(self, industry: Industry) -> dict[str, Any]:
        return source(INDUSTRY_SOURCE)

    def addresses(self, instance: Industry) -> tuple[str, str]:
        return f"industries/{instance.slug}/", ""

    def other_forms(self, instance: Industry) -> dict[str, str]:
        return {"embed": f"/embed/v1/industry/{instance.slug}/"}


class SpeakerSerializer(serializers.Serializer):
    """Who spoke, with name and office as reported."""

    name = serializers.CharField()
    office = serializers.CharField()


class DocumentSerializer(RecordSerializer):
    """A conference, report, plan or article that states priorities of a region."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(Document.Kind.choices)
    region = RegionSummarySerializer(help_text="The region that it speaks for")
    title = LocalizedField("title")
    is_translation_reviewed = serializers.BooleanField()
    issuer = KnownField()
    publisher = KnownField(help_text="Who printed the text in which it was read")
    date = KnownField(help_text="When it was held or issued: date, month or year")
    published_on = KnownField(help_text="When the page that reports it appeared")
    url = KnownField()
    credit = KnownField(help_text="Whom the text itself names as its source")
    reported_in = serializers.IntegerField(
        source="public_reported_in", allow_null=True, help_text="Document it was read about in"
    )
    speakers = SpeakerSerializer(many=True)
    source = serializers.SerializerMethodField()

    @extend_schema_field(SourceSerializer)
    def get_source(self, document: Document) -> dict[str, Any]:
        title = document.credit or document.publisher or document.issuer
        date = document.published_on or document.date
        return source(title, document.url, date)

    def addresses(self, instance: Document) -> tuple[str, str]:
        return f"documents/{instance.pk}/", ""


class KeyPointSerializer(serializers.Serializer):
    """One point under a priority, with the industries that it names."""

    text = LocalizedField("text")
    industries = SlugsField(help_text="Slugs of the industries that it names")


class EvidenceSerializer(serializers.Serializer):
    """What the passage says of an industry that the priority names, in our own words."""

    industry = serializers.CharField(source="industry.slug")
    text = LocalizedField("text")


class PrioritySourceSerializer(serializers.Serializer):
    """The document that states the priority."""

    document = serializers.IntegerField(source="pk")
    title = LocalizedField("title")
    url = KnownField()
    date = KnownField()


class PrioritySerializer(RecordSerializer):
    """What a region says it wants in a year, in our own words."""

    id = serializers.IntegerField()
    region = RegionSummarySerializer()
    year = serializers.IntegerField()
    rank = serializers.IntegerField(help_text="Place in the document; 0 comes before the list")
    title = LocalizedField("title")
    summary = LocalizedField("summary")
    is_translation_reviewed = serializers.BooleanField()
    industries = SlugsField(help_text="Slugs of the industries that it names")
    evidence = EvidenceSerializer(many=True)
    key_points = KeyPointSerializer(many=True)
    answers = serializers.IntegerField(
        source="public_answers",
        allow_null=True,
        help_text="National priority that it is in line with",
    )
    source = PrioritySourceSerializer(source="document")

    def addresses(self, instance: Priority) -> tuple[str, str]:
        return f"priorities/{instance.pk}/", ""


class StepSerializer(serializers.Serializer):
    """A step of the contact ladder of a region."""

    kind = serializers.ChoiceField([(kind, kind) for kind in STEPS])
    region = RegionSummarySerializer(help_text="Whose bureaus, or whose public hotline, it is")
    bureaus = serializers.ListField(
        source="refs", child=serializers.CharField(), help_text="References"
    )
    number = KnownField(
        help_text="Of the hotline, composed from the dialling code; dialled within the mainland"
    )
    distance_km = serializers.IntegerField(
        source="distance", allow_null=True, help_text="In a straight line between the seats"
    )


class MatchSerializer(serializers.Serializer):
    """A region that wants an industry, what it says, and whom to call."""

    region = RegionSummarySerializer()
    inherited_from = RegionSummarySerializer(
        allow_null=True, help_text="The wider region whose priorities these are, if not its own"
    )
    priorities = PrioritySerializer(many=True)
    where = serializers.ChoiceField(
        [(where, where) for where in (OWN, INSIDE, ABOVE, NEAR, NATION, NONE)],
        help_text="Whether the bureaus are the region’s own, inside it, of a wider one, the "
        "nearest by distance, or those of the country",
    )
    bureaus = BureauSerializer(many=True)
    steps = StepSerializer(many=True, help_text="Ways to the right office, the first one first")
