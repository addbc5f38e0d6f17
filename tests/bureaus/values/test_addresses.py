"""Where the site is, as commands know it."""

import pytest

from bureaus.values.addresses import site_address


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({"SITE_URL": "https://a.example"}, "https://a.example"),
        ({"HTTPS": True}, "https://directory.example"),
        ({"HTTPS": False}, "http://directory.example:8001"),
        ({"ALLOWED_HOSTS": ["*"]}, ""),
    ],
)
def test_site_is_where_the_settings_say(settings, given, address):
    defaults = {"SITE_URL": "", "ALLOWED_HOSTS": [".directory.example"], "PORT": 8001}
    for name, value in (defaults | given).items():
        setattr(settings, name, value)

    assert site_address() == address
