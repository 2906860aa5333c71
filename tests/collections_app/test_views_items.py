"""The page of one document, as strangers and as the house see it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collections_app.models import (
    ArchivalItem,
    ItemAgent,
    Privacy,
)
from tests import cast, make

pytestmark = pytest.mark.django_db


def page(client: Client, item: ArchivalItem, query: str = "") -> str:
    response = client.get(item.get_absolute_url() + query)
    assert response.status_code == 200
    return response.content.decode()


def grow(item: ArchivalItem) -> None:
    """Give an item one more of everything its page shows."""
    copy = make.make_copy(item=item, opened=True)
    shown = item.copies.get(is_shown=True)
    sheet = make.make_page(copy=shown)
    make.make_derivative(page=sheet)
    text = make.make_page_text(page=sheet)
    make.make_page_note(page_text=text)
    for one in (copy, shown):
        make.make_excision(copy=one, exemptions=[make.make_exemption()])
    make.make_item_agent(item=item)
    make.make_item_place(item=item)
    make.make_item_link(item=item)
    subject = make.make_subject(published=True)
    item.subjects.add(subject)
    other = make.make_item(subjects=[subject], copies=[{}], published=True)
    make.make_item_relation(from_item=item, to_item=other)
    make.make_item_relation(from_item=make.make_item(copies=[{}], published=True), to_item=item)
    make.make_item(subjects=[subject], copies=[{}], published=True)


def queries(client: Client, item: ArchivalItem) -> int:
    with CaptureQueriesContext(connection) as asked:
        page(client, item)
    return len(asked)


def test_an_item_page_asks_the_same_for_one_and_for_eleven(client: Client) -> None:
    """Two for the item and its rule; one for each kind of thing the page shows; three for cards;
    nine for what it says as linked data; twelve for what is counted, which a server keeps.

    Its notices cost up to four: its own, those of its collections, their names, those of files.
    """
    item = make.make_item(published=True)
    make.make_readable_copy(item=item)
    grow(item)
    for_one = queries(client, item)
    for _ in range(10):
        grow(item)
    assert queries(client, item) == for_one
    assert for_one <= 52


def test_hidden_and_missing_are_the_same_page(client: Client) -> None:
    draft = make.make_item(title="Quetzal")
    embargoed = make.make_item(title="Quetzal", public_from=timezone.now() + timedelta(days=1))
    missing = client.get("/items/FTP-9999/")
    for item in (draft, embargoed):
        hidden = client.get(item.get_absolute_url())
        assert hidden.status_code == missing.status_code == 404
        assert hidden.content.replace(item.ref.encode(), b"") == missing.content.replace(
            b"FTP-9999", b""
        )
    assert client.get("/items/%00/").status_code == 404


def test_a_withdrawn_item_answers_gone_with_its_notice(client: Client) -> None:
    item = make.make_item(title="Quetzal", published=True)
    item.withdraw(by=None, reason="Quetzal reason", notice="Taken back at the family's wish.")
    response = client.get(item.get_absolute_url())
    assert response.status_code == 410
    assert "Taken back at the family" in response.content.decode()
    assert "Quetzal" not in response.content.decode()


def test_a_withdrawn_item_without_a_notice_is_not_found(client: Client) -> None:
    item = make.make_item(published=True)
    item.withdraw(by=None, reason="A mistake.")
    assert client.get(item.get_absolute_url()).status_code == 404


def test_the_house_previews_what_readers_will_see(client: Client) -> None:
    item = make.make_item(title="A draft")
    copy = make.make_readable_copy(item=item)
    make.make_copy(item=item, reference_code="Quetzal internal", is_internal=True)
    make.make_item_agent(item=item, agent=make.make_agent(name="Quetzal draft person"))
    client.force_login(cast.cataloguer())
    response = client.get(item.get_absolute_url())
    shown = response.content.decode()
    assert "Preview" in shown
    assert "no-store" in response["Cache-Control"]
    assert copy.pages.get().derivatives.get().get_absolute_url() in shown
    assert "Quetzal" not in shown


def test_an_account_without_a_role_previews_nothing(client: Client) -> None:
    item = make.make_item()
    client.force_login(cast.outsider_with_account())
    assert client.get(item.get_absolute_url()).status_code == 404


def test_staff_see_a_public_page_as_everyone_does(client: Client) -> None:
    item = make.make_item(published=True)
    make.make_copy(item=item, reference_code="Quetzal internal", is_internal=True)
    client.force_login(cast.cataloguer())
    shown = page(client, item)
    assert "Quetzal" not in shown
    assert "Preview" not in shown


@pytest.mark.parametrize(
    ("level", "words"),
    [
        ("not_stated", "Not stated by any source"),
        ("no_marking", "No classification marking"),
        ("unclassified", "Unclassified (United States)"),
        ("secret", "Secret (United States)"),
    ],
)
def test_the_marking_is_said_in_words(client: Client, level: str, words: str) -> None:
    item = make.make_item(marking_level=level, marking_scheme="us", published=True)
    assert f"<dd>{words}" in page(client, item)


def test_the_status_is_explained_and_an_override_gives_its_note(client: Client) -> None:
    item = make.make_item(
        status_override="denied", status_override_note="Refused by letter.", published=True
    )
    shown = page(client, item)
    assert "Denied in full" in shown
    assert "The authority has refused to release any part of it." in shown
    assert "Set by the editors: Refused by letter." in shown


def test_people_are_shown_as_their_privacy_allows(client: Client) -> None:
    item = make.make_item(published=True)
    sender = make.make_agent(name="Annan, Kofi", display_name="Kofi Annan", published=True)
    informant = make.make_agent(
        name="Quetzal", privacy=Privacy.PSEUDONYM, public_name="Jean-Pierre", published=True
    )
    witness = make.make_agent(name="Quetzal2", privacy=Privacy.WITHHELD, published=True)
    draft = make.make_agent(name="Quetzal3")
    make.make_item_agent(item=item, agent=sender, role=ItemAgent.Role.SENDER, is_certain=False)
    for agent in (informant, witness, draft):
        make.make_item_agent(item=item, agent=agent, role=ItemAgent.Role.MENTIONED)
    shown = page(client, item)
    assert f'probably <a href="{sender.get_absolute_url()}">Kofi Annan</a>' in shown
    assert f'<a href="{informant.get_absolute_url()}">Jean-Pierre</a>' in shown
    assert "<dd>Name withheld" in shown
    assert witness.get_absolute_url() not in shown
    assert "Quetzal" not in shown


def test_every_public_copy_says_where_it_is_and_how_it_was_obtained(client: Client) -> None:
    archive = make.make_repository(name="Archive of the Mission", published=True)
    item = make.make_item(published=True)
    make.make_copy(
        item=item,
        repository=archive,
        reference_code="Box 4",
        how_obtained="foia",
        released_on=date(2006, 5, 4),
        released_by="the Department of State",
        withdrawn_on=date(2010, 1, 2),
        extent="excised",
        agency_number="C05",
        provenance_note="Sent to a researcher.",
        source_of_statement="The release letter",
        notes="Quetzal",
    )
    shown = page(client, item)
    assert f'<a href="{archive.get_absolute_url()}">Archive of the Mission</a>, Box 4' in shown
    assert (
        "Released under the US Freedom of Information Act by the Department of State on 4 May 2006."
    ) in shown
    assert 'withdrawn on <time datetime="2010-01-02">2 January 2010</time>' in shown
    for words in ("C05", "Sent to a researcher.", "The release letter"):
        assert words in shown
    assert "Quetzal" not in shown


def test_an_archive_that_is_not_public_is_not_named(client: Client) -> None:
    hidden = make.make_repository(name="Quetzal archive", code="QUETZAL")
    item = make.make_item(held_at=hidden, published=True)
    make.make_copy(item=item, repository=hidden, reference_code="Quetzal box")
    shown = page(client, item)
    assert "uetzal" not in shown.lower()
    assert "An archive not yet described here" in shown


def test_external_links_say_what_they_are_and_why_they_matter(client: Client) -> None:
    item = make.make_item(published=True)
    make.make_item_link(
        item=item, link=make.make_link(title="The inquiry"), note="It quotes the cable."
    )
    make.make_item_link(
        item=item,
        link=make.make_link(
            title="The lost page",
            status="gone",
            archived_url="https://archive.example.org/kept",
            archived_at=date(2020, 1, 2),
        ),
    )
    shown = page(client, item)
    assert 'The inquiry <span class="external-mark">(external link)</span></a>' in shown
    assert "(not yet checked)" in shown
    assert "It quotes the cable." in shown
    assert "(no longer available)" in shown
    assert 'href="https://archive.example.org/kept"' in shown


def test_related_documents_are_read_from_both_sides_and_only_public_ones(client: Client) -> None:
    item = make.make_item(published=True)
    reply = make.make_item(title="The reply", published=True)
    make.make_item_relation(from_item=reply, to_item=item, kind="replies_to")
    make.make_item_relation(from_item=item, to_item=make.make_item(title="Quetzal draft"))
    shown = page(client, item)
    assert f'Was answered by <a href="{reply.get_absolute_url()}">The reply</a>' in shown
    assert f'Replies to <a href="{item.get_absolute_url()}">' in page(client, reply)
    assert "Quetzal" not in shown


def test_a_demonstration_is_marked_and_an_undated_document_says_so(client: Client) -> None:
    shown = page(client, make.make_item(is_demonstration=True, date_edtf="", published=True))
    assert "Demonstration record" in shown
    assert "undated" in shown


def test_the_page_says_how_to_cite_it(client: Client) -> None:
    item = make.make_item(title="A cable", published=True)
    assert f"http://testserver/items/{item.ref}/ (accessed [day of your visit])." in page(
        client, item
    )


def test_what_stays_in_the_house_is_not_on_the_page(client: Client) -> None:
    item = make.make_item(archivist_note="Quetzal", published=True)
    copy = make.make_readable_copy(item=item, notes="Quetzal", agency_batch="Batch 9")
    copy.pages.get()
    shown = page(client, item)
    assert "Batch 9" in shown
    assert "Quetzal" not in shown


def test_nothing_a_cataloguer_writes_becomes_markup(client: Client) -> None:
    item = make.make_item(
        title="<script>alert(1)</script>", scope_and_content="<b>x</b>", published=True
    )
    copy = make.make_copy(item=item, opened=True, is_shown=True, reference_code="<i>4</i>")
    make.make_page_text(page=make.make_page(copy=copy), text="<script>alert(2)</script>")
    shown = page(client, item)
    assert "<script>alert" not in shown
    assert "<b>x</b>" not in shown
    assert "<i>4</i>" not in shown
