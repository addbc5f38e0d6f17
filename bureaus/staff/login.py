"""Logging in: the second factor after the password, its set-up, lock-out, and how long it lasts."""

import time
from collections.abc import Callable
from datetime import timedelta
from math import ceil
from typing import Any

from axes.models import AccessAttempt
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import logout
from django.contrib.auth.views import PasswordResetConfirmView, RedirectURLMixin
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView
from django_otp import login as remember_device
from django_otp.plugins.otp_totp.models import default_key

from bureaus.sharing import cards
from bureaus.staff import second_factor
from bureaus.upkeep.senders import client_address

SET_UP_SECONDS = 3600  # how long a secret that was shown may be confirmed
SALT = "second factor being set up"
SINCE, SEEN = "staff_since", "staff_seen"  # seconds since 1970, in the session
PRECISION = 60  # seconds; a session is not written more often than this


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        # Take a code as apps show it, with a blank in the middle
        return "".join(self.cleaned_data["code"].split())


@method_decorator(never_cache, name="dispatch")
class CodeView(RedirectURLMixin, FormView):
    """The page after the password, for those who have an app or recovery codes."""

    form_class = CodeForm
    template_name = "workbench/code.html"
    title: Any = _("Second factor")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (request.user.is_active and request.user.is_staff):
            return redirect("admin:login")
        elsewhere = self.is_wrong_page()
        return redirect(elsewhere) if elsewhere else super().dispatch(request, *args, **kwargs)

    def get_default_redirect_url(self) -> str:
        return reverse("admin:index")

    def is_wrong_page(self) -> str | None:
        if not second_factor.is_missing(self.request.user):
            return self.get_success_url()
        return None if second_factor.app_of(self.request.user) else "admin:second_factor_set_up"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = admin.site.each_context(self.request) | {"title": self.title}
        return page | super().get_context_data(**kwargs) | {"next": self.get_redirect_url()}

    def form_valid(self, form: CodeForm) -> HttpResponse:
        try:
            device = second_factor.verify(self.request.user, form.cleaned_data["code"])
        except second_factor.TooManyWrongCodesError as error:
            text = ngettext(
                "Too many wrong codes. Try again in %d second.",
                "Too many wrong codes. Try again in %d seconds.",
                error.seconds,
            )
            form.add_error("code", text % error.seconds)
            return self.form_invalid(form)
        if device is None:
            form.add_error("code", _("This code is wrong or was used already."))
            return self.form_invalid(form)
        self.remember(device)
        return redirect(self.get_success_url())

    def remember(self, device: Any) -> None:
        self.request.session.cycle_key()
        remember_device(self.request, device)


class SetUpForm(CodeForm):
    """The code of a new app, with the secret that was shown, signed so that it stays ours."""

    secret = forms.CharField(widget=forms.HiddenInput, max_length=300)


class SetUpView(CodeView):
    """The page where an app gets its secret; after the first code it shows the recovery codes."""

    form_class = SetUpForm
    template_name = "workbench/set_up.html"
    title = _("Set up the second factor")

    def is_wrong_page(self) -> str | None:
        # Lead those who have an app to prove it first: else a password alone could replace it
        is_missing = second_factor.is_missing(self.request.user)
        has_app = second_factor.app_of(self.request.user) is not None
        return "admin:second_factor_code" if is_missing and has_app else None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.key(request.POST.get("secret", "")) is None:
            messages.warning(request, _("That took too long. Please scan the new picture."))
            return redirect("admin:second_factor_set_up")
        return super().post(request, *args, **kwargs)

    def key(self, secret: str) -> str | None:
        try:
            owner, key = signing.loads(secret, salt=SALT, max_age=SET_UP_SECONDS)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        return key if owner == self.request.user.pk else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        secret = self.request.POST.get("secret", "")
        key = self.key(secret)
        if key is None:
            key = default_key()
            secret = signing.dumps([self.request.user.pk, key], salt=SALT)
        address = second_factor.address(self.request.user, key)
        shown = {"secret": secret, "address": address, "picture": cards.inline(address)}
        return super().get_context_data(**kwargs) | shown | {"groups": second_factor.groups(key)}

    def form_valid(self, form: CodeForm) -> HttpResponse:
        key = self.key(form.cleaned_data["secret"])
        device = key and second_factor.set_up(self.request.user, key, form.cleaned_data["code"])
        if not device:
            text = _("This code is wrong. Is the clock of your phone set automatically?")
            form.add_error("code", text)
            return self.form_invalid(form)
        self.remember(device)
        return show_new_codes(self.request, self.get_success_url())


class StateView(TemplateView):
    """What somebody has for a second factor; new recovery codes and another app from here."""

    template_name = "workbench/second_factor.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = admin.site.each_context(self.request) | {"title": _("Second factor")}
        state = {
            "app": second_factor.app_of(self.request.user),
            "left": second_factor.recovery_codes_left(self.request.user),
        }
        return page | super().get_context_data(**kwargs) | state


@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponse:
    if not second_factor.app_of(request.user):
        return redirect("admin:second_factor_set_up")
    return show_new_codes(request, reverse("admin:second_factor"))


@never_cache
def show_new_codes(request: HttpRequest, onward: str) -> HttpResponse:
    codes = second_factor.renew_recovery_codes(request.user)
    page = admin.site.each_context(request) | {"title": _("Recovery codes")}
    return render(request, "workbench/codes.html", page | {"codes": codes, "onward": onward})


class SetPasswordView(PasswordResetConfirmView):
    """The page behind the link that ``manage.py create_editor`` prints; the link works once."""

    success_url = reverse_lazy("admin:login")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return admin.site.each_context(self.request) | super().get_context_data(**kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("The password is set. You can log in now."))
        return super().form_valid(form)


def locked_out(
    request: HttpRequest, response: HttpResponse, credentials: dict[str, Any] | None
) -> HttpResponse:
    """Say for how long nobody can log in by this name from this address, known or not."""
    attempts = AccessAttempt.objects.filter(
        username=(credentials or {}).get("username"), ip_address=client_address(request)
    )
    now = timezone.now()
    last = max(attempts.values_list("attempt_time", flat=True), default=now)
    cool_off: timedelta = settings.AXES_COOLOFF_TIME
    seconds = max(1, ceil((last + cool_off - now).total_seconds()))
    said = {"title": _("Locked out"), "minutes": ceil(seconds / 60)}
    page = admin.site.each_context(request) | said
    answer = render(request, "workbench/locked_out.html", page, status=429)
    answer["Retry-After"] = str(seconds)
    return answer


def begin_session(request: HttpRequest, **kwargs: Any) -> None:
    request.session[SINCE] = request.session[SEEN] = int(time.time())


class StaffSessionMiddleware:
    """End the sessions of staff in time; public pages read no session, so these are left alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(reverse("admin:index")) and request.user.is_authenticated:
            now, session = time.time(), request.session
            is_old = now - session.get(SINCE, 0) > settings.SESSION_COOKIE_AGE
            if is_old or now - session.get(SEEN, 0) > settings.SESSION_IDLE_SECONDS:
                logout(request)
            elif now - session[SEEN] > PRECISION:
                session[SEEN] = int(now)
        return self.get_response(request)
