"""Which answers other sites may read or show in a frame; all others are closed to them.

Both decorators go outside ``by_edition``, so that a 304 carries the headers too.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp_replace
from django.http import HttpResponseBase
from django.views.decorators.clickjacking import xframe_options_exempt

View = Callable[..., HttpResponseBase]


def readable(view: View) -> View:
    """Let the scripts and pages of any site read the answers of a view."""

    @wraps(view)
    def wrapped(*args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(*args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Link"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return wrapped


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
