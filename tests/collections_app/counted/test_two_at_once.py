"""A change that is kept late is followed by whoever had read on meanwhile."""

from threading import Event, Thread

import pytest
from django.db import connection, transaction

from collections_app.counted.standing import followed
from collections_app.counted.values import KIND
from collections_app.models import ArchivalItem, ItemKind
from tests import make


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_kept_after_a_later_one_is_not_missed() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("in SQLite one writes at a time")
    late, early = make.make_item(published=True), make.make_item(published=True)
    is_written, may_end = Event(), Event()

    def write_slowly() -> None:
        try:
            with transaction.atomic():
                ArchivalItem.objects.filter(pk=late.pk).update(kind=ItemKind.MAP)
                is_written.set()
                may_end.wait(30)
        finally:
            is_written.set()
            connection.close()

    known = followed(None)
    writer = Thread(target=write_slowly)
    writer.start()
    is_written.wait(30)
    ArchivalItem.objects.filter(pk=early.pk).update(kind=ItemKind.MAP)
    known = followed(followed(known))
    assert set(known.values[KIND][ItemKind.MAP]) == {early.pk}
    may_end.set()
    writer.join()
    known = followed(known)
    assert set(known.values[KIND][ItemKind.MAP]) == {early.pk, late.pk}
