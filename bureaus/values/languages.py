"""The languages an office speaks: a list of BCP 47 tags in one text column.

The column holds " en ja " with a blank around each tag, so that one ``LIKE`` finds a tag on every
database and no tag is found inside another.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from bureaus.values.localized import subtags

SPOKEN = {
    "zh": _("Mandarin Chinese"),
    "yue": _("Cantonese"),
    "en": _("English"),
    "ja": _("Japanese"),
    "ko": _("Korean"),
    "de": _("German"),
    "fr": _("French"),
    "es": _("Spanish"),
    "it": _("Italian"),
    "pt": _("Portuguese"),
    "ru": _("Russian"),
    "ar": _("Arabic"),
}


class LanguagesField(models.CharField):
    """A list of BCP 47 tags out of ``SPOKEN``, in the order of that table."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 100)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", list)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> list[str]:
        return (value or "").split()  # there is none where a joined row is missing

    def to_python(self, value: Any) -> list[str]:
        if value is None or isinstance(value, str):
            return (value or "").split()
        return list(value)

    def get_prep_value(self, value: Any) -> str:
        tags = [tag for tag in SPOKEN if tag in self.to_python(value)]
        return f" {' '.join(tags)} " if tags else ""

    def value_to_string(self, obj: models.Model) -> str:
        return " ".join(self.value_from_object(obj))

    def validate(self, value: list[str], model_instance: models.Model | None) -> None:
        unknown = [tag for tag in value if tag not in SPOKEN]
        if unknown:
            raise ValidationError(
                _("Not among the languages known here: %(tags)s."),
                code="language",
                params={"tags": ", ".join(unknown)},
            )

    def run_validators(self, value: list[str]) -> None:
        # Check the length of the column's text, not of the list
        super().run_validators(self.get_prep_value(value))

    def formfield(self, **kwargs: Any) -> forms.Field:  # type: ignore[override]
        return forms.MultipleChoiceField(
            choices=list(SPOKEN.items()),
            required=False,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )


def spoken(tag: str) -> str:
    """Find the tag of ``SPOKEN`` for one in any spelling, "yue" for "zh-yue-HK"; else give it back.

    A script or a country does not change what is spoken: "zh_TW" is "zh", "en-US" is "en".
    """
    parts = subtags(tag)
    language = "yue" if "yue" in parts[:2] else "".join(parts[:1])
    language = {"cmn": "zh"}.get(language, language)
    return language if language in SPOKEN else tag


def speaks(tag: str) -> models.Q:
    return models.Q(languages__contains=f" {tag} ")
