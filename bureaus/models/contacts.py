"""Ways to reach an office, and its named desks, https://schema.org/ContactPoint."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bureaus.changes.history import History
from bureaus.changes.tracked import Recorded, RecordedQuerySet
from bureaus.values.chinese import simplified_characters
from bureaus.values.languages import SPOKEN, LanguagesField
from bureaus.values.localized import Localized
from bureaus.values.phone_numbers import PhoneNumber
from bureaus.values.phones import describe_reading, digits, is_ruined, parse_faxes, parse_phones

NUMBERS = ("phone", "fax")

WAYS = {"phone": 8, "email": 4, "website": 2, "address_zh": 1}  # to reach a bureau, as bits
PHONE_FIRST = models.F("ways").bitrightshift(3).desc()  # its bit is the highest
ALL_WAYS = range(2 * max(WAYS.values()))
COLUMNS_OF_WAYS = {"address_zh": "address_zh_hans"}
ADDRESSES = ("address_en", "address_zh_hans", "address_zh_hant")
SIGNS = re.compile(r"[\W_]+")


def _bit(way: str) -> models.Case:
    is_known = ~models.Q(**{COLUMNS_OF_WAYS.get(way, way): ""})
    return models.Case(models.When(is_known, then=WAYS[way]), default=0)


WAYS_TO_REACH = _bit("phone") + _bit("email") + _bit("website") + _bit("address_zh")


def reached_by(ways: Iterable[str]) -> models.Q:
    """Match bureaus with one of the ``WAYS`` at least."""
    known = sum(WAYS[way] for way in ways)
    return models.Q(ways__in=[held for held in ALL_WAYS if held & known])


def contacts_read(row: Any, dial_code: str) -> frozenset[tuple[str, str]]:
    """Say what a check of a bureau, a desk or a version of one confirms, as its reader takes it.

    Another print of the same number, and an address in the other script, say the same.
    """
    numbers = {
        (field, number.uri or _plain(number.printed))
        for field in ("phone", "fax")
        for number in parse_phones(getattr(row, field), dial_code)
    }
    texts = {("address", _plain(getattr(row, name, ""))) for name in ADDRESSES}
    texts |= {("email", row.email.strip().casefold())}
    texts |= {("postal code", _plain(getattr(row, "postal_code", "")))}
    return frozenset(numbers | {(field, text) for field, text in texts if text})


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return SIGNS.sub("", simplified_characters(plain))


class Reachable(Recorded):
    """Phone, fax, email and languages; numbers are kept as printed."""

    name_en: models.CharField
    name_zh_hans: models.CharField
    name_zh_hant: models.CharField

    class PhoneLabel(models.TextChoices):
        GENERAL_OFFICE = "general-office", _("General office")
        INVESTORS = "investors", _("For investors")

    phone = models.CharField(
        _("phone"),
        max_length=200,
        blank=True,
        help_text=_("As printed, for example 0758-3611228/3611229 or 86-758-3611228 转 8001."),
    )
    phone_label = models.CharField(
        _("whose line it is"),
        max_length=20,
        choices=PhoneLabel,
        blank=True,
        default="",
        help_text=_("Printed beside the phone, for example: general office."),
    )
    fax = models.CharField(
        _("fax"), max_length=200, blank=True, help_text=_("As printed, for example 0758-3611188.")
    )
    email = models.EmailField(
        _("email"), blank=True, help_text=_("An address of the office, not of a person.")
    )
    languages = LanguagesField(
        verbose_name=_("languages"), help_text=_("Languages in which a caller is answered.")
    )
    phone_digits = models.TextField(editable=False, blank=True, default="")

    private_fields = frozenset({"phone_digits"})
    written_apart: frozenset[str] = (
        frozenset()
    )  # columns of which a row in memory may be out of date

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_en or self.name_zh_hans or self.name_zh_hant

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        problems: dict[str, Any] = {}
        try:
            super().clean_fields(exclude=exclude)
        except ValidationError as error:
            problems = error.error_dict
        for name in {*NUMBERS}.difference(problems, exclude or ()):
            if problem := self._problem_of(name):
                problems[name] = ValidationError(problem, params={"text": getattr(self, name)})
        if problems:
            raise ValidationError(problems)

    def _problem_of(self, name: str) -> Any:
        """Say why a text cannot be the phone or the fax; a number that is not in use may be."""
        text = getattr(self, name)
        if is_ruined(text):
            return _(
                "“%(text)s” is what a spreadsheet makes of a number: type it as it is printed."
            )
        numbers = parse_phones(text) if name == "phone" else ()
        if numbers and all(number.is_fax for number in numbers):
            return _("“%(text)s” is a fax: it belongs in the field of the fax.")
        return ""

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.phone_digits = self._digits()
        update_fields: Iterable[str] | None = kwargs.get("update_fields")
        if update_fields is None and self.written_apart and not self._state.adding:
            left = {"id", *self.written_apart, *self.get_deferred_fields()}
            update_fields = {field.attname for field in self._meta.concrete_fields} - left
        if update_fields is not None:
            kwargs["update_fields"] = {*update_fields, "phone_digits"}
        super().save(*args, **kwargs)

    def refresh_digits(self) -> None:
        """Save the row again if another dialling code completes its numbers now."""
        if self.phone_digits != self._digits():
            self.save(update_fields=["phone_digits"])

    def _digits(self) -> str:
        return digits(self.phone, self.fax, dial_code=self.dial_code)

    @property
    def dial_code(self) -> str:
        """Give the code that completes a number printed without one."""
        raise NotImplementedError

    @property
    def spoken_languages(self) -> str:
        """Name the languages in the active language: "English, Japanese"."""
        return gettext(", ").join(str(SPOKEN[tag]) for tag in self.languages if tag in SPOKEN)

    @property
    def phones(self) -> tuple[PhoneNumber, ...]:
        """Give the numbers to call; one printed among them as a fax is with the faxes."""
        numbers = parse_phones(self.phone, self.dial_code)
        return tuple(number for number in numbers if not number.is_fax)

    @property
    def faxes(self) -> tuple[PhoneNumber, ...]:
        return parse_faxes(self.fax, self.phone, self.dial_code)

    def reading_of(self, column: str) -> str:
        """Tell an editor how the phone or the fax is read; nothing of another column."""
        return describe_reading(getattr(self, column), self.dial_code) if column in NUMBERS else ""

    def has_unread(self, column: str) -> bool:
        """Tell whether a number of the phone or the fax gets no link, as none such is in use."""
        numbers = parse_phones(getattr(self, column), self.dial_code)
        return any(not number.uri and not number.is_fax for number in numbers)


class ContactPoint(Reachable):
    bureau = models.ForeignKey(
        "bureaus.Bureau",
        models.CASCADE,
        verbose_name=_("bureau"),
        related_name="contact_points",
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Small numbers come first.")
    )
    name_en = models.CharField(
        _("name in English"),
        max_length=150,
        blank=True,
        help_text=_("For example Foreign Investment Section."),
    )
    name_zh_hans = models.CharField(
        _("name in simplified Chinese"),
        max_length=100,
        blank=True,
        help_text=_("For example 外资科."),
    )
    name_zh_hant = models.CharField(
        _("name in traditional Chinese"),
        max_length=100,
        blank=True,
        help_text=_("For example 外資科."),
    )

    name = Localized("name")

    objects = RecordedQuerySet.as_manager()
    history = History(owner="bureau", excluded=["phone_digits"])

    class Meta:
        verbose_name = _("contact point")
        verbose_name_plural = _("contact points")
        ordering = ["bureau_id", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name_en="", name_zh_hans="", name_zh_hant=""),
                name="contact_point_has_a_name",
                violation_error_message=_("A contact point needs a name in one language."),
            )
        ]

    @property
    def dial_code(self) -> str:
        return self.bureau.dial_code
