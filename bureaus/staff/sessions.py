"""How long staff stay logged in: a working day at most, and not over a long break."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

SINCE, SEEN = "staff_since", "staff_seen"  # seconds since 1970, in the session
PRECISION = 60  # seconds; a session is not written more often than this


def listen() -> None:
    """Note when somebody logs in."""
    user_logged_in.connect(_begin, dispatch_uid="sessions of staff")


def _begin(request: HttpRequest, **kwargs: Any) -> None:
    request.session[SINCE] = request.session[SEEN] = int(time.time())


class StaffSessionMiddleware:
    """End the sessions of staff in time; public pages read no session, so these are left alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(reverse("admin:index")) and request.user.is_authenticated:
            if _is_over(request):
                logout(request)
            elif time.time() - request.session[SEEN] > PRECISION:
                request.session[SEEN] = int(time.time())
        return self.get_response(request)


def _is_over(request: HttpRequest) -> bool:
    now, session = time.time(), request.session
    is_old = now - session.get(SINCE, 0) > settings.SESSION_COOKIE_AGE
    return is_old or now - session.get(SEEN, 0) > settings.SESSION_IDLE_SECONDS
