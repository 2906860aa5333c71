"""Keys by which the same passage is found again in later versions and in translations. Pure."""

import secrets

KEY_LENGTH = 8


def new_key() -> str:
    """Return a key that no other passage is likely to have: eight hexadecimal digits."""
    return secrets.token_hex(KEY_LENGTH // 2)
