"""The people of the tests: a stranger who reads, and one person for each role of the house."""

from itertools import count

from django.contrib.auth.models import AnonymousUser, Group

from collections_app import roles
from collections_app.models import User

PASSWORD = "a long password of the tests"
_numbers = count(1)


def reader() -> AnonymousUser:
    """Somebody from outside, not signed in."""
    return AnonymousUser()


def cataloguer() -> User:
    """Describes archives, items and copies."""
    return _member(roles.CATALOGUER)


def transcriber() -> User:
    """Transcribes pages and recordings."""
    return _member(roles.TRANSCRIBER)


def editor() -> User:
    """Assembles books and publishes."""
    return _member(roles.EDITOR)


def director() -> User:
    """Asks authorities for what is still closed."""
    return _member(roles.DIRECTOR)


def administrator() -> User:
    """Keeps accounts and everything else; not a superuser."""
    return _member(roles.ADMINISTRATOR)


def keeper_of_concerns() -> User:
    """Reads and decides what people who are named or shown ask in confidence."""
    return _member(roles.CONCERNS)


def outsider_with_account() -> User:
    """Has an account but no role: sees what a reader sees."""
    return _account("outsider", is_staff=False)


def _member(role: str) -> User:
    person = _account(role.replace(" ", "-"), is_staff=True)
    person.groups.add(Group.objects.get(name=role))
    return person


def _account(name: str, *, is_staff: bool) -> User:
    return User.objects.create_user(
        username=f"{name}-{next(_numbers)}", password=PASSWORD, is_staff=is_staff
    )
