"""Guessing is locked out; sessions end, and public pages ask for none."""

import time

import pytest
from axes.models import AccessAttempt
from django.test import Client

from bureaus.upkeep.senders import client_address
from tests.bureaus.logins import (
    CODE,
    INDEX,
    LIST,
    LOGIN,
    PASSWORD,
    code_of,
    give_password,
    log_in,
    set_up,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("second_factor_required")]


def test_guessing_locks_the_name_out_from_that_address_whether_it_is_known_or_not(client, editor):
    for name in ("lin", "nobody"):
        answers = [give_password(client, name, f"guess {n}") for n in range(5)]
        right = give_password(client, name)

        assert [answer.status_code for answer in answers] == [200] * 4 + [429]
        assert right.status_code == 429
        assert 0 < int(right["Retry-After"]) <= 900
        assert "Try again in 15 minutes." in right.content.decode()
    other = client.post(LOGIN, {"username": "lin", "password": PASSWORD}, REMOTE_ADDR="192.0.2.9")
    assert other.status_code == 302


def test_lock_ends_and_a_success_forgets_failures(client, editor, settings):
    for number in range(4):
        give_password(client, password=f"guess {number}")
    assert give_password(client).status_code == 302
    client.logout()
    assert not AccessAttempt.objects.exists()
    for number in range(5):
        give_password(client, password=f"guess {number}")

    AccessAttempt.objects.update(attempt_time="2020-01-01T00:00:00Z")

    assert give_password(client).status_code == 302


def test_passwords_that_were_tried_are_kept_nowhere(client, editor, caplog):
    client.post(
        f"{LOGIN}?password=hunter2",
        {"username": "lin", "password": "hunter2"},
        headers={"user-agent": "a" * 5000},
    )

    assert "hunter2" not in str(list(AccessAttempt.objects.values()))
    assert "hunter2" not in caplog.text


@pytest.mark.parametrize(
    ("forwarded", "is_trusted", "address"),
    [
        ("203.0.113.7", True, "203.0.113.7"),
        ("198.51.100.1, 203.0.113.7", True, "203.0.113.7"),
        ("203.0.113.7", False, "192.0.2.1"),
        ("nonsense", True, "192.0.2.1"),
        ("", True, "192.0.2.1"),
    ],
)
def test_address_is_taken_from_a_trusted_proxy_only(rf, settings, forwarded, is_trusted, address):
    settings.TRUST_PROXY = is_trusted
    request = rf.get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)

    assert client_address(request) == address


@pytest.mark.parametrize(("key", "age"), [("staff_seen", 91 * 60), ("staff_since", 601 * 60)])
def test_session_ends_after_a_break_and_after_a_day(client, editor, key, age):
    client.force_login(editor)
    session = client.session
    session[key] = int(time.time()) - age
    session.save()

    client.get(INDEX)

    assert "_auth_user_id" not in client.session


def test_change_of_password_ends_the_other_sessions(client, editor):
    device, _codes = set_up(editor)
    other = Client()
    log_in(other, editor, device)
    give_password(client)
    client.post(CODE, {"code": code_of(device)})
    new = {"new_password1": "a much longer one 9", "new_password2": "a much longer one 9"}

    done = client.post("/admin/password_change/", {"old_password": PASSWORD} | new)

    assert done.status_code == 302
    assert client.get(LIST).status_code == 200
    assert other.get(LIST)["Location"].startswith(LOGIN)
