"""A released book with an edition whose files are made, and how its reader finds it."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from briefingbooks.editions.freezing import freeze_edition
from briefingbooks.editions.making import make_files
from briefingbooks.models import Book, Edition, Issue
from collections_app.background import drain


def make_edition(book: Book, *, note: str = "What is new.", **fields: Any) -> Edition:
    """Freeze a book as it is now, with all its files."""
    edition = freeze_edition(
        book, at=fields.pop("at", timezone.now()), change_note=note, by=None, **fields
    )
    make_files(original_of(edition))
    return edition


def original_of(edition: Edition) -> Issue:
    return edition.issues.get(number=1)


def read(edition: Edition, name: str = "") -> HttpResponse:
    """Ask as a stranger for the page of an edition, or for a file of it."""
    return Client().get(f"{edition.get_absolute_url()}{name}")


def bytes_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def page_of_edition(edition: Edition) -> str:
    response = read(edition)
    assert response.status_code == 200, response.status_code
    return bytes_of(response).decode()


def do_tasks() -> None:
    """Do what waits: reissues and their files."""
    drain()
