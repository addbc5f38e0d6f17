"""Accounts made on the command line."""

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from tests.factories import make_region

pytestmark = pytest.mark.django_db
PASSWORD = {"new_password1": "a much longer one 9", "new_password2": "a much longer one 9"}
ADDRESS = "https://directory.example"


def create(capsys, *arguments):
    call_command("create_editor", "lin", "--address", ADDRESS, *arguments)
    return capsys.readouterr().out


def link_in(printed):
    return printed.split()[-1].removeprefix(ADDRESS)


def set_password(client, link):
    page = client.get(link, follow=True)
    return client.post(page.request["PATH_INFO"], PASSWORD)


def test_account_gets_role_regions_and_a_link_that_works_once(client, capsys):
    for name in ("Guangdong", "Hunan"):
        make_region(name=name)

    printed = create(capsys, "--role", "regional", "--region", "guangdong", "--region", "hunan")
    first = set_password(client, link_in(printed))
    second = client.get(link_in(printed), follow=True)

    user = User.objects.get(username="lin")
    assert user.is_staff
    assert not user.is_superuser
    assert [group.name for group in user.groups.all()] == ["Regional editors"]
    assert {a.region.slug for a in user.assignments.all()} == {"guangdong", "hunan"}
    assert first["Location"] == "/admin/login/"
    assert user.check_password(PASSWORD["new_password1"])
    assert not second.context["validlink"]


def test_running_again_sets_role_and_regions_anew(client, capsys):
    make_region(name="Guangdong")
    first = create(capsys, "--role", "regional", "--region", "guangdong")

    again = create(capsys, "--role", "site", "--email", "lin@directory.example")
    set_password(client, link_in(again))
    last = create(capsys, "--role", "viewer")

    user = User.objects.get()
    assert "was made" in first
    assert "was there already" in again
    assert "It has a password" in last
    assert ADDRESS not in last
    assert [group.name for group in user.groups.all()] == ["Viewers"]
    assert not user.assignments.exists()
    assert user.email == "lin@directory.example"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["lin", "--role", "regional"], "needs --region"),
        (["lin", "--role", "site", "--region", "hunan"], "nobody else may have one"),
        (["lin", "--role", "regional", "--region", "nowhere"], "no region with the slug nowhere"),
        (["lin", "--role", "owner"], "invalid choice"),
        (["a b!", "--role", "site"], "Enter a valid username"),
        (["n" * 151, "--role", "site"], "at most 150"),
        (["lin", "--role", "site", "--email", "nonsense"], "valid email"),
        (["root", "--role", "site"], "not changed"),
    ],
)
def test_mistakes_are_named_and_make_nothing(arguments, message):
    make_region(name="Hunan")
    User.objects.create_superuser("root")

    with pytest.raises(CommandError, match=message):
        call_command("create_editor", *arguments)

    assert list(User.objects.values_list("username", flat=True)) == ["root"]
    assert not User.objects.get().groups.exists()


@pytest.mark.parametrize(
    ("hosts", "site_url"),
    [([".directory.example"], ""), (["*"], "https://directory.example")],
)
def test_address_follows_from_the_settings(capsys, settings, hosts, site_url):
    settings.ALLOWED_HOSTS, settings.SITE_URL, settings.HTTPS = hosts, site_url, True

    call_command("create_editor", "lin", "--role", "site")

    assert "\nhttps://directory.example/admin/password/" in capsys.readouterr().out


def test_site_without_a_name_asks_for_its_address(settings):
    settings.ALLOWED_HOSTS = ["*"]

    with pytest.raises(CommandError, match="--address"):
        call_command("create_editor", "lin", "--role", "site")


def test_reset_of_nobody_is_refused():
    with pytest.raises(CommandError, match="There is no account nobody"):
        call_command("reset_second_factor", "nobody")
