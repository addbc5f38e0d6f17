"""The templates of public pages: Jinja2, with everything that they may call.

The admin and its pages have Django's own templates.
"""

from datetime import datetime
from functools import partial
from typing import Any

from django.template.defaultfilters import (
    capfirst,
    force_escape,
    linebreaksbr,
    truncatechars,
    urlencode,
)
from django.template.defaultfilters import date as written_date
from django.template.defaulttags import querystring
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, select_autoescape

from bureaus.pages.history import history_lines
from bureaus.pages.metadata import (
    bureau_metadata,
    dataset_metadata,
    page_addresses,
    page_metadata,
    region_metadata,
)
from bureaus.pages.template_functions import (
    choice_label,
    in_lang,
    language_links,
    page_language,
    regroup,
    slip,
    translated_source,
    without_scheme,
    written_in,
)
from bureaus.values.addresses import address
from bureaus.values.partial_dates import describe_date
from policies.pages.evidence import clauses_once, evidence_by_industry
from policies.pages.template_functions import (
    newest_priorities,
    newest_year,
    percent,
    region_priorities,
    wanted_at,
    wanted_industries,
)


def date(value: Any, style: str) -> str:
    """Write a day, or a moment in the time of China, which Django's own templates bring it to."""
    return written_date(localtime(value) if isinstance(value, datetime) else value, style)


OF_DJANGO = {
    "url": address,
    "static": static,
    "querystring": partial(querystring, None),  # type: ignore[arg-type] # parameters come, so no context
}
FUNCTIONS = (
    bureau_metadata,
    clauses_once,
    dataset_metadata,
    evidence_by_industry,
    history_lines,
    language_links,
    newest_priorities,
    newest_year,
    page_addresses,
    page_language,
    page_metadata,
    region_metadata,
    region_priorities,
    slip,
    wanted_at,
    wanted_industries,
)
FILTERS = {
    "capfirst": capfirst,
    "choice_label": choice_label,
    "date": date,
    "force_escape": force_escape,
    "in_lang": in_lang,
    "linebreaksbr": linebreaksbr,
    "partial_date": describe_date,
    "percent": percent,
    "regroup": regroup,
    "translated_source": translated_source,
    "truncatechars": truncatechars,
    "urlencode": urlencode,
    "without_scheme": without_scheme,
    "written_in": written_in,
}


def environment(**options: Any) -> Environment:
    escaped = select_autoescape(["html", "svg", "xml"])  # letters are plain text
    found = Environment(**options | {"autoescape": escaped})  # noqa: S701
    found.policies["ext.i18n.trimmed"] = True
    found.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    found.globals["_"] = lambda text: SafeString(gettext(text))  # without looking for %
    found.globals |= OF_DJANGO | {function.__name__: function for function in FUNCTIONS}
    found.filters |= FILTERS
    return found
