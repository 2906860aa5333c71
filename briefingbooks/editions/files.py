"""The stored bytes of editions: who owns them, and how those that nobody ever read are removed."""

from functools import partial

from django.db import transaction

from briefingbooks.models import EditionFile, Issue
from collections_app.stored_files import register as keeps


def forget_files(issue: Issue) -> None:
    """Remove the files of an issue that was never read; their bytes go once that is kept."""
    for made in issue.files.all():
        storage, name = made.file.storage, made.file.name
        made.delete()
        transaction.on_commit(partial(storage.delete, name))


def register() -> None:
    """Say that editions name stored files. Called once, when the application starts."""
    keeps(
        EditionFile,
        "file",
        digest="sha256",
        size="bytes",
        related=("issue__edition__book",),
    )
