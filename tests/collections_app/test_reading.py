"""The pages of a document: who may open them, and how image, text, notes and bars stand."""

from datetime import date

import pytest
from django.test import Client

from collections_app.models import AccessCondition, Advisory, ArchivalItem, Derivative, Page
from tests import make

pytestmark = pytest.mark.django_db


def page(client: Client, item: ArchivalItem, query: str = "") -> str:
    response = client.get(item.get_absolute_url() + query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"access_condition": AccessCondition.SEALED}, "It is sealed."),
        ({"access_condition": AccessCondition.ON_SITE_ONLY}, "only in the reading room"),
        (
            {
                "access_condition": AccessCondition.CLOSED_UNTIL,
                "closed_until": date(2044, 5, 2),
                "access_basis": "Archives Act, article 3",
            },
            "It is closed until 2 May 2044. Basis: Archives Act, article 3",
        ),
        ({}, "Nobody has reviewed yet whether this copy may be shown."),
    ],
)
def test_a_copy_that_is_not_opened_says_why_and_shows_nothing(
    client: Client, fields: dict[str, object], words: str
) -> None:
    item = make.make_item(published=True)
    copy = make.make_copy(item=item, is_shown=True, **fields)
    sheet = make.make_page(copy=copy)
    image = make.make_derivative(page=sheet)
    make.make_page_text(page=sheet, text="Quetzal")
    shown = page(client, item)
    assert words in shown
    assert "Quetzal" not in shown
    assert str(image.uuid) not in shown


def test_material_for_the_house_only_is_described_and_not_opened(client: Client) -> None:
    advisory = make.make_advisory(behaviour=Advisory.Behaviour.STAFF_ONLY)
    item = make.make_item(abstract="A register.", advisories=[advisory], published=True)
    make.make_readable_copy(item=item)
    shown = page(client, item)
    assert "A register." in shown
    assert "Its pages are not shown here because of what they contain." in shown
    assert "The text." not in shown
    assert "page-image" not in shown


def test_material_behind_a_choice_is_described_and_not_sent(client: Client) -> None:
    advisory = make.make_advisory(behaviour=Advisory.Behaviour.CLICK_THROUGH)
    item = make.make_item(abstract="A photograph.", advisories=[advisory], published=True)
    make.make_readable_copy(item=item)
    shown = page(client, item)
    assert "A photograph." in shown
    assert "Show the page</button>" in shown
    assert "Read (1 page)" in shown
    assert "The text." not in shown
    assert str(Derivative.objects.get().uuid) not in shown


def test_a_page_shows_its_image_with_its_text_beneath(client: Client) -> None:
    item = make.make_item(title="A cable", published=True)
    copy = make.make_readable_copy(item=item)
    image = Derivative.objects.get()
    shown = page(client, item)
    assert f'<img src="{image.get_absolute_url()}" alt="A cable: page 1" width="1200"' in shown
    assert shown.index("<img src") < shown.index("The text.")
    assert "not yet compared with the page" in shown
    assert Page.objects.get(copy=copy).number == 1


def test_a_closed_page_of_an_open_copy_stays_closed(client: Client) -> None:
    item = make.make_item(published=True)
    copy = make.make_readable_copy(item=item)
    closed = make.make_page(copy=copy)
    make.make_page_text(page=closed, text="Quetzal")
    closed.file = copy.files.create(
        is_closed=True, original_name="x.jpg", sha256="1" * 64, file="xx/x.jpg"
    )
    closed.save()
    shown = page(client, item)
    assert "The text." in shown
    assert "Quetzal" not in shown


def test_notes_are_called_where_the_source_calls_them_and_lead_back(client: Client) -> None:
    item = make.make_item(published=True)
    copy = make.make_copy(item=item, opened=True, is_shown=True)
    text = make.make_page_text(page=make.make_page(copy=copy), text="He wrote at once.")
    make.make_page_note(page_text=text, label="3", offset=8, text="See the reply.")
    shown = page(client, item)
    call, anchor = "p1-transcription-en-c1", "p1-transcription-en-n1"
    assert (
        f'He wrote<a class="note-call" href="#{anchor}" id="{call}" role="doc-noteref" '
        'aria-label="Note 3">3</a> at once.'
    ) in shown
    assert f'<li id="{anchor}" value="3"><p>See the reply.</p>' in shown
    assert f'role="doc-backlink" href="#{call}"' in shown


def test_withheld_passages_stand_in_the_text_with_their_grounds(client: Client) -> None:
    item = make.make_item(published=True)
    copy = make.make_copy(item=item, opened=True, is_shown=True)
    printed = "He met [2 lines not declassified] there."
    sheet = make.make_page(copy=copy)
    make.make_page_text(page=sheet, text=printed)
    ground = make.make_exemption(scheme="Act", code="(z)(9)", explanation_en="Because of the sea.")
    make.make_excision(
        copy=copy,
        page=sheet,
        start=printed.index("["),
        end=printed.index("]") + 1,
        exemptions=[ground],
    )
    make.make_excision(copy=copy, printed_form="[name not declassified]", location="source note")
    shown = page(client, item)
    bar = '<span class="withheld">2 lines not declassified · Act (z)(9)</span>'
    assert f"He met {bar} there." in shown
    assert "Because of the sea." in shown
    assert "2 passages still withheld" in shown
    assert "source note" in shown


def test_a_reader_may_choose_another_open_copy_and_never_a_closed_one(client: Client) -> None:
    item = make.make_item(published=True)
    make.make_readable_copy(item=item)
    other = make.make_copy(item=item, opened=True)
    make.make_page_text(page=make.make_page(copy=other), text="The other text.")
    closed = make.make_copy(item=item)
    make.make_page_text(page=make.make_page(copy=closed), text="Quetzal")
    assert "The other text." in page(client, item, f"?copy={other.pk}")
    for wanted in (closed.pk, 0, "x", "%00"):
        shown = page(client, item, f"?copy={wanted}")
        assert "The text." in shown
        assert "Quetzal" not in shown


def test_a_long_document_is_shown_a_stretch_at_a_time(client: Client) -> None:
    item = make.make_item(published=True)
    copy = make.make_copy(item=item, opened=True, is_shown=True)
    for number in range(1, 23):
        make.make_page_text(page=make.make_page(copy=copy), text=f"Page text {number}.")
    assert "Page text 20." in page(client, item)
    assert "Page text 21." not in page(client, item)
    assert "Page text 21." in page(client, item, "?page=2")
    assert "There is no page 9" in page(client, item, "?page=9")
