"""What a text mentions becomes a row: checked when it is saved, protected from deletion."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from briefingbooks.models import Footnote, Reference
from briefingbooks.references import derive_references
from collections_app.dependants import mentions_of
from tests.briefingbooks.make import make_book, make_entry, make_section, make_source
from tests.make import make_item

pytestmark = pytest.mark.django_db


def test_mentions_and_notes_become_rows_and_are_written_anew_at_each_save() -> None:
    source, item = make_source(key="author-1999"), make_item(published=True)
    book = make_book()
    section = make_section(
        book=book,
        body_md=f"See {{doc}}`{item.ref}; p. 2`.[^a]\n\n[^a]: {{cite}}`author-1999; p. 3`.",
    )
    for _ in range(2):
        derive_references(book)
    rows = Reference.objects.filter(book=book).order_by("position")
    assert [(row.role, row.key, row.locator, row.footnote_id is not None) for row in rows] == [
        ("doc", item.ref, "p. 2", False),
        ("cite", "author-1999", "p. 3", True),
    ]
    assert rows[0].item == item
    assert rows[0].section == section
    assert rows[1].source == source
    note = Footnote.objects.get(book=book)
    assert (note.label, note.number) == ("a", 1)


def test_what_is_cited_can_not_be_deleted() -> None:
    source, item = make_source(key="author-1999"), make_item()
    book = make_book()
    make_section(book=book, body_md=f"{{doc}}`{item.ref}` {{cite}}`author-1999`")
    derive_references(book)
    for record in (source, item):
        with pytest.raises(ProtectedError):
            record.delete()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{cite}`dalaire-2003`", "no source “dalaire-2003”; did you mean dallaire-2003?"),
        ("{doc}`FTP-9999`", "there is no item “FTP-9999”"),
        ("{entry}`e0000`", "there is no entry in this book “e0000”"),
        ("{testimony}`FTP-OH-9999`", "there is no interview “FTP-OH-9999”"),
        ("Called.[^lost]", "The note “lost” is called but not defined"),
    ],
)
def test_a_text_that_mentions_nothing_known_is_refused_with_its_place(
    text: str, message: str
) -> None:
    make_source(key="dallaire-2003")
    book = make_book()
    derive_references(book)
    make_section(book=book, heading="The cable", body_md=f"First line.\n{text}")
    with pytest.raises(ValidationError) as problem:
        derive_references(book)
    assert "In the section “The cable”: Line 2: " in str(problem.value)
    assert message in str(problem.value)


def test_a_refused_text_leaves_the_rows_as_they_were() -> None:
    item, book = make_item(), make_book()
    section = make_section(book=book, body_md=f"{{doc}}`{item.ref}`")
    derive_references(book)
    section.body_md = "{doc}`FTP-9999`"
    section.save()
    with pytest.raises(ValidationError):
        derive_references(book)
    assert Reference.objects.get(book=book).item == item


def test_an_item_tells_in_which_public_books_it_is_shown_and_cited() -> None:
    item = make_item(published=True)
    book = make_book(title="The Book", published=True)
    make_entry(book=book, position=1)
    make_entry(book=book, item=item, position=2)
    make_section(book=book, body_md=f"Text.[^a]\n\n[^a]: See {{doc}}`{item.ref}`.")
    draft = make_book(title="CANARY draft")
    make_entry(book=draft, item=item)
    derive_references(book)
    [mention] = mentions_of(item)
    assert (mention.title, mention.note) == ("The Book", "Document 2; note 1")
    assert mention.url == book.get_absolute_url()
