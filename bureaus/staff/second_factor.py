"""The second factor of staff: a code that an app shows (TOTP, RFC 6238), or a recovery code."""

from base64 import b32encode
from datetime import datetime
from math import ceil

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac
from django_otp import verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from bureaus.staff.roles import StaffUser
from bureaus.values.refs import ALPHABET

NAME = "app"
RECOVERY_CODES, HALF = 10, 5  # this many codes of two halves


class TooManyWrongCodesError(Exception):
    """Codes are not looked at until ``seconds`` have passed."""

    def __init__(self, until: datetime) -> None:
        self.seconds = max(1, ceil((until - timezone.now()).total_seconds()))
        super().__init__(f"wait {self.seconds} seconds")


def may_write(user: StaffUser) -> bool:
    permissions = (permission.partition(".")[2] for permission in user.get_all_permissions())
    return user.is_superuser or any(not name.startswith("view_") for name in permissions)


def app_of(user: StaffUser) -> TOTPDevice | None:
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def is_missing(user: StaffUser) -> bool:
    """Tell whether somebody who gave the password has yet to give, or to set up, a second factor.

    Whoever has set one up is asked for it, required or not.
    """
    if not isinstance(user, User) or getattr(user, "otp_device", None) is not None:
        return False
    return (settings.TWO_FACTOR and may_write(user)) or app_of(user) is not None


def address(user: StaffUser, key: str) -> str:
    """Give the otpauth address that sets up an app, as the QR code holds it."""
    return TOTPDevice(user=user, name=NAME, key=key).config_url


def groups(key: str) -> list[str]:
    """Write the secret as apps take it by hand: base 32, in groups of four."""
    text = b32encode(bytes.fromhex(key)).decode()
    return [text[start : start + 4] for start in range(0, len(text), 4)]


def set_up(user: StaffUser, key: str, code: str) -> TOTPDevice | None:
    """Replace the user's app by the one with this secret if the code shows that it works."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).delete()
        device = TOTPDevice.objects.create(user=user, name=NAME, key=key)
        if device.verify_token(code):
            return device
        transaction.set_rollback(True)
    return None


def verify(user: StaffUser, code: str) -> Device | None:
    """Give the device that a code proves, which is then used up; None for a wrong code.

    Raise ``TooManyWrongCodesError`` while codes are not looked at.
    """
    is_app_code = code.isascii() and code.isdigit()
    kind = TOTPDevice if is_app_code else StaticDevice
    device = kind.objects.filter(user=user, confirmed=True).first()
    if device is None:
        return None
    is_allowed, why = device.verify_is_allowed()
    if not is_allowed:
        raise TooManyWrongCodesError(why["locked_until"])
    return verify_token(user, device.persistent_id, code if is_app_code else _code_digest(code))


def renew_recovery_codes(user: StaffUser) -> list[str]:
    """Make codes to be shown once, in place of all earlier ones; only digests of them are kept."""
    halves = [get_random_string(HALF, ALPHABET) for _ in range(2 * RECOVERY_CODES)]
    codes = ["-".join(two) for two in zip(halves[::2], halves[1::2], strict=True)]
    with transaction.atomic():
        StaticDevice.objects.filter(user=user).delete()
        device = StaticDevice.objects.create(user=user, name="recovery codes")
        for code in codes:
            device.token_set.create(token=_code_digest(code))
    return codes


def recovery_codes_left(user: StaffUser) -> int:
    return sum(device.token_set.count() for device in StaticDevice.objects.filter(user=user))


def forget(user: StaffUser) -> int:
    """Remove the app and all recovery codes, and count the apps removed."""
    with transaction.atomic():
        StaticDevice.objects.filter(user=user).delete()
        return TOTPDevice.objects.filter(user=user).delete()[0]


def _code_digest(code: str) -> str:
    """Digest a recovery code as typed, with or without its dash, to the 16 characters kept."""
    plain = "".join(code.lower().replace("-", " ").split())
    return salted_hmac("recovery code", plain, algorithm="sha256").hexdigest()[:16]
