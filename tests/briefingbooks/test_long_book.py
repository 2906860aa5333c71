"""A long book costs the queries of a short one and keeps its addresses in order."""

import gzip
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.briefingbooks.long_book import make_long_book

pytestmark = pytest.mark.django_db

MOST_QUERIES = 24


def test_two_hundred_entries_and_five_hundred_notes_cost_what_ten_and_twenty_cost(
    client: Client,
) -> None:
    """Book; contributions, sections, entries, events; items, works; people, copies, thumbnails;
    links of entries and of the book; passages; the state of the copies; related books; words."""
    counts, pages = [], []
    for entries, notes, slug in ((10, 20, "short"), (200, 500, "long")):
        book = make_long_book(entries=entries, notes=notes, slug=slug)
        with CaptureQueriesContext(connection) as queries:
            pages.append(client.get(book.get_absolute_url()).content)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[1] <= MOST_QUERIES
    page = pages[1].decode()
    assert page.count('role="doc-noteref"') == 560
    assert page.count('class="document-card"') == 200
    assert page.count('<li id="fn-') == 500
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert len(gzip.compress(pages[1], 9)) < 120_000
