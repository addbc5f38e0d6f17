"""How EMAIL_URL is read."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.config.programs import settings_of


def test_without_address_letters_are_printed():
    found = settings_of(DEBUG="1")

    assert found.EMAIL_BACKEND == "django.core.mail.backends.console.EmailBackend"


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mail.example", 25, False, False),
        ("smtp+tls://mail.example", 587, True, False),
        ("smtp+ssl://mail.example:2465", 2465, False, True),
    ],
)
def test_scheme_selects_port_and_encryption(url, port, tls, ssl):
    found = settings_of(DEBUG="1", EMAIL_URL=url)

    assert found.EMAIL_BACKEND == "django.core.mail.backends.smtp.EmailBackend"
    assert found.EMAIL_HOST == "mail.example"
    assert port == found.EMAIL_PORT
    assert found.EMAIL_USE_TLS is tls
    assert found.EMAIL_USE_SSL is ssl


def test_user_and_password_may_hold_any_character():
    found = settings_of(DEBUG="1", EMAIL_URL="smtp+tls://a%40b:p%3A%2F@mail.example")

    assert (found.EMAIL_HOST_USER, found.EMAIL_HOST_PASSWORD) == ("a@b", "p:/")


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", "smtp://m:port"])
def test_junk_is_refused_at_the_start(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL must be like"):
        settings_of(DEBUG="1", EMAIL_URL=url)
