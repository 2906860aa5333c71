"""Two records become one: nothing that pointed to either is lost, nothing hidden is shown."""

from typing import Any

import pytest
from django.test import Client

from briefingbooks.models import Contribution
from collections_app import dependants
from collections_app.merging import MergeRefused, merge, preview
from collections_app.models import (
    Agent,
    AgentName,
    AgentRelation,
    ArchivalItem,
    ChangeSet,
    ItemAgent,
    OldIdentifier,
    Privacy,
)
from collections_app.undoing import undo
from oralhistory.models import Participation
from tests import cast
from tests.briefingbooks.make import make_book
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
from tests.oralhistory.make import make_interview, make_participation

pytestmark = pytest.mark.django_db

REASON = "The same post, the same dates."


def two(**fields: object) -> tuple[Agent, Agent]:
    one = make_agent(name="Dallaire, Roméo", published=True, **fields)
    other = make_agent(name="Dallaire, R. A.", published=True)
    return one, other


def merged(survivor: object, other: object, **choices: str) -> ChangeSet:
    return merge(survivor, other, choices, by=cast.cataloguer(), reason=REASON)


def roles_of(agent: Agent) -> set[tuple[str, str]]:
    return {(part.item.title, part.role) for part in agent.item_agents.select_related("item")}


def test_every_role_moves_and_stays_what_it_was() -> None:
    survivor, other = two()
    cable, letter = make_item(title="Cable"), make_item(title="Letter")
    make_item_agent(item=cable, agent=other, role="sender")
    make_item_agent(item=cable, agent=other, role="depicted")
    make_item_agent(item=letter, agent=other, role="shown", note="At noon.")
    make_item_agent(item=letter, agent=survivor, role="author")
    merged(survivor, other)
    assert roles_of(survivor) == {
        ("Cable", "sender"), ("Cable", "depicted"), ("Letter", "shown"), ("Letter", "author"),
    }  # fmt: skip
    assert not Agent.objects.filter(pk=other.pk).exists()


def test_what_every_room_keeps_about_a_person_moves() -> None:
    survivor, other = two()
    collection = make_collection()
    collection.creators.add(other)
    friend = make_agent()
    relation = AgentRelation.objects.create(from_agent=other, to_agent=friend, label="knew")
    part = make_participation(interview=make_interview(narrators=()), agent=other)
    book = make_book()
    credit = Contribution.objects.create(book=book, agent=other, credited_as="R. A. Dallaire")
    AgentName.objects.create(agent=other, name="Dallaire, Gen.")
    merged(survivor, other)
    assert list(collection.creators.all()) == [survivor]
    relation.refresh_from_db()
    assert relation.from_agent == survivor
    assert Participation.objects.get(pk=part.pk).agent == survivor
    assert Contribution.objects.get(pk=credit.pk).agent == survivor
    names = set(survivor.names.values_list("name", flat=True))
    assert names == {"Dallaire, R. A.", "Dallaire, Gen."}


def test_the_same_role_in_the_same_document_is_kept_once_with_both_notes() -> None:
    survivor, other = two()
    item = make_item()
    make_item_agent(item=item, agent=survivor, role="author", note="As signed.", is_certain=False)
    make_item_agent(item=item, agent=other, role="author", note="By hand.", source="Box 3")
    found = next(plan for plan in preview(survivor, other).moves if plan.doubles)
    assert found.count == 1
    merged(survivor, other)
    part = ItemAgent.objects.get(item=item)
    assert part.agent == survivor
    assert set(part.note.split("; ")) == {"As signed.", "By hand."}
    assert part.source == "Box 3"
    assert part.is_certain


def test_nobody_is_related_to_himself_and_no_relation_is_doubled() -> None:
    survivor, other = two()
    friend = make_agent()
    AgentRelation.objects.create(from_agent=survivor, to_agent=other, label="is the same as")
    AgentRelation.objects.create(from_agent=survivor, to_agent=friend, label="knew", note="One.")
    AgentRelation.objects.create(from_agent=other, to_agent=friend, label="knew", note="Two.")
    merged(survivor, other)
    relation = AgentRelation.objects.get()
    assert (relation.from_agent, relation.to_agent) == (survivor, friend)
    assert set(relation.note.split("; ")) == {"One.", "Two."}


def test_the_person_chooses_field_by_field_and_nothing_empty_wins() -> None:
    survivor, other = two(history="Mine.", functions="Commander")
    Agent.objects.filter(pk=other.pk).update(
        history="Theirs.", functions="Force Commander", viaf_id="77", notes="House."
    )
    other.refresh_from_db()
    shown = {choice.name: choice for choice in preview(survivor, other).fields}
    assert shown["functions"].is_open
    assert not shown["viaf_id"].is_open
    merged(survivor, other, functions="theirs", history="both")
    survivor.refresh_from_db()
    assert survivor.functions == "Force Commander"
    assert survivor.history == "Mine.\n\nTheirs."
    assert (survivor.viaf_id, survivor.notes) == ("77", "House.")


def test_an_identifier_that_both_claim_does_not_stop_a_merge() -> None:
    survivor, other = two(wikidata_id="Q1")
    Agent.objects.filter(pk=other.pk).update(wikidata_id="Q2")
    other.refresh_from_db()
    merged(survivor, other, wikidata_id="theirs")
    survivor.refresh_from_db()
    assert survivor.wikidata_id == "Q2"


def test_the_old_address_leads_to_the_one_that_stays(client: Client) -> None:
    survivor, other = two()
    third = make_agent(name="Dallaire, General", published=True)
    first, second = other.get_absolute_url(), third.get_absolute_url()
    merged(other, third)
    merged(survivor, other)
    for address in (first, second):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (301, survivor.get_absolute_url())
    survivor.withdraw(by=None, reason="No longer.")
    assert client.get(first).status_code == 404
    assert make_agent(name="Dallaire, R. A.").slug != other.slug


def test_no_address_leads_on_from_what_was_never_public(client: Client) -> None:
    survivor = make_agent(name="A, Body", published=True)
    draft = make_agent(name="A, Bodie")
    address = draft.get_absolute_url()
    merged(survivor, draft)
    assert client.get(address).status_code == 404
    assert not OldIdentifier.objects.exists()


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize(
    ("fields", "privacy"),
    [
        ({"privacy": "withheld"}, Privacy.WITHHELD),
        ({"privacy": "pseudonym", "public_name": "The porter"}, Privacy.PSEUDONYM),
        ({"privacy": "name_only"}, Privacy.NAME_ONLY),
    ],
)
def test_the_stricter_privacy_always_wins(
    client: Client, swapped: bool, fields: dict[str, str], privacy: str
) -> None:
    public = make_agent(name="Mukamana, Jeanne", history="Nurse.", published=True)
    hidden = make_agent(name="Mukamana, J.", history="Secret.", published=True, **fields)
    item = make_item(published=True)
    make_item_agent(item=item, agent=public)
    addresses = [public.get_absolute_url(), hidden.get_absolute_url()]
    survivor, other = (hidden, public) if swapped else (public, hidden)
    merged(survivor, other, privacy=Privacy.PUBLIC)
    kept = Agent.objects.get()
    assert kept.privacy == privacy
    page = client.get(item.get_absolute_url()).content.decode()
    if privacy != Privacy.NAME_ONLY:
        assert "Mukamana" not in page
        assert "mukamana" not in kept.slug
        assert client.get(addresses[0]).status_code == 404
        assert not OldIdentifier.objects.exists()
        for address in addresses:
            assert b"ukamana" not in client.get(address).content.replace(address.encode(), b"")
    if privacy == Privacy.PSEUDONYM:
        assert kept.public_name == "The porter"


def test_a_protected_name_leads_nowhere_once_it_is_protected(client: Client) -> None:
    survivor, other = two()
    address = other.get_absolute_url()
    merged(survivor, other)
    assert client.get(address).status_code == 301
    survivor.refresh_from_db()
    survivor.privacy, survivor.public_name = Privacy.PSEUDONYM, "The general"
    survivor.save()
    dependants.announce_change(survivor)
    assert client.get(address).status_code == 404
    assert not OldIdentifier.objects.exists()


def test_a_merge_says_why_and_refuses_what_changed_meanwhile() -> None:
    survivor, other = two()
    with pytest.raises(MergeRefused, match="how you know"):
        merge(survivor, other, {}, by=None, reason=" ")
    with pytest.raises(MergeRefused, match="two different"):
        merge(survivor, survivor, {}, by=None, reason=REASON)
    with pytest.raises(MergeRefused, match="two different"):
        merge(survivor, make_place(), {}, by=None, reason=REASON)
    seen = preview(survivor, other).seen
    other.functions = "Changed"
    other.save()
    with pytest.raises(MergeRefused, match="meanwhile"):
        merge(survivor, other, {}, by=None, reason=REASON, seen=seen)
    assert Agent.objects.count() == 2


def test_the_deed_is_kept_with_its_reason_and_its_history() -> None:
    survivor, other = two()
    make_item_agent(item=make_item(), agent=other)
    person = cast.cataloguer()
    deed = merge(survivor, other, {}, by=person, reason=REASON)
    assert (deed.by, deed.source, deed.reason) == (person, ChangeSet.Source.MERGE, REASON)
    assert "Dallaire" not in deed.title
    assert Agent.changes.filter(change_set=deed, history_type="-", id=other.pk).exists()
    assert ItemAgent.changes.filter(change_set=deed, agent_id=survivor.pk).exists()


def test_two_parts_of_one_interview_are_settled_there_first() -> None:
    survivor, other = two()
    interview = make_interview(narrators=())
    for person in (survivor, other):
        make_participation(interview=interview, agent=person)
    assert preview(survivor, other).blockers
    with pytest.raises(MergeRefused, match="parts of its own"):
        merged(survivor, other)
    assert Agent.objects.filter(pk=other.pk).exists()


def test_what_is_on_hold_is_not_merged() -> None:
    survivor, other = two()
    other.hold(by=None)
    with pytest.raises(MergeRefused, match="on hold"):
        merged(survivor, other)


def test_places_move_with_their_branch_and_never_lie_in_themselves(client: Client) -> None:
    country = make_place(name="Rwanda", published=True)
    other = make_place(name="Kigaly", parent=country, published=True)
    between = make_place(name="Nyarugenge", parent=other)
    survivor = make_place(name="Kigali", parent=between, published=True)
    item = make_item()
    make_item_place(item=item, place=other)
    make_item_place(item=item, place=survivor)
    address = other.get_absolute_url()
    merged(survivor, other)
    survivor.refresh_from_db()
    between.refresh_from_db()
    assert (survivor.parent, between.parent) == (country, survivor)
    assert item.item_places.count() == 1
    assert survivor.other_names == "Kigaly"
    assert client.get(address)["Location"] == survivor.get_absolute_url()


def test_subjects_and_archives_merge_too(client: Client) -> None:
    survivor, other = make_subject(published=True), make_subject(published=True)
    item = make_item(subjects=[other, survivor])
    interview = make_interview()
    interview.subjects.add(other)
    address = other.get_absolute_url()
    merged(survivor, other)
    assert list(item.subjects.all()) == [survivor] == list(interview.subjects.all())
    assert client.get(address).status_code == 301
    archive, double = make_repository(published=True), make_repository(published=True)
    copy = make_copy(item=make_item(), repository=double)
    known = make_item(held_at=double)
    collection = make_collection(repository=double)
    address = double.get_absolute_url()
    merged(archive, double)
    for record in (copy, known, collection):
        record.refresh_from_db()
    assert copy.repository == archive == known.held_at == collection.repository
    assert client.get(address)["Location"] == archive.get_absolute_url()


def test_a_merge_of_many_roles_costs_a_few_queries_for_each(
    django_assert_max_num_queries: Any,
) -> None:
    survivor, other = two()
    for _ in range(40):
        make_item_agent(item=make_item(), agent=other, role="recipient")
    with django_assert_max_num_queries(300):
        merged(survivor, other)
    assert survivor.item_agents.count() == 40
    assert ArchivalItem.objects.count() == 40


def test_a_merge_is_undone_with_every_role_and_without_its_old_address(client: Client) -> None:
    survivor, other = two(functions="Commander")
    item, letter = make_item(published=True), make_item()
    make_item_agent(item=item, agent=survivor, role="author", note="Mine.")
    make_item_agent(item=item, agent=other, role="author", note="Theirs.")
    make_item_agent(item=letter, agent=other, role="shown")
    collection = make_collection()
    collection.creators.add(other)
    AgentName.objects.create(agent=other, name="Dallaire, Gen.")
    third = make_agent(name="Dallaire, General", published=True)
    merge(other, third, {}, by=None, reason=REASON)
    address, oldest = other.get_absolute_url(), third.get_absolute_url()
    before = {
        agent.pk: (agent.name, agent.slug, agent.state, roles_of(agent),
                   set(agent.names.values_list("name", flat=True)))
        for agent in (survivor, other)
    }  # fmt: skip
    person = cast.cataloguer()
    deed = merge(survivor, other, {}, by=person, reason=REASON)
    assert client.get(oldest)["Location"] == survivor.get_absolute_url()
    undo(deed, by=person)
    after = {
        agent.pk: (agent.name, agent.slug, agent.state, roles_of(agent),
                   set(agent.names.values_list("name", flat=True)))
        for agent in Agent.objects.all()
    }  # fmt: skip
    assert after == before
    assert set(item.item_agents.values_list("note", flat=True)) == {"Mine.", "Theirs."}
    assert list(collection.creators.all()) == [Agent.objects.get(pk=other.pk)]
    assert client.get(address).status_code == 200
    assert client.get(oldest)["Location"] == address


def test_undoing_a_merge_with_a_protected_person_shows_no_name(client: Client) -> None:
    public = make_agent(name="Mukamana, Jeanne", published=True)
    hidden = make_agent(name="Secretname, Ann", privacy="withheld", published=True)
    item = make_item(published=True)
    for agent in (public, hidden):
        make_item_agent(item=item, agent=agent, role="author")
    person = cast.cataloguer()
    deed = merge(public, hidden, {}, by=person, reason=REASON)
    assert "Mukamana" not in client.get(item.get_absolute_url()).content.decode()
    undo(deed, by=person)
    page = client.get(item.get_absolute_url()).content.decode()
    assert "Secretname" not in page
    assert Agent.objects.get(pk=hidden.pk).privacy == Privacy.WITHHELD
    kept = Agent.objects.get(pk=public.pk)
    assert kept.privacy == Privacy.PUBLIC
    assert client.get(kept.get_absolute_url()).status_code == 200
