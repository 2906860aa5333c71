import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from cryptography.fernet import InvalidToken
from django.core.cache import cache
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone

from collections_app.accounts import EncryptingMFAAdapter, client_address
from collections_app.models import User
from tests import cast

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _nobody_has_tried_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def try_password(client: Client, name: str, password: str, address: str = "127.0.0.1") -> int:
    answer = client.post(LOGIN, {"login": name, "password": password}, REMOTE_ADDR=address)
    return answer.status_code


def with_second_factor(person: User) -> User:
    TOTP.activate(person, SECRET)
    return person


def test_a_person_of_the_house_signs_in_with_name_and_password(client: Client) -> None:
    person = cast.editor()
    assert try_password(client, person.username, cast.PASSWORD) == 302
    assert client.session["_auth_user_id"] == str(person.pk)


def test_nobody_can_sign_up(client: Client) -> None:
    page = client.get("/accounts/signup/")
    assert "currently closed" in page.content.decode()
    wish = {
        "username": "stranger",
        "password1": "Quiet-Harbour-77",
        "password2": "Quiet-Harbour-77",
    }
    client.post("/accounts/signup/", wish)
    assert not User.objects.filter(username="stranger").exists()


def test_the_fifth_wrong_password_locks_name_and_address_together(client: Client) -> None:
    person = cast.editor()
    answers = [try_password(client, person.username, "wrong") for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    assert try_password(client, person.username, cast.PASSWORD) == 429
    assert "_auth_user_id" not in client.session


def test_the_lock_names_no_account_and_says_when_to_come_back(client: Client) -> None:
    person = cast.editor()
    for _ in range(4):
        try_password(client, person.username, "wrong")
    page = client.post(LOGIN, {"login": person.username, "password": "wrong"})
    assert page["Retry-After"] == "900"
    assert "Wait 15 minutes" in page.content.decode()
    assert person.username not in page.content.decode()


def test_another_spelling_of_the_name_is_no_way_around_the_lock(client: Client) -> None:
    name = cast.editor().username
    for spelling in (name, name.upper(), f" {name}", name.title(), name):
        try_password(client, spelling, "wrong")
    assert try_password(client, name.capitalize(), cast.PASSWORD) == 429


def test_a_stranger_cannot_lock_somebody_out_who_signs_in_from_elsewhere(client: Client) -> None:
    person = cast.editor()
    for _ in range(5):
        try_password(client, person.username, "wrong", address="192.0.2.7")
    assert try_password(Client(), person.username, cast.PASSWORD, address="192.0.2.8") == 302


def test_the_lock_opens_after_its_minutes(client: Client) -> None:
    person = cast.editor()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(5):
            try_password(client, person.username, "wrong")
        assert try_password(client, person.username, cast.PASSWORD) == 429
        clock.shift(timedelta(minutes=16))
        assert try_password(client, person.username, cast.PASSWORD) == 302


def test_the_desks_are_entered_through_the_same_throttled_door(client: Client) -> None:
    answer = client.get("/admin/login/", follow=False)
    assert answer.status_code == 302
    assert answer["Location"].startswith(LOGIN)


def test_a_person_with_a_second_factor_is_not_in_after_the_password(client: Client) -> None:
    person = with_second_factor(cast.editor())
    try_password(client, person.username, cast.PASSWORD)
    assert "_auth_user_id" not in client.session
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(SECRET, counter))
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert client.session["_auth_user_id"] == str(person.pk)


def test_the_secret_of_a_second_factor_is_not_readable_in_the_database() -> None:
    person = with_second_factor(cast.editor())
    kept = Authenticator.objects.get(user=person).data["secret"]
    assert SECRET not in kept
    assert EncryptingMFAAdapter().decrypt(kept) == SECRET


def test_second_factors_survive_a_change_of_key_as_long_as_the_former_is_known() -> None:
    with override_settings(SECRET_KEY="the former key"):
        kept = EncryptingMFAAdapter().encrypt(SECRET)
    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=["the former key"]):
        assert EncryptingMFAAdapter().decrypt(kept) == SECRET
    with override_settings(SECRET_KEY="new"), pytest.raises(InvalidToken):
        EncryptingMFAAdapter().decrypt(kept)


@pytest.mark.parametrize("path", ["/admin/", "/admin/password_change/", "/", "/items/"])
def test_staff_without_second_factor_reach_only_its_set_up(client: Client, path: str) -> None:
    client.force_login(cast.administrator())
    with override_settings(REQUIRE_STAFF_MFA=True):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/totp/activate/")


def test_staff_without_second_factor_can_set_it_up_and_sign_out(client: Client) -> None:
    person = cast.editor()
    try_password(client, person.username, cast.PASSWORD)
    with override_settings(REQUIRE_STAFF_MFA=True):
        ask = client.get("/accounts/2fa/totp/activate/")
        page = client.post(ask["Location"], {"password": cast.PASSWORD}, follow=True)
        assert page.redirect_chain == [("/accounts/2fa/totp/activate/", 302)]
        assert re.search(r'<img[^>]+src="data:image/svg', page.content.decode())
        assert client.post("/accounts/logout/").status_code == 302


def test_staff_with_a_second_factor_pass(client: Client) -> None:
    client.force_login(with_second_factor(cast.administrator()))
    with override_settings(REQUIRE_STAFF_MFA=True):
        assert client.get("/admin/").status_code == 200


def test_the_demand_for_a_second_factor_leaves_readers_alone(client: Client) -> None:
    client.force_login(cast.outsider_with_account())
    with override_settings(REQUIRE_STAFF_MFA=True):
        assert client.get("/accounts/logout/").status_code == 200
        assert client.get("/no-such-page/").status_code == 404


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.1", "127.0.0.1"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9", "198.51.100.1"),
    ],
)
def test_a_forwarded_address_counts_only_from_our_own_proxies(
    proxies: int, forwarded: str, address: str
) -> None:
    request = RequestFactory().get("/", headers={"x-forwarded-for": forwarded})
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=proxies):
        assert client_address(request) == address
