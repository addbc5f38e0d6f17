"""Logging in with a password and a second factor."""

from base64 import b32decode

import pytest
from django.core.management import call_command
from django.utils import translation
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from bureaus.staff import second_factor
from bureaus.staff.roles import VIEWERS
from tests.bureaus.logins import (
    CODE,
    INDEX,
    LIST,
    PASSWORD,
    SET_UP,
    code_of,
    give_password,
    path_after,
    set_up,
)
from tests.factories import make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("second_factor_required")]


def test_editor_without_a_device_is_led_to_the_set_up_and_reaches_nothing_else(client, editor):
    give_password(client)

    for address in (INDEX, LIST, "/admin/password_change/", "/admin/second-factor/"):
        assert path_after(client, address).startswith(SET_UP)
    assert client.get("/admin/second-factor/recovery-codes/").status_code == 302
    assert client.get(SET_UP).status_code == 200


def test_set_up_shows_key_and_picture_and_then_recovery_codes_once(client, editor):
    give_password(client)
    page = client.get(f"{SET_UP}?next={LIST}")
    secret = page.context["secret"]
    shown = "".join(page.context["groups"])

    assert "<svg" in page.content.decode()
    assert " style=" not in page.content.decode()
    assert f"secret={shown}" in page.context["address"]

    wrong = client.post(SET_UP, {"secret": secret, "code": "000000", "next": LIST})
    assert wrong.context["secret"] == secret
    assert not TOTPDevice.objects.exists()

    right = f"{totp(b32decode(shown)):06d}"
    done = client.post(SET_UP, {"secret": secret, "code": right, "next": LIST})

    codes = done.context["codes"]
    assert len(set(codes)) == 10
    assert all(code in done.content.decode() for code in codes)
    assert done.context["onward"] == LIST
    stored = str(list(TOTPDevice.objects.get().user.staticdevice_set.get().token_set.values()))
    assert not any(code in stored or code.replace("-", "") in stored for code in codes)
    assert client.get(LIST).status_code == 200
    assert codes[0] not in client.get("/admin/second-factor/").content.decode()


@pytest.mark.parametrize("secret", ["", "nonsense", "WzEsICJhYiJd:1abc:def", "x" * 5000])
def test_set_up_takes_no_secret_of_somebody_elses_making(client, editor, secret):
    give_password(client)

    answer = client.post(SET_UP, {"secret": secret, "code": "123456"})

    assert answer.status_code == 302
    assert not TOTPDevice.objects.exists()


def test_password_alone_cannot_replace_the_app(client, editor):
    device, _codes = set_up(editor)
    give_password(client)

    assert client.get(SET_UP)["Location"] == CODE
    assert client.post(SET_UP, {"secret": "x", "code": "1"})["Location"] == CODE
    assert client.post("/admin/second-factor/recovery-codes/").status_code == 302
    assert TOTPDevice.objects.get() == device
    assert second_factor.recovery_codes_left(editor) == 10


def test_code_logs_in_once(client, editor):
    device, _codes = set_up(editor)
    code = code_of(device)
    give_password(client)

    wanted = client.post(CODE, {"code": f"{code[:3]} {code[3:]}", "next": LIST})
    inside = client.get(LIST).status_code
    client.logout()
    give_password(client)
    again = client.post(CODE, {"code": code})

    assert (wanted["Location"], inside) == (LIST, 200)
    assert "This code is wrong or was used already." in again.content.decode()
    assert client.get(LIST).status_code == 302


def test_recovery_code_logs_in_once_with_or_without_its_dash(client, editor):
    _device, codes = set_up(editor)
    give_password(client)
    first = client.post(CODE, {"code": codes[0].replace("-", "").upper()})
    client.logout()
    give_password(client)

    again = client.post(CODE, {"code": codes[0]})

    assert first["Location"] == INDEX
    assert again.status_code == 200
    assert second_factor.recovery_codes_left(editor) == 9


def test_wrong_codes_make_one_wait(client, editor):
    device, _codes = set_up(editor)
    give_password(client)

    client.post(CODE, {"code": "000000"})
    answer = client.post(CODE, {"code": code_of(device)})

    assert "Too many wrong codes. Try again in 1 second." in answer.content.decode()
    assert client.get(LIST).status_code == 302


@pytest.mark.parametrize(
    "code", ["", "0", "9" * 20, "9" * 5000, "１２３４５６", "a\0b", "é-漢", "-"]
)
def test_no_code_is_an_error_of_the_server(client, editor, code):
    set_up(editor)
    give_password(client)

    assert client.post(CODE, {"code": code}).status_code == 200


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_nobody_is_led_to_another_site(client, editor, target):
    device, _codes = set_up(editor)
    given = give_password(client, next=target)
    page = client.get(CODE, {"next": target})
    done = client.post(CODE, {"code": code_of(device), "next": target})

    assert "evil" not in given["Location"] + page.content.decode() + done["Location"]
    assert done["Location"] == INDEX


def test_address_wanted_is_reached_after_both_factors(client, editor):
    device, _codes = set_up(editor)

    asked = client.get(LIST)["Location"]
    given = client.post(asked, {"username": "lin", "password": PASSWORD, "next": LIST})
    page = client.get(given["Location"], follow=True)
    done = client.post(CODE, {"code": code_of(device), "next": page.context["next"]})

    assert page.context["next"] == LIST
    assert done["Location"] == LIST


def test_viewer_needs_no_second_factor_but_is_asked_for_the_one_that_is_set_up(client):
    viewer = make_staff(username="wen", password=PASSWORD, groups=[VIEWERS])
    give_password(client, "wen")
    before = client.get(LIST).status_code
    set_up(viewer)

    assert before == 200
    assert client.get(LIST).status_code == 302


def test_any_right_to_write_needs_a_second_factor(client):
    make_staff("change_bureau", username="wen", password=PASSWORD)
    give_password(client, "wen")

    assert client.get(LIST).status_code == 302


def test_without_the_setting_the_password_is_enough(client, editor, settings):
    settings.TWO_FACTOR = False
    give_password(client)

    assert client.get(LIST).status_code == 200


def test_reset_of_the_second_factor_ends_what_it_proved(client, editor, capsys):
    device, _codes = set_up(editor)
    give_password(client)
    client.post(CODE, {"code": code_of(device)})

    call_command("reset_second_factor", "lin")

    assert "at the next login" in capsys.readouterr().out
    assert path_after(client, LIST).startswith(SET_UP)


def test_who_lost_the_phone_can_log_out(client, editor):
    set_up(editor)
    give_password(client)

    client.post("/admin/logout/")

    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_pages_speak_chinese(client, editor, language):
    give_password(client)

    page = client.get(SET_UP, headers={"accept-language": language}).content.decode()

    with translation.override(language):
        assert str(translation.gettext("Set up the second factor")) in page
    assert "Set up the second factor" not in page


def test_new_recovery_codes_replace_the_old_ones(client, editor):
    device, old = set_up(editor)
    give_password(client)
    client.post(CODE, {"code": code_of(device)})

    new = client.post("/admin/second-factor/recovery-codes/").context["codes"]

    assert set(new).isdisjoint(old)
    assert second_factor.verify(editor, old[0]) is None
