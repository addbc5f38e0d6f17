"""Make an account for an editor."""

from typing import Any

from django.contrib.auth.models import Group, User
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from bureaus.models import Assignment, Region
from bureaus.staff.roles import REGIONAL_EDITORS, SITE_EDITORS, VIEWERS
from bureaus.values.addresses import site_address

ROLES = {"site": SITE_EDITORS, "regional": REGIONAL_EDITORS, "viewer": VIEWERS}


class Command(BaseCommand):
    help = (
        "Make an account for an editor, and print the link by which the editor sets a password, "
        "once, within three days. Run again, it sets role and regions anew, and prints a new link "
        "while there is no password yet."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name to log in with")
        parser.add_argument("--role", required=True, choices=ROLES)
        parser.add_argument(
            "--region",
            nargs="+",
            action="extend",
            default=[],
            metavar="SLUG",
            help="what a regional editor may edit, with everything inside: guangdong",
        )
        parser.add_argument("--email", default="")
        parser.add_argument(
            "--address", default="", help="of the site, for the link: https://directory.example"
        )

    def handle(self, *args: Any, name: str, role: str, **options: Any) -> None:
        address = options["address"].rstrip("/") or site_address()
        if not address:
            raise CommandError("ALLOWED_HOSTS names no host; give --address https://….")
        regions = find_regions(options["region"], role)
        with transaction.atomic():
            user, is_new = make_account(name, options["email"])
            user.groups.set([Group.objects.get_or_create(name=ROLES[role])[0]])
            Assignment.objects.filter(user=user).exclude(region__in=regions).delete()
            for region in regions:
                Assignment.objects.get_or_create(user=user, region=region)
        made = "was made" if is_new else "was there already; role and regions are as given now"
        self.stdout.write(f"The account {name} {made}.")
        if user.has_usable_password():
            self.stdout.write("It has a password, so there is no link to set one.")
        else:
            token = default_token_generator.make_token(user)
            uid = urlsafe_base64_encode(force_bytes(user.pk))
            link = address + reverse("admin:set_password", args=[uid, token])
            self.stdout.write(f"To set a password, once, within three days:\n{link}")


def find_regions(slugs: list[str], role: str) -> list[Region]:
    if (role == "regional") != bool(slugs):
        raise CommandError("A regional editor needs --region; nobody else may have one.")
    found = {region.slug: region for region in Region.objects.filter(slug__in=slugs)}
    if missing := [slug for slug in slugs if slug not in found]:
        raise CommandError(f"There is no region with the slug {', '.join(missing)}.")
    return list(found.values())


def make_account(name: str, email: str) -> tuple[User, bool]:
    """Find or make the account; refuse one that is more than an editor's."""
    user = User.objects.filter(username=name).first()
    if user is None:
        user = User(username=name, email=email, is_staff=True)
        user.set_unusable_password()
        try:
            user.full_clean()
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        user.save()
        return user, True
    if user.is_superuser or not (user.is_staff and user.is_active):
        raise CommandError(f"{name} is a superuser, not on the staff or switched off: not changed.")
    if email and email != user.email:
        user.email = email
        user.save(update_fields=["email"])
    return user, False
