"""The six verbs of OAI-PMH 2.0, and every way to ask them wrongly."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from briefingbooks.harvesting import lists
from briefingbooks.harvesting.arguments import FORMATS
from briefingbooks.harvesting.formats import FORMATS as WRITERS
from briefingbooks.harvesting.formats import SCHEMAS
from briefingbooks.open_data.mappings import names_in
from tests.briefingbooks.harvesting.asking import OAI, asked, code, statuses, words
from tests.briefingbooks.make import make_book, make_entry
from tests.make import (
    make_agent,
    make_collection,
    make_copy,
    make_item,
    make_item_agent,
    make_item_place,
    make_place,
    make_repository,
    make_subject,
)
from tests.oralhistory.make import make_interview

pytestmark = pytest.mark.django_db
DC = "{http://purl.org/dc/elements/1.1/}"
LIST = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}


def full_item() -> Any:
    """Make a document that says something in most fields."""
    archive = make_repository(published=True, name="The archive")
    near = make_collection(repository=archive, code="NEAR", published=True)
    item = make_item(published=True, title="A <cable> & more", subjects=[
        make_subject(label_en="Warning", published=True)
    ])  # fmt: skip
    make_copy(item=item, repository=archive, collection=near, reference_code="S-1")
    agent = make_agent(name="Somebody", published=True)
    make_item_agent(item=item, agent=agent, role="sender")
    make_item_place(item=item, place=make_place(name="Kigali", published=True))
    return item


def test_identify_says_what_this_archive_is() -> None:
    root = asked(verb="Identify")
    assert words(root, "protocolVersion") == ["2.0"]
    assert words(root, "deletedRecord") == ["persistent"]
    assert words(root, "granularity") == ["YYYY-MM-DDThh:mm:ssZ"]
    assert words(root, "baseURL") == ["http://testserver/oai"]
    assert "@" in words(root, "adminEmail")[0]


def test_both_formats_are_listed_for_all_and_for_one_and_not_for_a_missing_one() -> None:
    item = make_item(published=True)
    everywhere = words(asked(verb="ListMetadataFormats"), "metadataPrefix")
    assert everywhere == list(FORMATS) == list(WRITERS) == list(SCHEMAS)
    one = f"oai:testserver:{item.ref}"
    assert code(asked(verb="ListMetadataFormats", identifier=one)) == ""
    assert code(asked(verb="ListMetadataFormats", identifier=f"{one}x")) == "idDoesNotExist"


@pytest.mark.parametrize("prefix", FORMATS)
def test_a_record_uses_names_of_the_table_alone(prefix: str) -> None:
    item = full_item()
    name = f"oai:testserver:{item.ref}"
    root = asked(verb="GetRecord", metadataPrefix=prefix, identifier=name)
    metadata = root.find(".//o:metadata", OAI)[0]
    known = {"dc"} if prefix == "oai_dc" else {"mods", "role", "roleTerm"}
    for _, path in names_in("dc" if prefix == "oai_dc" else "mods", "items"):
        known |= {step.split("@")[0] for step in path.split("/")}
    used = {one.tag.rsplit("}", 1)[1] for one in metadata.iter()}
    assert used <= known
    said = "".join(metadata.itertext())
    for part in ("A <cable> & more", "Somebody", "Kigali", "Warning", "S-1", "The archive"):
        assert part in said


def test_dublin_core_says_each_thing_once_and_who_made_it() -> None:
    item = full_item()
    root = asked(verb="GetRecord", metadataPrefix="oai_dc", identifier=f"oai:testserver:{item.ref}")
    found = [(one.tag, one.text) for one in root.iter() if str(one.tag).startswith(DC)]
    assert len(found) == len(set(found))
    assert (f"{DC}creator", "Somebody") in found
    assert (f"{DC}title", "A <cable> & more") in found


def test_hidden_and_missing_and_foreign_records_are_the_same_refusal() -> None:
    hidden = make_item()
    for name in (f"oai:testserver:{hidden.ref}", "oai:testserver:NO-1", "oai:other:NO-1", "x"):
        root = asked(verb="GetRecord", metadataPrefix="mods", identifier=name)
        assert code(root) == "idDoesNotExist"
        assert words(root, "error") == ["There is no such record here."]


def test_a_deleted_record_is_a_header_alone() -> None:
    item = make_item(published=True)
    item.withdraw(by=None, reason="A doubt.")
    name = f"oai:testserver:{item.ref}"
    root = asked(verb="GetRecord", metadataPrefix="mods", identifier=name)
    assert root.find(".//o:header", OAI).get("status") == "deleted"
    assert root.find(".//o:metadata", OAI) is None


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        ("", "badVerb"),
        ("verb=Harvest", "badVerb"),
        ("verb=identify", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&more=1", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=", "badArgument"),
        ("verb=ListRecords&metadataPrefix=mods&metadataPrefix=mods", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&identifier=x", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=%00", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=1994", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=1994-02-30", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=0000-01-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=1994-01-01T00:00:00", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-02&until=2026-01-01", "badArgument"),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2026-01-02T00:00:00Z",
            "badArgument",
        ),
        ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=nothing", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=book:nothing", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=1994-01-01", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=9999-12-31", "noRecordsMatch"),
        ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
        ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=x&metadataPrefix=oai_dc", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=x", "idDoesNotExist"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_the_code_of_the_standard(
    query: str, refusal: str
) -> None:
    make_item(published=True)
    content = Client().get(f"/oai?{query}").content
    assert f'<error code="{refusal}">'.encode() in content
    said_back = b'<request verb="' in content
    assert said_back == (refusal not in ("badVerb", "badArgument"))


def test_a_question_may_come_by_post_and_no_other_way() -> None:
    make_item(published=True)
    by_post = Client(enforce_csrf_checks=True).post("/oai", LIST)
    assert b"<ListRecords>" in by_post.content
    assert Client().put("/oai").status_code == 405
    assert Client().head("/oai?verb=Identify").status_code == 200


def test_sets_are_kinds_collections_with_all_wider_levels_and_public_books() -> None:
    archive = make_repository(published=True)
    wide = make_collection(repository=archive, code="WIDE", published=True)
    near = make_collection(
        repository=archive, code="NEAR", parent=wide, level="series", published=True
    )
    make_collection(repository=archive, code="HIDDEN")
    item, beside, talk = (
        make_item(published=True), make_item(published=True), make_interview(published=True),
    )  # fmt: skip
    make_copy(item=item, repository=archive, collection=near)
    internal = make_copy(item=beside, repository=archive, collection=near)
    type(internal).objects.filter(pk=internal.pk).update(is_internal=True)
    book, hidden = make_book(slug="shown", published=True), make_book(slug="hidden")
    for one in (book, hidden):
        make_entry(book=one, item=item)
    make_entry(book=book, interview=talk, start_ms=0, end_ms=1000)
    assert words(asked(verb="ListSets"), "setSpec") == [
        "items", "interviews", "collections", "books", "collection", "book",
        "collection:WIDE", "collection:NEAR", "book:shown",
    ]  # fmt: skip
    levels = {"collections/WIDE", "collections/NEAR"}
    assert set(statuses(set="collection:WIDE")) == {item.ref, *levels}
    assert set(statuses(set="collection:NEAR")) == {item.ref, "collections/NEAR"}
    assert set(statuses(set="collection")) == {item.ref, *levels}
    assert set(statuses(set="book:shown")) == {item.ref, talk.ref, "books/shown"}
    assert set(statuses(set="book")) == {item.ref, talk.ref, "books/shown"}
    assert set(statuses(set="interviews")) == {talk.ref}
    assert statuses(set="book:hidden") == statuses(set="collection:HIDDEN") == {}
    root = asked(verb="GetRecord", metadataPrefix="oai_dc", identifier=f"oai:testserver:{item.ref}")
    assert words(root, "setSpec") == ["items", "book:shown", "collection:NEAR", "collection:WIDE"]


def test_a_list_goes_on_where_it_was_though_records_go_and_change(monkeypatch: Any) -> None:
    monkeypatch.setattr(lists, "AT_ONCE", 2)
    items = [make_item(published=True) for _ in range(5)]
    refs = [f"oai:testserver:{item.ref}" for item in items]
    first = asked(**LIST)
    token = first.find(".//o:resumptionToken", OAI)
    assert (token.get("cursor"), token.get("completeListSize")) == ("0", "5")
    assert token.get("expirationDate")
    assert words(first, "identifier") == refs[:2]
    items[1].delete()
    items[2].withdraw(by=None, reason="A doubt.")
    second = asked(verb="ListRecords", resumptionToken=token.text)
    third = asked(verb="ListRecords", resumptionToken="".join(words(second, "resumptionToken")))
    seen = {*words(second, "identifier"), *words(third, "identifier")}
    assert seen == set(refs[1:])
    assert third.find(".//o:resumptionToken", OAI).text is None
    other = asked(verb="ListIdentifiers", resumptionToken=token.text)
    assert code(other) == "badResumptionToken"
    forged = asked(verb="ListRecords", resumptionToken=f"{token.text[:-2]}xx")
    assert code(forged) == "badResumptionToken"


def test_the_list_of_sets_has_pages_too(monkeypatch: Any) -> None:
    monkeypatch.setattr(lists, "AT_ONCE", 7)
    archive = make_repository(published=True)
    for number in range(5):
        make_collection(repository=archive, code=f"C-{number}", published=True)
        make_book(slug=f"b-{number}", published=True)
    found, arguments = [], {}
    while True:
        root = asked(verb="ListSets", **arguments)
        found += words(root, "setSpec")
        if not (token := "".join(words(root, "resumptionToken"))):
            break
        arguments = {"resumptionToken": token}
    assert len(found) == len(set(found)) == 6 + 10


@pytest.mark.parametrize("prefix", FORMATS)
def test_a_page_costs_the_same_queries_for_one_record_of_each_kind_and_for_eleven(
    prefix: str,
) -> None:
    archive = make_repository(published=True)

    def grow() -> None:
        item = full_item_of(archive)
        book, talk = make_book(published=True), make_interview(published=True)
        make_entry(book=book, item=item)
        make_entry(book=book, interview=talk, start_ms=0, end_ms=1000)
        item_gone = make_item(published=True)
        item_gone.withdraw(by=None, reason="A doubt.")

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            asked(verb="ListRecords", metadataPrefix=prefix)
        return len(queries)

    grow()
    cost()
    one = cost()
    for _ in range(10):
        grow()
    assert cost() == one


def full_item_of(archive: Any) -> Any:
    item = make_item(published=True)
    near = make_collection(repository=archive, published=True)
    make_copy(item=item, repository=archive, collection=near)
    make_item_agent(item=item, agent=make_agent(published=True))
    make_item_place(item=item, place=make_place(published=True))
    return item
