"""The stored files of requests: letters."""

from collections_app.stored_files import register as keeps
from declassification.models import RequestEvent


def register() -> None:
    """Say which records name stored files. To be called once every model is known."""
    keeps(
        RequestEvent,
        "letter",
        digest="letter_sha256",
        say=lambda event: f"{event.request.number}, letter of {event.date}",
        related=("request",),
    )
