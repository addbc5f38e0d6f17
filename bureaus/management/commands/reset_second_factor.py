"""Let somebody who lost the phone and the recovery codes set up a second factor anew."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from bureaus.staff import second_factor


class Command(BaseCommand):
    help = "Remove somebody's app and recovery codes; the next login leads to the set-up."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name to log in with")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"There is no account {name}.")
        if second_factor.forget(user):
            self.stdout.write(f"{name} sets up a second factor at the next login.")
        else:
            self.stdout.write(f"{name} had no second factor.")
