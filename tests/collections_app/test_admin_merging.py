"""Merging at the desk: two ticked or one looked up, a preview field by field, a reason, done."""

import pytest
from django.test import Client

from collections_app.models import Agent, Collection, OldIdentifier
from tests import cast
from tests.collections_app.desks import act_on_selection, at_desk, messages_of, page_of, send
from tests.make import make_agent, make_collection, make_item, make_item_agent, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def cataloguer() -> Client:
    return at_desk(cast.cataloguer())


def address(survivor: Agent, other: Agent) -> str:
    return f"/admin/collections_app/agent/{survivor.pk}/merge/{other.pk}/"


def two() -> tuple[Agent, Agent]:
    one = make_agent(name="Dallaire, Roméo", functions="Commander", published=True)
    other = make_agent(name="Dallaire, R.", functions="Force Commander", viaf_id="77")
    make_item_agent(item=make_item(title="The cable"), agent=other, role="sender")
    return one, other


def test_exactly_two_that_are_ticked_are_looked_at_side_by_side(cataloguer: Client) -> None:
    one, other = two()
    answer = act_on_selection(cataloguer, [one, other], "merge_two")
    assert answer.redirect_chain[-1][0] == address(one, other)
    page = answer.content.decode()
    for words in ("Force Commander", "Commander", "The cable", "from 1", "77"):
        assert words in page
    answer = act_on_selection(cataloguer, [one], "merge_two")
    assert "exactly two" in messages_of(answer)


def test_the_other_record_is_looked_for_from_the_page_of_the_first(cataloguer: Client) -> None:
    one, other = two()
    choose = f"/admin/collections_app/agent/{one.pk}/merge/"
    assert f'href="{choose}"' in cataloguer.get(page_of(one)).content.decode()
    found = cataloguer.get(choose, {"q": "Dallaire"}).content.decode()
    assert address(one, other) in found
    assert address(one, one) not in found
    assert "Nothing is called so" in cataloguer.get(choose, {"q": "Zzz"}).content.decode()


def test_what_is_chosen_is_kept_and_the_reason_is_asked_for(cataloguer: Client) -> None:
    one, other = two()
    page = cataloguer.get(address(one, other)).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    answer = cataloguer.post(
        address(one, other), {"seen": seen, "field-functions": "theirs"}, follow=True
    )
    assert "how you know" in answer.content.decode()
    assert 'value="theirs" checked' in answer.content.decode()
    assert Agent.objects.count() == 2
    answer = cataloguer.post(
        address(one, other),
        {"seen": seen, "field-functions": "theirs", "reason": "Same post."},
        follow=True,
    )
    assert "are one now" in messages_of(answer)
    kept = Agent.objects.get()
    assert (kept.functions, kept.viaf_id) == ("Force Commander", "77")


def test_a_preview_that_is_out_of_date_merges_nothing(cataloguer: Client) -> None:
    one, other = two()
    answer = cataloguer.post(address(one, other), {"seen": "0-0", "reason": "Same."})
    assert "look again" in answer.content.decode()
    assert Agent.objects.count() == 2


@pytest.mark.parametrize("role", ["editor", "director", "transcriber", "keeper_of_concerns"])
def test_whoever_may_not_delete_merges_nothing(role: str) -> None:
    one, other = two()
    client = at_desk(getattr(cast, role)())
    assert client.get(address(one, other)).status_code == 403
    assert client.post(address(one, other), {"reason": "x"}).status_code == 403
    assert client.get(f"/admin/collections_app/agent/{one.pk}/merge/").status_code == 403
    assert Agent.objects.count() == 2


def test_records_of_two_kinds_or_one_alone_are_not_merged(cataloguer: Client) -> None:
    one, _other = two()
    place = make_place()
    assert cataloguer.get(address(one, one)).status_code == 404
    wrong = f"/admin/collections_app/agent/{one.pk}/merge/{place.pk + 900}/"
    assert cataloguer.get(wrong).status_code == 404


def test_the_former_code_of_a_public_collection_leads_on(cataloguer: Client) -> None:
    collection = make_collection(code="OLD-1", published=True)
    draft = make_collection(code="OLD-2")
    for record, code in ((collection, "NEW-1"), (draft, "NEW-2")):
        send(cataloguer, page_of(record), {"code": code})
    assert Collection.objects.filter(code__startswith="NEW").count() == 2
    answer = Client().get("/collections/OLD-1/")
    assert (answer.status_code, answer["Location"]) == (301, "/collections/NEW-1/")
    assert Client().get("/collections/OLD-2/").status_code == 404
    send(cataloguer, page_of(collection), {"code": "OLD-1"})
    assert Client().get("/collections/OLD-1/").status_code == 200
    assert Client().get("/collections/NEW-1/")["Location"] == "/collections/OLD-1/"
    assert OldIdentifier.objects.count() == 1
