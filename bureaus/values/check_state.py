"""Whether somebody confirmed a bureau's contacts, in words."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _


def describe(checked_on: date | None, *, is_checked: bool) -> str:
    """Write the state in the active language: "Checked 3 May 2026", "Not yet checked"."""
    if checked_on is None:
        return _("Not yet checked")
    day = {"day": date_format(checked_on)}
    return _("Checked %(day)s") % day if is_checked else _("Not checked since %(day)s") % day
