import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from collections_app.models import User
from collections_app.roles import ROLES

pytestmark = pytest.mark.django_db


def run() -> str:
    out = StringIO()
    call_command("create_demo_logins", stdout=out)
    return out.getvalue()


def passwords(printed: str) -> dict[str, str]:
    return dict(re.findall(r"(demo-\S+)\s+password (\S+)", printed))


def test_every_role_gets_one_login_whose_printed_password_works() -> None:
    made = passwords(run())
    assert len(made) == len(ROLES) == len(set(made.values()))
    for username, password in made.items():
        person = User.objects.get(username=username)
        assert person.check_password(password)
        assert person.is_staff
        assert not person.is_superuser
        assert person.groups.count() == 1


def test_running_again_changes_and_prints_no_password() -> None:
    made = passwords(run())
    again = run()
    assert passwords(again) == {}
    assert again.count("its password is unchanged") == len(ROLES)
    assert "changepassword" in again
    for username, password in made.items():
        assert User.objects.get(username=username).check_password(password)


def test_a_login_that_was_removed_is_made_again_and_the_others_are_left() -> None:
    run()
    User.objects.get(username="demo-editor").delete()
    assert list(passwords(run())) == ["demo-editor"]


def test_an_installation_that_serves_others_gets_no_logins_with_known_names() -> None:
    with override_settings(LOCAL_MODE=False), pytest.raises(CommandError, match="LOCAL_MODE"):
        run()
    assert not User.objects.exists()
