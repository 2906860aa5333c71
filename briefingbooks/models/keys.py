import secrets

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def new_event_key() -> str:
    """Return a key for an event, such as `v4k3m`: without letters that are easily confused."""
    return "v" + "".join(secrets.choice(_LETTERS) for _ in range(4))
