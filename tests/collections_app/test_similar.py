"""Documents that share subjects with one are offered beside it, those that share most first."""

import pytest
from django.test import Client

from tests.make import make_item, make_subject

pytestmark = pytest.mark.django_db


def test_those_that_share_most_subjects_come_first(client: Client) -> None:
    subjects = [make_subject(published=True) for _ in range(3)]
    hidden = make_subject()
    one = make_item(title="Itself", subjects=[*subjects, hidden], published=True)
    make_item(title="Shares one", subjects=subjects[:1], published=True)
    make_item(title="Shares three", subjects=subjects, published=True)
    make_item(title="Shares two", subjects=subjects[1:], published=True)
    make_item(title="Shares a hidden one", subjects=[hidden], published=True)
    make_item(title="Is not public", subjects=subjects)
    page = client.get(one.get_absolute_url()).content.decode()
    places = [page.find(title) for title in ("Shares three", "Shares two", "Shares one")]
    assert places == sorted(places)
    assert min(places) > 0
    assert "Shares a hidden one" not in page
    assert "Is not public" not in page
