"""One request made into several, several into one: whole or not at all, told in every log."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from declassification.admin.parting import numbers_of
from declassification.models import AccessRequest, Refused, RequestedDocument
from declassification.parting import Part, may_be_merged, merge, split
from declassification.stages import EventKind, Stage
from tests import cast
from tests.declassification.desks import change
from tests.declassification.make import (
    fr_crpa,
    make_authority,
    make_decision,
    make_document,
    make_reference_number,
    make_request,
)
from tests.make import make_item

pytestmark = pytest.mark.django_db
ON = date(2016, 5, 12)


def with_documents(number: int = 3, **fields: Any) -> tuple[AccessRequest, list[RequestedDocument]]:
    request = make_request(**fields)
    return request, [
        make_document(request=request, title=f"Memo {n}") for n in range(1, number + 1)
    ]


def titles(request: AccessRequest) -> list[str]:
    return [document.title for document in request.documents.all()]


def page(request: AccessRequest, name: str) -> str:
    return reverse(f"admin:declassification_accessrequest_{name}", args=[request.pk])


# --- Splitting ---------------------------------------------------------------------------------


def test_parts_take_their_documents_and_the_request_goes_on_with_the_rest() -> None:
    request, (one, two, _) = with_documents(stage=Stage.RECEIVED)
    first, second = split(
        request, [Part("First", [one]), Part("Second", [two])], by=None, on=ON, supersedes=False
    )
    assert [titles(each) for each in (first, second, request)] == [
        ["Memo 1"],
        ["Memo 2"],
        ["Memo 3"],
    ]
    assert {first.split_from, second.split_from} == {request}
    assert {first.stage, second.stage} == {Stage.DRAFT}
    assert (first.authority, first.regime, first.scope) == (
        request.authority, request.regime, request.scope,
    )  # fmt: skip
    assert (request.stage, request.superseded_by) == (Stage.RECEIVED, None)


def test_a_request_superseded_by_its_first_part_keeps_its_documents_as_its_record() -> None:
    request, documents = with_documents(stage=Stage.RECEIVED)
    parts = [Part("First", documents[:2]), Part("Second", documents[2:])]
    first, second = split(request, parts, by=None, on=ON, supersedes=True)
    request.refresh_from_db()
    assert (request.stage, request.superseded_by) == (Stage.SUPERSEDED, first)
    assert titles(request) == ["Memo 1", "Memo 2", "Memo 3"]
    assert (titles(first), titles(second)) == (["Memo 1", "Memo 2"], ["Memo 3"])


def test_a_split_is_told_in_every_log() -> None:
    request, (one, two, _) = with_documents(stage=Stage.RECEIVED)
    (first,) = split(
        request, [Part("A", [one, two])], by=None, on=ON, supersedes=False, note="Two boxes."
    )
    assert request.standing_events()[-1].note == f"Split into {first.number}. Two boxes."
    assert first.standing_events()[-1].note == f"Split from {request.number}, with 2 documents."


def test_a_document_moved_to_a_part_has_it_in_its_history() -> None:
    request, (one, *_) = with_documents()
    (first,) = split(
        request, [Part("A", [one])], by=None, on=request.authority.today(), supersedes=False
    )
    moved = first.documents.get()
    assert [row.request_id for row in moved.changes.all()] == [first.pk, request.pk]


@pytest.mark.parametrize("stage", [Stage.DECIDED, Stage.CLOSED, Stage.WITHDRAWN, Stage.SUPERSEDED])
def test_what_was_answered_or_has_ended_is_not_split(stage: str) -> None:
    request, (one, *_) = with_documents(stage=stage)
    with pytest.raises(Refused, match="can not be split any more"):
        split(request, [Part("A", [one])], by=None, on=ON, supersedes=False)


def test_a_split_that_can_not_be_is_refused_and_nothing_is_written() -> None:
    request, (one, two, three) = with_documents(stage=Stage.IN_PROCESS)
    make_decision(document=make_document(request=request, item=make_item()))
    decided = request.documents.last()
    other = make_document(request=make_request())
    for parts, said in (
        ([], "Nothing is chosen"),
        ([Part("A", [])], "Nothing is chosen"),
        ([Part("A", [one]), Part("B", [one])], "one part only"),
        ([Part("A", [other])], "not asked for by this request"),
        ([Part("A", [one, decided])], "was decided on here"),
        ([Part("A", [two]), Part("", [three])], "title"),
    ):
        before = AccessRequest.objects.count()
        with pytest.raises(ValidationError, match=said):
            split(request, parts, by=None, on=request.authority.today(), supersedes=False)
        assert AccessRequest.objects.count() == before
        assert request.documents.count() == 4


def test_a_request_that_goes_on_keeps_at_least_one_document() -> None:
    request, documents = with_documents()
    with pytest.raises(Refused, match="Nothing would stay"):
        split(request, [Part("A", documents)], by=None, on=ON, supersedes=False)


def test_nothing_is_split_where_somebody_acted_meanwhile() -> None:
    request, (one, *_) = with_documents(stage=Stage.RECEIVED)
    same = AccessRequest.objects.get(pk=request.pk)
    same.acknowledge(by=None, on=ON)
    with pytest.raises(Refused, match="Somebody else"):
        split(request, [Part("A", [one])], by=None, on=ON, supersedes=False)
    assert titles(request) == ["Memo 1", "Memo 2", "Memo 3"]


# --- Merging -----------------------------------------------------------------------------------


def test_a_merged_request_ends_and_what_it_asked_for_comes_once() -> None:
    authority, item = make_authority(), make_item()
    request, _ = with_documents(1, authority=authority, stage=Stage.RECEIVED)
    other, _ = with_documents(2, authority=authority, stage=Stage.SENT)
    for each in (request, other):
        make_document(request=each, item=item)
    make_reference_number(request=other, value="F-2")
    assert merge(request, [other], by=None, on=ON) == 1
    other.refresh_from_db()
    assert (other.stage, other.superseded_by) == (Stage.SUPERSEDED, request)
    assert other.documents.count() == 3
    assert sorted(titles(request)) == ["", "Memo 1", "Memo 2"]
    assert [number.value for number in request.reference_numbers.all()] == ["F-2"]
    told = f"{other.number} merged into this request: 1 document came."
    assert request.standing_events()[-1].note == told
    assert other.standing_events()[-1].kind == EventKind.SUPERSEDED


def test_only_requests_of_the_same_authority_law_and_kind_are_merged() -> None:
    request, _ = with_documents(stage=Stage.RECEIVED)
    same = request.authority
    elsewhere = make_request(stage=Stage.SENT)
    other_law = make_request(authority=same, regime=fr_crpa(), kind="access")
    ended = make_request(authority=same, stage=Stage.CLOSED)
    fitting = make_request(authority=same)
    assert list(may_be_merged(request)) == [fitting]
    for others, said in (
        ([elsewhere], "another authority"),
        ([other_law], "another law"),
        ([ended], "can not be merged any more"),
        ([], "Nothing is chosen"),
        ([request], "Nothing is chosen"),
        ([fitting, elsewhere], "another authority"),
    ):
        with pytest.raises(Refused, match=said):
            merge(request, others, by=None, on=ON)
    fitting.refresh_from_db()
    assert fitting.stage == Stage.DRAFT
    assert request.documents.count() == 3


@pytest.mark.parametrize("stage", [Stage.DECIDED, Stage.WITHDRAWN])
def test_nothing_is_merged_into_a_request_that_was_answered_or_has_ended(stage: str) -> None:
    request = make_request(stage=stage)
    with pytest.raises(Refused, match="can not be added to any more"):
        merge(request, [make_request(authority=request.authority)], by=None, on=ON)


def test_what_was_decided_on_stays_with_the_request_in_which_it_was() -> None:
    request = make_request(stage=Stage.IN_PROCESS)
    other = make_request(authority=request.authority, stage=Stage.IN_PROCESS)
    make_decision(document=make_document(request=other, item=make_item()))
    assert merge(request, [other], by=None, on=request.authority.today()) == 0
    assert other.documents.count() == 1


def asked_of(
    request: AccessRequest, *parts: tuple[str, str], given: int = 1
) -> dict[str, str | int]:
    """Return what the form sends: of each part its title and the numbers of its documents."""
    facts: dict[str, str | int] = {"on": "2016-05-12", "revision": request.revision}
    facts |= {"part-TOTAL_FORMS": len(parts), "part-INITIAL_FORMS": given}
    for number, (title, takes) in enumerate(parts):
        facts |= {f"part-{number}-title": title, f"part-{number}-takes": takes}
    return facts


# --- At the desk -------------------------------------------------------------------------------


def test_a_request_is_split_at_the_desk_by_the_numbers_of_its_list(desk: Client) -> None:
    request, _ = with_documents(4)
    assert page(request, "split") in desk.get(change(request)).content.decode()
    assert "<li>Memo 2</li>" in desk.get(page(request, "split")).content.decode()
    facts = asked_of(request, ("A", "1, 3-4"))
    answer = desk.post(page(request, "split"), facts, follow=True)
    assert "Recorded: Split into several requests." in answer.content.decode()
    part = request.parts.get()
    assert (part.title, titles(part), titles(request)) == (
        "A", ["Memo 1", "Memo 3", "Memo 4"], ["Memo 2"],
    )  # fmt: skip


def test_numbers_are_read_as_people_write_them() -> None:
    assert numbers_of("1-3, 5, 3", 5) == [1, 2, 3, 5]
    assert numbers_of("2–4", 5) == [2, 3, 4]
    for wrong in ("6", "0", "3-1", "x", "1-", "1 2", "-1"):
        with pytest.raises(ValidationError):
            numbers_of(wrong, 5)


def test_a_part_without_title_or_documents_is_refused_at_its_field(desk: Client) -> None:
    request, _ = with_documents(3)
    facts = asked_of(request, ("A", "9"), ("B", ""))
    answer = desk.post(page(request, "split"), facts).content.decode()
    assert "which goes from 1 to 3" in answer
    assert "Say which documents this part takes." in answer
    assert "Nothing was recorded." in answer
    assert AccessRequest.objects.count() == 1


def test_as_many_parts_are_made_as_the_desk_asks_room_for(desk: Client) -> None:
    request, _ = with_documents(8)
    four = [(f"Part {number}", str(number)) for number in range(1, 5)]
    facts = {**asked_of(request, *four), "note": "Too broad", "more": "1"}
    asked = desk.post(page(request, "split"), facts)
    assert AccessRequest.objects.count() == 1
    parts = asked.context["form"].parts
    assert [part["takes"].value() for part in parts] == ["1", "2", "3", "4", None, None, None]
    assert "Too broad" in asked.content.decode()
    assert "errornote" not in asked.content.decode()
    seven = [*four, ("Part 5", "5"), ("", ""), ("Part 7", "7")]
    desk.post(page(request, "split"), asked_of(request, *seven, given=4))
    made = request.parts.order_by("pk")
    assert [part.title for part in made] == [*(title for title, _ in four), "Part 5", "Part 7"]
    assert titles(request) == ["Memo 6", "Memo 8"]


def test_room_for_more_parts_is_made_while_the_rows_are_still_empty(desk: Client) -> None:
    request, _ = with_documents(8)
    four = [("Part 1", "1"), ("", ""), ("", ""), ("Part 4", "4")]
    asked = desk.post(page(request, "split"), {**asked_of(request, *four), "more": "1"})
    assert [part["takes"].value() for part in asked.context["form"].parts] == [
        "1", "4", None, None, None, None, None,
    ]  # fmt: skip


def test_the_desk_names_the_requests_that_belong_with_one(desk: Client) -> None:
    request, (one, *_) = with_documents(3)
    (part,) = split(request, [Part("Half", [one])], by=None, on=ON, supersedes=False)
    other = make_request(authority=request.authority, title="The other")
    merge(request, [other], by=None, on=request.authority.today())
    said = desk.get(change(request)).content.decode()
    assert f'Split into: <a href="{change(part)}">{part}</a>' in said
    assert f'Continues: <a href="{change(other)}">{other}</a>' in said
    assert f'Split from: <a href="{change(request)}">' in desk.get(change(part)).content.decode()
    assert f'Continued in: <a href="{change(request)}">' in desk.get(change(other)).content.decode()


def test_readers_learn_of_the_requests_that_belong_with_one_only_where_those_are_public(
    client: Client,
) -> None:
    request, (one, two, _) = with_documents(3, published=True)
    parts = [Part("Told half", [one]), Part("Secret half", [two])]
    told, secret = split(request, parts, by=None, on=ON, supersedes=False)
    told.publish(by=cast.director())
    said = client.get(request.get_absolute_url()).content.decode()
    assert f'<a href="{told.get_absolute_url()}">' in said
    assert secret.number not in said
    assert "Secret half" not in said
    assert "Split from" in client.get(told.get_absolute_url()).content.decode()


def test_requests_are_merged_at_the_desk(desk: Client) -> None:
    request, _ = with_documents(1)
    other = make_request(authority=request.authority, title="The other")
    make_request(title="Elsewhere")
    asked = desk.get(page(request, "merge")).content.decode()
    assert "The other" in asked
    assert "Elsewhere" not in asked
    facts = {"on": "2016-05-12", "revision": request.revision, "others": [other.pk]}
    desk.post(page(request, "merge"), facts)
    other.refresh_from_db()
    assert other.superseded_by == request


def test_an_ended_request_says_why_it_is_neither_split_nor_merged(desk: Client) -> None:
    request = make_request(stage=Stage.CLOSED)
    for name in ("split", "merge"):
        assert page(request, name) not in desk.get(change(request)).content.decode()
        answer = desk.get(page(request, name), follow=True).content.decode()
        assert "any more." in answer


@pytest.mark.parametrize("person", ["editor", "administrator"])
def test_only_who_may_act_splits_and_merges(client: Client, person: str) -> None:
    client.force_login(getattr(cast, person)())
    request = make_request()
    for name in ("split", "merge"):
        assert client.get(page(request, name)).status_code == 403
