"""What needs a record is told where it would be withdrawn or deleted, and checked every night."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from briefingbooks.models import Reference, Section
from briefingbooks.references import derive_references
from tests import cast
from tests.briefingbooks.make import make_book, make_entry, make_section, make_source
from tests.collections_app.desks import at_desk, page_of
from tests.make import make_item, make_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Client:
    return at_desk(cast.administrator())


def check() -> str:
    out = StringIO()
    call_command("check_references", stdout=out)
    return out.getvalue()


def test_whoever_withdraws_an_item_reads_which_books_and_notes_need_it(
    administrator: Client,
) -> None:
    item = make_item(published=True)
    one, other = make_book(title="One book"), make_book(title="Other book")
    make_section(book=one, body_md=f"A.[^a] B.[^b]\n\n[^a]: {{doc}}`{item.ref}`\n\n[^b]: Else.")
    make_entry(book=other, item=item)
    derive_references(one)
    url = page_of(item).replace("change/", "publication/withdraw/")
    page = administrator.get(url).content.decode()
    assert "Used in 2 books, 1 note" in page
    assert f'<a href="/admin/briefingbooks/book/{one.pk}/change/">One book</a>: note 1' in page
    assert "Other book</a>: document 1" in page


def test_whoever_would_delete_a_source_or_link_reads_where_it_is_cited(
    administrator: Client,
) -> None:
    source, link = make_source(key="a-1"), make_link(url="https://e.org/a")
    book = make_book()
    make_section(book=book, heading="Causes", body_md="{cite}`a-1` [x](https://e.org/a)")
    derive_references(book)
    for record in (source, link):
        page = administrator.get(page_of(record).replace("change/", "delete/")).content.decode()
        assert "Used in 1 book" in page
        assert "section “Causes”" in page


def test_every_night_all_is_well_until_something_breaks() -> None:
    item = make_item()
    section = make_section(book=make_book(), heading="Causes", body_md=f"{{doc}}`{item.ref}`")
    derive_references(section.book)
    assert "Every mention stands in the texts of every book." in check()
    Section.objects.filter(pk=section.pk).update(body_md="One.\n{doc}`FTP-9999` {cite}`x`")
    out = StringIO()
    with pytest.raises(CommandError) as problem:
        call_command("check_references", quiet=True, stdout=out)
    told = out.getvalue()
    assert problem.value.returncode == 1
    slug = section.book.slug
    assert f"{slug}, section “Causes”: Line 2: there is no item “FTP-9999”" in told
    assert f"{slug}: {{doc}}`{item.ref}` has a row and stands in no text." in told


def test_a_row_that_points_elsewhere_than_its_text_says_is_found() -> None:
    item, other = make_item(), make_item()
    book = make_book()
    make_section(book=book, body_md=f"{{doc}}`{item.ref}` [x](https://e.org/a)")
    derive_references(book)
    Reference.objects.filter(book=book, role="doc").update(item=other)
    with pytest.raises(CommandError):
        check()
