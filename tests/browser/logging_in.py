"""An editor's account, and how its owner gets in: a password, then a code from an app."""

import subprocess
import sys
from base64 import b32decode

from django.conf import settings
from django_otp.oath import totp

NAME, PASSWORD = "lin", "a long one for tests 47"


def make_editor(address, environment):
    """Make a site editor's account as an operator does; give the link to set a password."""
    make = [sys.executable, "manage.py", "create_editor", NAME, "--role", "site"]
    made = subprocess.run(
        [*make, "--address", address],
        cwd=settings.BASE_DIR,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return made.stdout.split()[-1]


def set_password(page, link):
    page.goto(link)
    page.fill("#id_new_password1", PASSWORD)
    page.fill("#id_new_password2", PASSWORD)
    page.click(".submit-row [type=submit]")


def give_password(page, admin):
    page.goto(admin)
    page.fill("#id_username", NAME)
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")


def key_shown(page):
    return page.locator(".key").inner_text().replace(" ", "")


def code_for(key, ahead=0):
    """Give the code of an app; the next one is taken too, for clocks that are ahead."""
    return f"{totp(b32decode(key), t0=-30 * ahead):06d}"


def give_code(page, code):
    page.fill("#id_code", code)
    page.click(".submit-row [type=submit]")
    page.wait_for_load_state()


def log_out(page):
    page.click("#logout-form button")
    page.wait_for_load_state()
