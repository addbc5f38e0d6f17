"""Parts of the records: texts in all languages, numbers, other names, links."""

from typing import Any

from django.db.models import Model
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from bureaus.changes.nouns import LOGGED
from bureaus.models import Region
from bureaus.values.licence import LICENCE_URL
from bureaus.values.localized import BCP47, COLUMNS
from bureaus.values.phone_numbers import PhoneNumber

TEXTS = {
    "type": "object",
    "description": "The text by BCP 47 language tag; only the languages that are known.",
    "properties": {tag: {"type": "string"} for tag in BCP47.values()},
    "additionalProperties": False,
    "example": {"en": "Sihui", "zh-Hans": "四会", "zh-Hant": "四會"},
}
LINKS = {
    "type": "object",
    "required": ["self", "pages"],
    "properties": {
        "self": {"type": "string", "format": "uri", "description": "This record in the API"},
        "permalink": {"type": "string", "format": "uri", "description": "Works for ever"},
        "pages": {
            "type": "object",
            "description": "The page for people, by BCP 47 language tag",
            "required": list(BCP47.values()),
            "properties": {tag: {"type": "string", "format": "uri"} for tag in BCP47.values()},
        },
        "vcard": {"type": "string", "format": "uri", "description": "Contact file of a bureau"},
        "embed": {"type": "string", "format": "uri", "description": "Card to show in a frame"},
    },
}


@extend_schema_field(TEXTS, component_name="Texts")
class LocalizedField(serializers.Field):
    """A text in every language that is known, from the three columns of its stem."""

    def __init__(self, stem: str, **kwargs: Any) -> None:
        super().__init__(source="*", read_only=True, **kwargs)
        self.stem = stem

    def to_representation(self, value: Model) -> dict[str, str]:
        columns = {BCP47[code]: f"{self.stem}_{column}" for code, column in COLUMNS.items()}
        texts = {tag: getattr(value, column) for tag, column in columns.items()}
        return {tag: text for tag, text in texts.items() if text}


class KnownField(serializers.CharField):
    """A text that is null where it is not known; the database has it empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, allow_null=True, **kwargs)

    def to_representation(self, value: str) -> str | None:
        return value or None


class PhoneSerializer(serializers.Serializer):
    """One number, as printed and as read."""

    printed = serializers.CharField(help_text="As the source prints it")
    e164 = KnownField(help_text="E.164, such as +867583611228; null if it cannot be read")
    extension = KnownField(help_text="Digits to dial once connected; may begin with 0")
    hotline = KnownField(help_text="A short number that works only inside China, such as 12345")
    uri = KnownField(help_text="RFC 3966, such as tel:+867583611228;ext=8001; null for fax")


class FaxSerializer(PhoneSerializer):
    uri = serializers.SerializerMethodField(help_text="Always null: a fax is not for calling")

    @extend_schema_field({"type": "null"})
    def get_uri(self, number: PhoneNumber) -> None:
        return None


class OtherNameSerializer(serializers.Serializer):
    """A former or alternative name, code or slug."""

    kind = serializers.CharField()
    value = serializers.CharField()
    language = KnownField()
    valid_from = KnownField(help_text="Date, month or year")
    valid_until = KnownField(help_text="Date, month or year; null while in use")


class RegionSummarySerializer(serializers.Serializer):
    """What another record says of its region; for the log of changes, its key alone."""

    id = serializers.IntegerField()
    slug = serializers.CharField()
    code = KnownField(help_text="Current GB/T 2260 code; null for development zones")
    level = serializers.ChoiceField(Region.Level.choices)
    name = LocalizedField("name")

    def to_representation(self, instance: Region) -> Any:
        return instance.pk if LOGGED in self.context else super().to_representation(instance)


class RecordSerializer(serializers.Serializer):
    """What every record has: its terms of use and its addresses."""

    licence = serializers.SerializerMethodField(help_text="The terms of use of this record")
    links = serializers.SerializerMethodField()

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        return fields | {name: fields.pop(name) for name in ("licence", "links")}

    @extend_schema_field({"type": "string", "format": "uri", "const": LICENCE_URL})
    def get_licence(self, instance: Model) -> str:
        return LICENCE_URL

    @extend_schema_field(LINKS, component_name="Links")
    def get_links(self, instance: Any) -> dict[str, Any]:
        site = self.context.get("site", "")
        own, permalink = self.addresses(instance)
        found: dict[str, Any] = {"self": f"{site}/api/v1/{own}"}
        if permalink:
            found["permalink"] = f"{site}{permalink}"
        path = instance.get_absolute_url().split("/", 2)[2]
        found["pages"] = {tag: f"{site}/{code}/{path}" for code, tag in BCP47.items()}
        return found | {name: f"{site}{path}" for name, path in self.other_forms(instance).items()}

    def addresses(self, instance: Any) -> tuple[str, str]:
        """Give the path below ``/api/v1/`` and the permanent address, if there is one."""
        raise NotImplementedError

    def other_forms(self, instance: Any) -> dict[str, str]:
        """Give the paths of its contact file and its card, as far as there are any."""
        return {}
