"""What other sites may ask for, or show in a frame; what they may read, the settings say."""

from collections.abc import Callable, Collection, Sequence
from functools import wraps
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt

from bureaus.lists.fields import not_known
from bureaus.values.localized import site_language
from bureaus.values.texts import whole_number

PLAIN = "text/plain; charset=utf-8"
View = Callable[..., HttpResponseBase]


def framable(view: View) -> View:
    """Let any page show the answers of a view in a frame.

    ``frame-ancestors *`` would still refuse pages of other schemes, such as those of apps, so the
    directive is left out. The two Cross-Origin headers let pages in that are isolated themselves.
    """

    @xframe_options_exempt
    @csp_replace({"frame-ancestors": None})
    @wraps(view)
    def wrapped(*args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(*args, **kwargs)
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers["Cross-Origin-Embedder-Policy"] = "require-corp"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


class ParameterError(ValueError):
    """A parameter has a value that means nothing; the message says which, and what is known."""


def refusing(view: View) -> View:
    @wraps(view)
    def wrapped(*args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(*args, **kwargs)
        except ParameterError as problem:
            return HttpResponse(f"{problem}\n", status=400, content_type=PLAIN)

    return wrapped


def language(data: QueryDict) -> str:
    """Read ``?lang=``, in any spelling, as the code of one of our languages; default English.

    The visitor's own languages have no say: what other sites show depends on its address alone.
    """
    asked = data.get("lang", "").strip() or settings.LANGUAGE_CODE
    return unknown_refused([site_language(asked) or asked], "lang", dict(settings.LANGUAGES))[0]


def choice(data: QueryDict, name: str, known: Sequence[str]) -> str:
    """Read a parameter with one of the known values, of which the first is the default."""
    return unknown_refused([data.get(name, "").strip() or known[0]], name, known)[0]


def choices(data: QueryDict, name: str, known: Sequence[str]) -> list[str]:
    """Read a list, repeated or separated by commas, in the order of ``known``; default all."""
    asked = [text.strip() for texts in data.getlist(name) for text in texts.split(",")]
    wanted = unknown_refused([text for text in asked if text], name, known)
    return [value for value in known if value in wanted or not wanted]


def size(data: QueryDict, name: str, default: int) -> int:
    """Read a greatest width or height in pixels and give the smaller one of it and the default."""
    text = data.get(name, "").strip()
    if not text:
        return default
    number = whole_number(text, least=1)
    if number is None:
        raise ParameterError(_("“%(name)s” must be a number of pixels.") % {"name": name})
    return min(default, number)


def unknown_refused(values: list[str], name: str, known: Collection[str]) -> list[str]:
    for value in values:
        if value not in known:
            all_known = _("Known: %(values)s") % {"values": ", ".join(known)}
            raise ParameterError(f"{not_known(value, name)} {all_known}")
    return values
