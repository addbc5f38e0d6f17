"""What an office and each of its desks have in common: ways to reach them."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bureaus.languages import SPOKEN, LanguagesField
from bureaus.phones import PhoneNumber, digits, parse


class Reachable(models.Model):
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

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.phone_digits = digits(self.phone, self.fax, dial_code=self.dial_code)
        update_fields: Iterable[str] | None = kwargs.get("update_fields")
        if update_fields is not None:
            kwargs["update_fields"] = {*update_fields, "phone_digits"}
        super().save(*args, **kwargs)

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
