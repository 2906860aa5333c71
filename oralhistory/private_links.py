"""Private addresses: a token of 256 bits, shown once, of which only the digest is kept."""

import hashlib
import secrets
from datetime import date, datetime, time, timedelta

from django.utils import timezone

TOKEN_BYTES = 32
DIGEST_LENGTH = 64


def new_token() -> str:
    """Return a token that nobody guesses, fit for an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of_token(token: str) -> str:
    """Return what is kept of a token: its SHA-256, in hexadecimal.

    A token is looked up by it, so that the time of an answer tells nothing of any other token.
    """
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def end_of(day: date) -> datetime:
    """Return the instant at which a day of the house is over."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
