"""What the text of a public book names and nobody may see any more: beside its cards, in words."""

from briefingbooks.models import Book
from briefingbooks.references import derive_references
from collections_app.models import ArchivalItem, User
from collections_app.publication import Publishable
from tests.briefingbooks.make import make_section
from tests.make import make_agent, make_copy, make_derivative, make_item, make_page, make_page_text


def plant_mentions(
    book: Book, item: ArchivalItem, by: User, *, shown: str, hidden: str
) -> list[Publishable]:
    """Have a public book name a photograph, a person and a copy that are hidden afterwards.

    Returns the records that are hidden now.
    """
    photo = make_item(title=hidden, kind="photograph", credit_line=hidden, published=True)
    make_derivative(
        page=make_page(copy=make_copy(item=photo, opened=True)), content=hidden.encode()
    )
    person = make_agent(name=f"{hidden}, Mentioned", published=True)
    inside = make_copy(item=item, reference_code=hidden, is_internal=True, opened=True)
    make_page_text(page=make_page(copy=inside), text=hidden)
    told = make_copy(item=item, opened=True)
    make_page_text(page=make_page(copy=told), text=f"{shown} text")
    make_section(
        book=book,
        body_md=f"{{photo}}`{photo.ref}`, {{person}}`{person.slug}`, "
        f"{{doc}}`{item.ref}@c{inside.pk}`.\n\n:::photo {photo.ref}\n{hidden}\n:::\n\n"
        f":::compare {item.ref} c{inside.pk} c{told.pk}\n:::",
    )
    derive_references(book)
    photo.withdraw(by=by, reason=hidden)
    person.withdraw(by=by, reason=hidden)
    return [photo, person]
