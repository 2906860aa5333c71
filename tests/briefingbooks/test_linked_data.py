"""Pages say in the words of schema.org what they are about, and nothing that is not public."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from briefingbooks.open_data.linked_data import as_block
from collections_app.models import ItemKind
from tests import cast, make
from tests.briefingbooks.make import make_book
from tests.oralhistory.make import make_interview

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
    assert types in ([], ["BreadcrumbList"])


def test_no_words_end_the_block_in_which_they_stand() -> None:
    item = make.make_item(title="</script><script>alert(1)</script>&\u2028", published=True)
    assert about(item.get_absolute_url())["name"].startswith("</script><script>")
    assert as_block({"name": "<!--</script>"}).count("<") == 2


def test_a_body_is_an_organization() -> None:
    body = make.make_agent(entity_type="corporate_body", name="UNAMIR", published=True)
    assert about(body.get_absolute_url())["@type"] == "Organization"
