"""How often one address may do something, without keeping the address."""

import hashlib
import hmac

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from collections_app.accounts import client_address


def is_too_often(request: HttpRequest, deed: str, *, most: int, seconds: int) -> bool:
    """Count one more of a deed from this address; say if that is more than `most` in a while.

    What is kept for `seconds` is a keyed digest of the address: nobody can read the address from
    it. Where the server is not told addresses, all visitors count as one.
    """
    address = client_address(request) or "unknown"
    said = f"{deed}\0{address}".encode()
    digest = hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()
    key = f"often:{digest}"
    cache.add(key, 0, timeout=seconds)
    try:
        return cache.incr(key) > most
    except ValueError:  # it ran out between the two
        return False
