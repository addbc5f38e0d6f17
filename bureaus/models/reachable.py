"""What an office and each of its desks have in common: ways to reach them."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bureaus.changes.tracked import Recorded
from bureaus.values.languages import SPOKEN, LanguagesField
from bureaus.values.phones import PhoneNumber, digits, parse


class Reachable(Recorded):
    """Phone, fax, email and languages; numbers are kept as printed."""

    phone = models.CharField(
        _("phone"),
        max_length=200,
        blank=True,
        help_text=_("As printed, for example 0758-3611228/3611229 or 86-758-3611228 转 8001."),
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

    unpublished = frozenset({"phone_digits"})

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.phone_digits = self._digits()
        update_fields: Iterable[str] | None = kwargs.get("update_fields")
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
        return parse(self.phone, self.dial_code)

    @property
    def faxes(self) -> tuple[PhoneNumber, ...]:
        return parse(self.fax, self.dial_code)
