"""A key that changes takes its mentions with it, in the same transaction."""

import pytest

from briefingbooks.followed_keys import renamed_in
from briefingbooks.models import Entry, Reference, Section
from briefingbooks.reference_checks import broken_in
from briefingbooks.references import derive_references
from collections_app.dependants import announce_change
from collections_app.merging import merge
from collections_app.models import Agent
from tests import cast
from tests.briefingbooks.make import make_book, make_entry, make_event, make_section
from tests.make import make_agent, make_link

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{person}`old`", "{person}`new`"),
        ("{person}`old words <old>`", "{person}`old words <new>`"),
        ("{person}`a <old; p. 3>` {person}`older`", "{person}`a <new; p. 3>` {person}`older`"),
        ("{doc}`old`", "{doc}`old`"),
        ("{person}``old``", "{person}``new``"),
    ],
)
def test_only_the_key_of_that_record_is_changed(text: str, expected: str) -> None:
    assert renamed_in(text, "person", "old", "new") == expected


def test_blocks_copies_and_links_keep_what_stands_beside_the_key() -> None:
    source = ":::photo P-1\nC.\n:::\n{photo}`P-1; p. 2` {doc}`w <P-1@c3>`"
    assert renamed_in(source, "photo", "P-1", "P-9") == (
        ":::photo P-9\nC.\n:::\n{photo}`P-9; p. 2` {doc}`w <P-1@c3>`"
    )
    assert renamed_in(source, "doc", "P-1", "P-9").endswith("{doc}`w <P-9@c3>`")
    link = "[a](https://e.org/a) [b](https://e.org/a/b) <https://e.org/a>"
    assert renamed_in(link, "link", "https://e.org/a", "https://n.org") == (
        "[a](https://n.org) [b](https://e.org/a/b) <https://n.org>"
    )


def test_people_who_are_merged_leave_no_dead_mention_in_any_text() -> None:
    one = make_agent(name="Doe, Jane", published=True)
    other = make_agent(name="Do, Jane", published=True)
    book = make_book(about_md=f"{{person}}`{other.slug}`")
    section = make_section(book=book, body_md=f"{{person}}`{other.slug}` {{person}}`{one.slug}`")
    entry = make_entry(book=book, annotation_md=f"{{person}}`she <{other.slug}>`")
    event = make_event(book=book, text_md=f"A.[^n]\n\n[^n]: {{person}}`{other.slug}`")
    derive_references(book)
    merge(one, other, {}, by=cast.editor(), reason="The same person.")
    for record in (book, section, entry, event):
        record.refresh_from_db()
    assert section.body_md == f"{{person}}`{one.slug}` {{person}}`{one.slug}`"
    assert Entry.objects.get(pk=entry.pk).annotation_md == f"{{person}}`she <{one.slug}>`"
    assert other.slug not in book.about_md + event.text_md
    assert set(Reference.objects.filter(book=book).values_list("key", flat=True)) == {one.slug}
    assert not list(broken_in(book))


def test_an_address_that_would_betray_a_name_is_changed_in_texts_too() -> None:
    agent = make_agent(name="Doe, Jane", published=True)
    before = agent.slug
    section = make_section(book=make_book(), body_md=f"{{person}}`{before}`")
    derive_references(section.book)
    agent.privacy = "withheld"
    agent.save()
    announce_change(agent)
    after = Agent.objects.get(pk=agent.pk).slug
    assert after != before
    assert Section.objects.get(pk=section.pk).body_md == f"{{person}}`{after}`"


def test_a_link_corrected_at_its_desk_is_corrected_in_texts() -> None:
    link = make_link(url="https://e.org/a")
    section = make_section(book=make_book(), body_md="[a](https://e.org/a)")
    derive_references(section.book)
    link.url = "https://e.org/b"
    link.save()
    announce_change(link)
    section.refresh_from_db()
    assert section.body_md == "[a](https://e.org/b)"
    assert not list(broken_in(section.book))
