"""Letters at the desk: chosen, changed, taken away as a file or on paper, kept; never sent."""

import io
import zipfile
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Inches, Mm
from lxml import etree

from declassification.drafting.docx import as_docx
from declassification.drafting.letter import Letter
from declassification.letters import DOCX, examined
from declassification.models import AccessRequest, LetterTemplate
from declassification.stages import EventKind, Stage
from tests import cast
from tests.declassification.desks import change
from tests.declassification.make import make_appeal, make_authority, make_contact, make_request

pytestmark = pytest.mark.django_db

PLAIN = Letter(
    language="fr",
    sender="L’institut\nlettres@institut.example",
    recipient="Le ministère\n1, rue de l’Essai",
    dated="1er mai 2016",
    references="Votre référence : [numéro de référence : à compléter]",
    subject="Demande : câbles",
    body="Madame,\n\nVoici.\nSuite.\n\n1. Note\n2. Câble\x0b\n\nFin",
)


def choose_url(request: AccessRequest) -> str:
    return reverse("admin:declassification_accessrequest_choose_letter", args=[request.pk])


def write_url(request: AccessRequest, name: str = "US FOIA: request") -> str:
    template = LetterTemplate.objects.get(name=name)
    return reverse(
        "admin:declassification_accessrequest_write_letter", args=[request.pk, template.pk]
    )


def words(request: AccessRequest, **changed: Any) -> dict[str, Any]:
    return {
        "language": "en",
        "sender": "The Institute\nletters@institute.example",
        "recipient": "Department\n1 Main St",
        "dated": "May 3, 2016",
        "references": "",
        "subject": "Cables",
        "body": "Dear Officer,\r\n\r\nplease.",
        "revision": request.revision,
    } | changed


def test_the_page_of_a_request_leads_to_its_letters(desk: Client) -> None:
    request = make_request()
    assert choose_url(request) in desk.get(change(request)).content.decode()
    chosen = desk.get(choose_url(request)).content.decode()
    assert "For this law, now" in chosen
    assert write_url(request) in chosen


def test_an_appeal_and_the_page_that_begins_one_lead_to_the_letter(desk: Client) -> None:
    appeal = make_appeal()
    request = appeal.request
    address = f"{choose_url(request)}?appeal={appeal.pk}"
    assert address in desk.get(change(request)).content.decode()
    assert f"{write_url(request, 'US FOIA: appeal within the agency')}?appeal={appeal.pk}" in (
        desk.get(address).content.decode()
    )
    begin = reverse("admin:declassification_accessrequest_begin_appeal", args=[request.pk])
    assert choose_url(request) in desk.get(begin).content.decode()
    other = make_request()
    for wrong in (appeal.pk, "x", "9" * 30):
        assert desk.get(f"{choose_url(other)}?appeal={wrong}").status_code == 404


def test_the_letter_is_shown_filled_in_with_the_list_of_what_is_missing(desk: Client) -> None:
    authority = make_authority(name="Department of Records")
    make_contact(authority=authority, address="1 Main St")
    request = make_request(authority=authority, title="Cables <of> 1994")
    page = desk.get(write_url(request)).content.decode()
    assert "Cables &lt;of&gt; 1994" in page
    assert "1 Main St" in page
    assert "<li>[list of documents: not known]</li>" in page


def test_what_is_missing_is_looked_for_in_what_the_person_left(desk: Client) -> None:
    request = make_request()
    facts = words(request, look="yes")
    assert "Nothing is missing" in desk.post(write_url(request), facts).content.decode()
    facts["body"] = "On [due date: not known]"
    assert "<li>[due date: not known]</li>" in (
        desk.post(write_url(request), facts).content.decode()
    )


def test_a_letter_is_handed_out_as_docx_with_every_word_as_it_was_changed(desk: Client) -> None:
    request = make_request()
    response = desk.post(write_url(request), words(request, docx="yes"))
    assert response["Content-Type"] == DOCX
    assert f"letter-{request.number}-" in response["Content-Disposition"]
    text = [p.text for p in Document(io.BytesIO(response.content)).paragraphs]
    assert text[-3:] == ["Cables", "Dear Officer,", "please."]
    assert not request.events.exists()


def test_a_letter_without_words_is_refused_at_its_field(desk: Client) -> None:
    request = make_request()
    response = desk.post(write_url(request), words(request, body="", docx="yes"))
    assert "Nothing was done." in response.content.decode()


def test_the_printed_page_carries_no_style_or_script_of_its_own_and_marks_gaps(
    desk: Client,
) -> None:
    request = make_request()
    facts = words(request, body="<b>\n\nBy [due date: not known]", language="fr", print="yes")
    page = desk.post(write_url(request), facts).content.decode()
    assert '<html lang="fr-FR">' in page
    assert "us-paper" in page
    assert "&lt;b&gt;" in page
    assert "<mark>[due date: not known]</mark>" in page
    assert "style=" not in page
    assert "<script" not in page


def test_keeping_a_letter_writes_a_note_with_it_and_marks_nothing_as_sent(desk: Client) -> None:
    request = make_request(stage=Stage.APPROVED)
    response = desk.post(write_url(request), words(request, keep="yes"), follow=True)
    assert "It is not marked as sent." in response.content.decode()
    request.refresh_from_db()
    event = request.standing_events()[-1]
    assert (event.kind, event.direction, event.public_note) == (EventKind.NOTE, "out", "")
    assert event.letter_media_type == DOCX
    assert event.letter_name.endswith(".docx")
    assert request.stage == Stage.APPROVED
    assert mail.outbox == []
    address = reverse("admin:declassification_accessrequest_letter", args=[request.pk, event.pk])
    kept = b"".join(desk.get(address).streaming_content)  # type: ignore[attr-defined]
    assert Document(io.BytesIO(kept)).paragraphs[-1].text == "please."


def test_a_letter_is_not_kept_where_somebody_acted_meanwhile(desk: Client) -> None:
    request = make_request(stage=Stage.SENT)
    facts = words(request, keep="yes", revision=request.revision - 1)
    assert "Somebody else has acted" in desk.post(write_url(request), facts).content.decode()
    assert not request.events.filter(kind=EventKind.NOTE).exists()


@pytest.mark.parametrize("person", ["editor", "administrator", "cataloguer"])
def test_only_who_may_act_on_requests_writes_letters(client: Client, person: str) -> None:
    request = make_request(published=True)
    client.force_login(getattr(cast, person)())
    for address in (choose_url(request), write_url(request)):
        assert client.get(address).status_code == 403
        assert client.post(address, words(request, keep="yes")).status_code == 403
    assert not request.events.exists()


def test_a_template_with_an_unknown_name_is_refused_at_the_desk(desk: Client) -> None:
    facts = {"name": "X", "purpose": "request", "language": "en", "subject": "S", "is_active": "on"}
    add = reverse("admin:declassification_lettertemplate_add")
    assert "{{ signer }}" in desk.get(add).content.decode()
    page = desk.post(add, facts | {"body": "{{ sigher }}"}).content.decode()
    assert "Did you mean {{ signer }}?" in page
    assert desk.post(add, facts | {"body": "{{ signer }}"}).status_code == 302


# --- The file ----------------------------------------------------------------------------------


def test_the_file_is_valid_and_opens_again_with_its_styles_and_its_language() -> None:
    content = as_docx(PLAIN)
    package = zipfile.ZipFile(io.BytesIO(content))
    assert package.testzip() is None
    for name in package.namelist():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(package.read(name))
    document = Document(io.BytesIO(content))
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles == [
        *("Sender", "Recipient", "Letter Date", "References", "Subject Line"),
        *("Body Text", "Body Text", "List", "List", "Body Text"),
    ]
    assert document.paragraphs[6].text == "Voici.\nSuite."
    languages = {told.get(qn("w:val")) for told in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"fr-FR"}
    marked = [run.text for run in document.paragraphs[3].runs if run.font.highlight_color]
    assert marked == ["[numéro de référence : à compléter]"]


def test_the_file_names_no_person_in_its_properties() -> None:
    told = Document(io.BytesIO(as_docx(PLAIN))).core_properties
    assert (told.author, told.last_modified_by, told.comments, told.keywords) == ("", "", "", "")
    assert (told.title, told.language) == ("Demande : câbles", "fr-FR")


def test_the_paper_is_letter_for_the_united_states_and_a4_for_all_others() -> None:
    american = Letter(**{n: getattr(PLAIN, n) for n in PLAIN.__slots__} | {"is_us_paper": True})
    page = Document(io.BytesIO(as_docx(american))).sections[0]
    assert (page.page_width, page.page_height) == (Inches(8.5), Inches(11))
    page = Document(io.BytesIO(as_docx(PLAIN))).sections[0]
    assert abs(page.page_width - Mm(210)) < Mm(1)
    assert abs(page.page_height - Mm(297)) < Mm(1)


def test_a_docx_letter_is_kept_in_the_log_unless_it_carries_macros() -> None:
    content = as_docx(PLAIN)
    assert examined(ContentFile(content, "a.docx"))["letter_media_type"] == DOCX
    grown = io.BytesIO(content)
    with zipfile.ZipFile(grown, "a") as package:
        package.writestr("word/vbaProject.bin", b"x")
    for wrong in (grown.getvalue(), content[:900], b"PK\x03\x04\0 nothing"):
        with pytest.raises(ValidationError):
            examined(ContentFile(wrong, "a.docx"))
