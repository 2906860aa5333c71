"""Lists and single records of the API, as programs read them."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from briefingbooks.open_data.kinds import KINDS, PASSAGES
from tests.briefingbooks.make import make_book, make_entry
from tests.declassification.make import make_request
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
from tests.oralhistory.make import make_interview, make_transcript

pytestmark = pytest.mark.django_db
HOME = "/api/v1/"
MAKERS: dict[str, Any] = {
    "items": make_item,
    "collections": make_collection,
    "archives": make_repository,
    "people": make_agent,
    "places": make_place,
    "subjects": make_subject,
    "books": make_book,
    "interviews": make_interview,
    "requests": make_request,
}
KEYS = {kind.name: kind.key for kind in KINDS}


def get(client: Client, address: str, status: int = 200, **asked: Any) -> Any:
    response = client.get(f"{HOME}{address}" if "/api/" not in address else address, asked)
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/json; charset=utf-8" or status >= 400
    assert response["Content-Type"].startswith("application/json")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "no-cache"
    return response.json()


def identifiers(client: Client, address: str, **asked: Any) -> list[str]:
    """Read a whole list by its `next` addresses."""
    found, page = [], get(client, address, **asked)
    while True:
        found += [one["id"] for one in page["results"]]
        if page["next"] is None:
            return found
        page = get(client, page["next"].removeprefix("http://testserver"))


@pytest.mark.parametrize("kind", MAKERS)
def test_every_kind_has_a_list_and_single_records_of_what_is_public(
    client: Client, kind: str
) -> None:
    make, key = MAKERS[kind], KEYS[kind]
    shown, hidden = make(published=True), make()
    listed = get(client, kind)["results"]
    by_id = {one["id"]: one for one in listed}
    assert getattr(hidden, key) not in by_id
    one = get(client, f"{kind}/{getattr(shown, key)}")
    assert by_id[getattr(shown, key)] == one
    assert one["url"] == f"http://testserver{shown.get_absolute_url()}"
    missing = get(client, f"{kind}/no-such-record", 404)
    assert get(client, f"{kind}/{getattr(hidden, key)}", 404) == missing
    assert client.get(one["url"].removeprefix("http://testserver")).status_code == 200


@pytest.mark.parametrize("kind", MAKERS)
def test_a_withdrawn_record_says_its_notice(client: Client, kind: str) -> None:
    record = MAKERS[kind](published=True)
    record.withdraw(by=None, reason="CANARY", notice="Taken back.")
    said = get(client, f"{kind}/{getattr(record, KEYS[kind])}", 410)
    assert said["notice"] == "Taken back."
    assert "CANARY" not in str(said)


def test_a_list_is_read_to_its_end_and_nothing_comes_twice(client: Client) -> None:
    places = [make_place(published=True) for _ in range(7)]
    assert identifiers(client, "places", limit=3) == [place.slug for place in places]
    page = get(client, "places", limit=3)
    places[1].withdraw(by=None, reason="A mistake.")
    make_place(published=True)
    following = get(client, page["next"].removeprefix("http://testserver"))["results"]
    assert [one["id"] for one in following] == [place.slug for place in places[3:6]]


def test_an_unchanged_page_is_known_again(client: Client) -> None:
    for _ in range(3):
        make_place(published=True)
    first = client.get(f"{HOME}places?limit=2")
    again = client.get(f"{HOME}places?limit=2", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(f"{HOME}places?limit=2")
    assert (head.status_code, head["ETag"], head.content) == (200, first["ETag"], b"")


def test_the_questions_are_those_of_the_catalogue(client: Client) -> None:
    archive, person = make_repository(code="UN", published=True), make_agent(published=True)
    cable = make_item(kind="cable", title="Warning", published=True)
    make_copy(item=cable, repository=archive)
    make_item_agent(item=cable, agent=person)
    letter = make_item(kind="letter", date_edtf="1990", published=True)
    for asked in (
        {"kind": "cable"},
        {"archive": "UN"},
        {"person": person.slug},
        {"year_from": 1994},
        {"q": "warning"},
    ):
        assert identifiers(client, "items", limit=1, **asked) == [cable.ref]
    assert identifiers(client, "items", kind=["cable", "letter"]) == [cable.ref, letter.ref]


def test_interviews_are_found_by_their_words(client: Client) -> None:
    interview = make_interview(published=True)
    make_transcript(interview=interview, cues=[{"text": "The roadblock was there."}])
    make_interview(published=True)
    assert identifiers(client, "interviews", q="roadblocks") == [interview.ref]
    assert identifiers(client, "interviews", q="nothing of the kind") == []


@pytest.mark.parametrize(
    ("address", "question"),
    [
        ("items?kind=fish", "kind"),
        ("items?year_from=x", "year_from"),
        ("items?year_from=1995&year_to=1994", "year_to"),
        ("items?archive=NOWHERE", "archive"),
        ("items?knd=cable", "knd"),
        ("items?limit=0", "limit"),
        ("items?limit=9999", "limit"),
        ("items?limit=x", "limit"),
        ("items?cursor=WyJpdGVtcyIsMV0", "cursor"),
        ("items?cursor=%00", "cursor"),
        ("places?q=x", "q"),
        ("requests?state=x", "state"),
        ("interviews?person=x", "person"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_and_named(
    client: Client, address: str, question: str
) -> None:
    said = get(client, address, 422)
    assert question in [problem["question"] for problem in said["problems"]]
    assert all(problem["message"] for problem in said["problems"])


def test_a_cursor_of_another_list_is_refused(client: Client) -> None:
    for _ in range(2):
        make_place(published=True)
        make_subject(published=True)
    page = get(client, "places", limit=1)
    other = page["next"].removeprefix("http://testserver").replace("/places", "/subjects")
    assert get(client, other, 422)["problems"][0]["question"] == "cursor"


def test_a_hidden_record_can_not_be_guessed_by_a_question(client: Client) -> None:
    hidden = make_agent(name="CANARY")
    said = get(client, "items", 422, person=hidden.slug)
    nothing = get(client, "items", 422, person="x" * len(hidden.slug))
    assert str(said).replace(hidden.slug, "") == str(nothing).replace("x" * len(hidden.slug), "")


def test_the_words_of_an_interview_are_read_passage_by_passage(client: Client) -> None:
    interview = make_interview(published=True, content_notice="Tells of killings.")
    cues = [{"text": "One."}, {"text": "CANARY", "is_withheld": True}, {"text": "Three."}]
    make_transcript(interview=interview, cues=cues)
    address = f"interviews/{interview.ref}/passages"
    assert len(identifiers(client, address, limit=2)) == 3
    said = get(client, address)["results"]
    assert [one["is_withheld"] for one in said] == [False, True, False]
    assert "CANARY" not in str(said)
    assert get(client, f"interviews/{interview.ref}")["notices"] == ["Tells of killings."]
    get(client, "interviews/none/passages", 404)


def test_too_many_questions_are_told_to_wait(client: Client, settings: Any) -> None:
    settings.API_QUESTIONS_A_MINUTE = 2
    other = {"REMOTE_ADDR": "192.0.2.77"}
    answers = [client.get(f"{HOME}places", **other) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "60"
    assert answers[2].json()["status"] == 429


def test_nothing_can_be_written(client: Client) -> None:
    for method in (client.post, client.put, client.patch, client.delete):
        assert method(f"{HOME}items").status_code == 405


def test_an_address_with_a_slash_leads_to_the_one_without(client: Client) -> None:
    answer = client.get(f"{HOME}items/?kind=cable")
    assert (answer.status_code, answer["Location"]) == (301, f"{HOME}items?kind=cable")


def test_every_list_costs_the_same_for_one_and_for_eleven(client: Client) -> None:
    place, person, subject = (
        make_place(published=True),
        make_agent(published=True),
        make_subject(published=True),
    )
    book, interview = make_book(published=True), make_interview(published=True)
    counts: dict[str, list[int]] = {kind: [] for kind in [*MAKERS, "passages"]}
    for more in (1, 10):
        for _ in range(more):
            for make in MAKERS.values():
                make(published=True)
            item = make_item(published=True, subjects=[subject])
            make_copy(item=item)
            make_item_place(item=item, place=place)
            make_item_agent(item=item, agent=person)
            make_entry(book=book, item=item)
        make_transcript(interview=interview, cues=[{"text": "Words."}] * more)
        for kind, counted in counts.items():
            address = f"interviews/{interview.ref}/passages" if kind == "passages" else kind
            with CaptureQueriesContext(connection) as queries:
                assert get(client, address)["results"]
            counted.append(len(queries))
    assert {kind: counted[0] == counted[1] for kind, counted in counts.items()} == dict.fromkeys(
        counts, True
    ), counts
    assert PASSAGES.name in counts


def test_a_collection_whose_archive_is_not_public_names_none(client: Client) -> None:
    archive = make_repository(published=True)
    collection = make_collection(repository=archive, published=True)
    archive.withdraw(by=None, reason="A mistake.")
    answer = client.get(f"{HOME}collections/{collection.code}")
    assert (answer.status_code, answer.json()["archive"]) == (200, None)
