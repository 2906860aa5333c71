"""How people of the house sign in: no sign-up, throttled tries, a second factor for staff."""

import base64
import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

TOO_MANY_REQUESTS = 429


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator of the house; nobody can sign up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave the counting of failed passwords to axes, which counts name and address together.

        The library's own count goes by name alone: a stranger could lock anybody out.
        """


class EncryptingMFAAdapter(DefaultMFAAdapter):
    """Keeps second-factor secrets encrypted, so that a copy of the database opens no account.

    The key is derived from SECRET_KEY. After a change of SECRET_KEY the former one must stay in
    SECRET_KEY_FALLBACKS until every member of staff has set up the second factor again.
    """

    def encrypt(self, text: str) -> str:
        return second_factor_cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return second_factor_cipher().decrypt(encrypted_text.encode()).decode()


def second_factor_cipher() -> MultiFernet:
    """Return the cipher of second-factor secrets: the present key writes, former ones read."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(key_for_second_factors(key)) for key in keys])


def key_for_second_factors(secret: str) -> bytes:
    """Derive from an installation's secret a key that serves this purpose alone."""
    digest = hashlib.sha256(b"second factor\0" + secret.encode()).digest()
    return base64.urlsafe_b64encode(digest)


def client_address(request: HttpRequest) -> str | None:
    """Return the address a request came from, past as many proxies as TRUSTED_PROXIES counts.

    None where the server does not tell it, as on a Unix socket without a proxy that is counted.
    """
    address: str | None = get_client_ip(request)
    return address


def throttled_name(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """Return the user name that failed tries count against, however it is spelt."""
    given = credentials if credentials is not None else request.POST
    return str(given.get("username") or given.get("login") or "").strip().casefold()


def locked_out(
    request: HttpRequest,
    response: HttpResponse | None = None,
    credentials: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Answer somebody who has tried to sign in too often, without saying if the name exists."""
    wait = settings.AXES_COOLOFF_TIME
    page = render(
        request,
        "account/locked_out.html",
        {"minutes": int(wait.total_seconds()) // 60},
        status=TOO_MANY_REQUESTS,
    )
    page["Retry-After"] = str(int(wait.total_seconds()))
    return page


class SecondFactorMiddleware:
    """Where REQUIRE_STAFF_MFA is on, staff without a second factor reach only its set-up.

    Not the desks alone: staff read on the public pages what others may not see yet.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.REQUIRE_STAFF_MFA and lacks_second_factor(request):
            messages.warning(request, "Set up a second factor before you go on.")
            return redirect("mfa_activate_totp")
        return self.get_response(request)


def lacks_second_factor(request: HttpRequest) -> bool:
    """Say whether staff without a second factor ask for more than the account pages."""
    if request.path.startswith(reverse("account_login").removesuffix("login/")):
        return False
    return bool(request.user.is_staff) and not is_mfa_enabled(request.user)
