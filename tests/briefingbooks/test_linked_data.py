"""Pages say in the words of schema.org what they are about, and nothing that is not public."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from briefingbooks.open_data import kinds
from briefingbooks.open_data.linked_data import as_block, thing
from briefingbooks.templatetags.linked_data import DESCRIBED
from collections_app.models import ItemKind
from tests import cast, make
from tests.briefingbooks.make import make_book, make_entry
from tests.briefingbooks.test_previews import given, scheduled
from tests.oralhistory.make import make_interview, make_participation

pytestmark = pytest.mark.django_db
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def said(address: str, client: Client | None = None) -> list[dict[str, Any]]:
    answer = (client or Client()).get(address)
    return [json.loads(block) for block in BLOCK.findall(answer.content.decode())]


def about(address: str, client: Client | None = None) -> dict[str, Any]:
    (found,) = [one for one in said(address, client) if one["@type"] != "BreadcrumbList"]
    return found


def test_a_document_says_what_it_is_when_it_is_from_and_who_wrote_it() -> None:
    item = make.make_item(title="Fax", kind=ItemKind.FAX, date_edtf="1994-01-11", published=True)
    make.make_item_agent(item=item, agent=make.make_agent(name="Dallaire, R.", published=True))
    found = about(item.get_absolute_url())
    assert found["@type"] == ["ArchiveComponent", "Message"]
    assert found["@id"] == f"http://testserver{item.get_absolute_url()}"
    assert found["name"] == "Fax"
    assert "1994-01-11" in json.dumps(found)
    assert "Dallaire" in json.dumps(found)


def test_each_kind_of_page_has_its_type() -> None:
    archive = make.make_repository(code="ARC", published=True)
    collection = make.make_collection(repository=archive, published=True)
    person, place = make.make_agent(published=True), make.make_place(published=True)
    types = {
        archive: "ArchiveOrganization",
        collection: ["Collection", "ArchiveComponent"],
        person: "Person",
        place: "Place",
        make.make_subject(published=True): "DefinedTerm",
        make_interview(published=True): ["ArchiveComponent", "Conversation"],
        make_book(published=True): "Report",
    }
    assert {record: about(record.get_absolute_url())["@type"] for record in types} == types


def test_the_home_page_says_how_the_site_is_searched() -> None:
    found = about("/")
    assert found["@type"] == "WebSite"
    asked = found["potentialAction"]["target"]["urlTemplate"]
    assert asked == "http://testserver/search/?q={search_term_string}"


def test_a_page_says_the_way_to_it_with_whole_addresses() -> None:
    item = make.make_item(ref="FTP-0007", published=True)
    (way,) = [one for one in said(item.get_absolute_url()) if one["@type"] == "BreadcrumbList"]
    steps = way["itemListElement"]
    assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
    assert steps[0]["item"].startswith("http://testserver/")
    assert "item" not in steps[-1]


def test_a_doubtful_date_is_not_given_out_as_a_sure_one() -> None:
    item = make.make_item(date_edtf="1994-01?", published=True)
    assert "dateCreated" not in about(item.get_absolute_url())


def test_what_is_not_public_is_not_named_whoever_looks() -> None:
    archive = make.make_repository(code="ARC", name="Hidden archive")
    item = make.make_item(published=True, copies=[{"repository": archive, "is_shown": True}])
    make.make_item_agent(item=item, agent=make.make_agent(name="Hidden, Person"))
    client = Client()
    client.force_login(cast.cataloguer())
    for visitor in (Client(), client):
        assert "Hidden" not in json.dumps(about(item.get_absolute_url(), visitor))


def test_a_preview_says_nothing_as_linked_data() -> None:
    draft = make.make_item(title="Draft")
    client = Client()
    client.force_login(cast.cataloguer())
    assert client.get(draft.get_absolute_url()).status_code == 200
    types = [one["@type"] for one in said(draft.get_absolute_url(), client)]
    assert types == []


def test_no_words_end_the_block_in_which_they_stand() -> None:
    item = make.make_item(title="</script><script>alert(1)</script>&\u2028", published=True)
    assert about(item.get_absolute_url())["name"].startswith("</script><script>")
    assert as_block({"name": "<!--</script>"}).count("<") == 2


def test_a_body_is_an_organization() -> None:
    body = make.make_agent(entity_type="corporate_body", name="UNAMIR", published=True)
    assert about(body.get_absolute_url())["@type"] == "Organization"


def test_a_record_is_the_same_thing_on_its_pages_in_both_languages() -> None:
    interview = make_interview(narrators=[{"public_name": "A. Narrator"}], published=True)
    make_participation(interview=interview, role="interviewer", public_name="An Interviewer")
    address = interview.get_absolute_url()
    found = about(address)
    assert found["creator"]["name"] == "A. Narrator"
    assert found["contributor"]["name"] == "An Interviewer"
    assert about(f"/fr{address}") == found


def test_people_of_the_house_are_told_what_everybody_is_and_no_way_to_what_is_hidden() -> None:
    client, item, draft = Client(), make.make_item(published=True), make_book()
    client.force_login(cast.director())
    assert about(item.get_absolute_url(), client) == about(item.get_absolute_url())
    editions = f"{draft.get_absolute_url()}editions/"
    assert client.get(editions).status_code == 200
    assert said(editions, client) == []
    assert said(draft.get_absolute_url(), client) == []


def test_a_page_given_before_the_release_says_nothing() -> None:
    _, address = given(scheduled())
    assert Client().get(address).status_code == 200
    assert said(address) == []


def test_a_page_that_is_not_there_asks_for_no_record() -> None:
    for address in ("/items/NOT-HERE/", "/items/a%00b/", make_interview().get_absolute_url()):
        with CaptureQueriesContext(connection) as queries:
            answer = Client().get(address)
        assert (answer.status_code, BLOCK.findall(answer.content.decode())) == (404, [])
        assert not [one for one in queries if "languages" in one["sql"]]
        if "%00" in address:
            assert not [
                one for one in queries if 'FROM "collections_app_archivalitem"' in one["sql"]
            ]


def test_what_a_page_reads_is_enough_for_all_that_is_said() -> None:
    book = make_book(title="The Book", published=True)
    make_entry(book=book, item=make.make_item(published=True))
    make_interview(published=True)
    for kind in (kinds.BOOKS, kinds.INTERVIEWS):
        records, values = DESCRIBED[kind.name]
        whole = kind.values(list(kind.records()), str)
        brief = values(list(records()), str)
        assert [thing(kind.name, one) for one in brief] == [thing(kind.name, one) for one in whole]
        assert brief


def test_a_book_costs_the_same_however_much_it_shows() -> None:
    book = make_book(published=True)

    def cost() -> int:
        records, values = DESCRIBED["books"]
        with CaptureQueriesContext(connection) as queries:
            values(list(records()), str)
        return len(queries)

    first = cost()
    for _ in range(10):
        make_entry(book=book, item=make.make_item(published=True))
    assert cost() == first
