"""What tests of logging in do."""

from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from bureaus.staff import second_factor

PASSWORD = "correct horse battery staple"  # noqa: S105 - of accounts in tests
INDEX = "/admin/"
LOGIN = "/admin/login/"
CODE = "/admin/second-factor/code/"
SET_UP = "/admin/second-factor/set-up/"
LIST = "/admin/bureaus/bureau/"


def code_of(device):
    device.refresh_from_db()
    return f"{totp(device.bin_key):06d}"


def set_up(user):
    device = TOTPDevice.objects.create(user=user, name="app")
    return device, second_factor.renew_recovery_codes(user)


def log_in(client, user, device):
    """Log a client in with both factors proven."""
    client.force_login(user)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()


def give_password(client, name="lin", password=PASSWORD, **more):
    return client.post(LOGIN, {"username": name, "password": password} | more)


def path_after(client, address):
    return client.get(address, follow=True).redirect_chain[-1][0]
