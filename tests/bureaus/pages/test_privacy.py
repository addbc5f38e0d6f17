"""What the pages About and Privacy say of the operator, and whether what they promise holds."""

from datetime import timedelta

import pytest
from django.conf import settings as configured

from bureaus.telling.letter import FIRST_PAUSE, TRIES
from bureaus.upkeep import check_requests

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["about", "privacy"])
def test_operator_and_contact_are_named(client, settings, path):
    settings.OPERATOR, settings.CONTACT_EMAIL = "Chamber <of> Example", "office@directory.example"

    page = client.get(f"/en/{path}/").content.decode()

    assert "This site is run by Chamber &lt;of&gt; Example." in page
    assert 'href="mailto:office@directory.example"' in page


@pytest.mark.parametrize("path", ["about", "privacy"])
def test_page_says_so_where_nobody_is_named(client, settings, path):
    settings.OPERATOR = settings.CONTACT_EMAIL = ""

    page = client.get(f"/en/{path}/").content.decode()

    assert "Who runs this site has not said so yet." in page
    assert "mailto:" not in page


def test_times_are_those_of_the_settings(client):
    page = client.get("/en/privacy/").content.decode()

    assert "it works for 14 days" in page and timedelta(days=14) == check_requests.VALID
    assert "counts for 10 hours at most" in page and configured.SESSION_COOKIE_AGE == 36_000
    assert "It counts for 15 minutes" in page
    assert timedelta(minutes=15) == configured.AXES_COOLOFF_TIME
    assert "after four days at most" in page
    assert timedelta(days=4) > FIRST_PAUSE * (2**TRIES - 1) / 2
