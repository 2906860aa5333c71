"""Stored bytes leave the storage when, and only when, their records have left the database."""

from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from collections_app.models import Derivative, DigitalFile


def forget_bytes_of(files: QuerySet[DigitalFile]) -> None:
    """Have the bytes of masters and of images made from them removed once the deletion is kept.

    To be called before the records are deleted, inside the same transaction.
    """
    derivatives = Derivative.objects.filter(page__file__in=files)
    for stored in [*(file.file for file in files), *(image.file for image in derivatives)]:
        transaction.on_commit(partial(stored.storage.delete, stored.name), robust=True)
