"""The records of bureaus and regions, in the API, the change feed and the dump alike."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from bureaus.api.fields import (
    FaxSerializer,
    KnownField,
    LocalizedField,
    OtherNameSerializer,
    PhoneSerializer,
    RecordSerializer,
    RegionSummarySerializer,
)
from bureaus.models import Bureau, Region
from bureaus.values.languages import SPOKEN

REGION_SOURCE = "Administrative divisions by GB/T 2260, and development zones named by bureaus"


class SourceSerializer(serializers.Serializer):
    """Where a record was read, and when that was written."""

    title = KnownField()
    url = KnownField()
    date = KnownField(help_text="Date, month or year; null if undated")


def source(title: str, url: str = "", date: str = "") -> dict[str, str | None]:
    """Write what a ``SourceSerializer`` writes, which would be made anew for each record."""
    return {"title": title or None, "url": url or None, "date": date or None}


class ContactPointSerializer(serializers.Serializer):
    """A named desk, https://schema.org/ContactPoint."""

    name = LocalizedField("name")
    phones = PhoneSerializer(many=True)
    faxes = FaxSerializer(many=True)
    email = KnownField()
    languages = serializers.ListField(child=serializers.ChoiceField(list(SPOKEN.items())))


class BureauSerializer(RecordSerializer):
    """An office that receives investors; of a closed one, what it was and who followed it."""

    ref = serializers.CharField(help_text="Five characters that never change")
    status = serializers.ChoiceField([("published", "Published"), ("closed", "Closed")])
    kind = serializers.ChoiceField(Bureau.Kind.choices)
    region = RegionSummarySerializer(help_text="The region that it serves")
    parent = KnownField(source="public_parent", help_text="Reference of the body it is part of")
    name = LocalizedField("name")
    other_names = OtherNameSerializer(source="aliases", many=True)
    address = LocalizedField("address")
    postal_code = KnownField()
    phones = PhoneSerializer(many=True)
    phone_label = KnownField(help_text="Whose line the phone is: general-office or investors")
    faxes = FaxSerializer(many=True)
    email = KnownField()
    website = KnownField()
    hours = KnownField(help_text="As in schema.org openingHours, China time")
    languages = serializers.ListField(
        child=serializers.ChoiceField(list(SPOKEN.items())), help_text="Languages spoken"
    )
    contact_points = ContactPointSerializer(many=True)
    is_checked = serializers.BooleanField(help_text="The next check is not due yet")
    checked_on = serializers.DateField(
        allow_null=True, help_text="Last confirmed; null if never, only copied from the source"
    )
    next_check_on = serializers.DateField(allow_null=True)
    closed_on = serializers.DateField(allow_null=True)
    closure = KnownField(help_text="Why it was closed, such as merged or abolished")
    successors = serializers.SerializerMethodField(help_text="References of who followed")
    source = serializers.SerializerMethodField()

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_successors(self, bureau: Any) -> list[str]:
        return [succession.successor.ref for succession in bureau.public_successions]

    @extend_schema_field(SourceSerializer)
    def get_source(self, bureau: Bureau) -> dict[str, Any]:
        return source(bureau.source, bureau.source_url, bureau.source_date)

    def addresses(self, instance: Bureau) -> tuple[str, str]:
        return f"bureaus/{instance.ref}/", f"/b/{instance.ref}/"

    def other_forms(self, instance: Bureau) -> dict[str, str]:
        ref = instance.ref
        return {"vcard": f"/b/{ref}.vcf", "embed": f"/embed/v1/bureau/{ref}/"}


class RegionSerializer(RecordSerializer):
    """A place: the country, an administrative division or a development zone."""

    id = serializers.IntegerField(help_text="Never changes, as code and slug may")
    slug = serializers.CharField()
    code = KnownField(help_text="Current GB/T 2260 code; null for development zones")
    level = serializers.ChoiceField(Region.Level.choices)
    kind = serializers.ChoiceField(Region.Kind.choices)
    parent = RegionSummarySerializer(allow_null=True, help_text="The next wider region")
    name = LocalizedField("name")
    full_name = LocalizedField("full_name")
    other_names = OtherNameSerializer(source="aliases", many=True)
    dial_code = KnownField()
    overlaps = RegionSummarySerializer(many=True, help_text="Districts a zone reaches into")
    latitude = serializers.FloatField(
        allow_null=True, help_text="Of its seat, WGS84; null if not known"
    )
    longitude = serializers.FloatField(
        allow_null=True, help_text="Of its seat, WGS84; null if not known"
    )
    ended_on = KnownField(help_text="Date, month or year; null while it is there")
    ending = KnownField(help_text="How it ended, such as merged or split")
    successors = RegionSummarySerializer(many=True, help_text="What took it over")
    source = serializers.SerializerMethodField()

    @extend_schema_field(SourceSerializer)
    def get_source(self, region: Region) -> dict[str, Any]:
        return source(REGION_SOURCE)

    def addresses(self, instance: Region) -> tuple[str, str]:
        return f"regions/{instance.slug}/", f"/r/{instance.slug}/"

    def other_forms(self, instance: Region) -> dict[str, str]:
        return {"embed": f"/embed/v1/region/{instance.slug}/"}
