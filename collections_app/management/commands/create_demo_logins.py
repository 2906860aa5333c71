"""One login per role, for trying out the desks on one's own machine."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from collections_app.models import User
from collections_app.roles import (
    ADMINISTRATOR,
    CATALOGUER,
    CONCERNS,
    DIRECTOR,
    EDITOR,
    ROLES,
    TRANSCRIBER,
)

USERNAMES = {
    CATALOGUER: "demo-cataloguer",
    TRANSCRIBER: "demo-transcriber",
    EDITOR: "demo-editor",
    DIRECTOR: "demo-director",
    ADMINISTRATOR: "demo-administrator",
    CONCERNS: "demo-people-affected",
}
PASSWORD_BYTES = 12


class Command(BaseCommand):
    """Make the logins that are missing and print their passwords, this once."""

    help = (
        "Makes one login per role with a random password, printed once. "
        "Logins that exist keep their password. Works only on a local installation."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Raise `CommandError` on an installation that serves others."""
        if not settings.LOCAL_MODE:
            raise CommandError("Logins with known names are made only where LOCAL_MODE is on.")
        with transaction.atomic():
            made = {role: make_login(role) for role in ROLES}
        width = max(map(len, USERNAMES.values()))
        for role, password in made.items():
            secret = f"password {password}" if password else "exists, its password is unchanged"
            self.stdout.write(f"    {USERNAMES[role]:<{width}}  {secret}")
        if any(made.values()):
            self.stdout.write("    The passwords are not kept anywhere: note them now.")
        if not all(made.values()):
            self.stdout.write("    New password: .venv/bin/python manage.py changepassword NAME")


def make_login(role: str) -> str | None:
    """Make the login of a role and return its password; return None where it exists."""
    username = USERNAMES[role]
    if User.objects.filter(username=username).exists():
        return None
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    user = User.objects.create_user(
        username, password=password, first_name="Demonstration", last_name=role, is_staff=True
    )
    user.groups.add(Group.objects.get(name=role))
    return password
