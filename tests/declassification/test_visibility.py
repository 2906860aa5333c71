"""Who may see requests and their parts: state x embargo x authority x person."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from django.utils import timezone

from collections_app.dependants import mentions_of
from collections_app.publication import PublicationState
from declassification.models import (
    AccessRequest,
    Authority,
    Decision,
    RequestedDocument,
    RequestEvent,
)
from declassification.stages import Stage
from tests import cast
from tests.declassification.make import (
    SENT,
    make_authority,
    make_decision,
    make_document,
    make_request,
    set_publication,
)
from tests.make import make_item

pytestmark = pytest.mark.django_db
PAST, FUTURE = (timezone.now() + timedelta(days=days) for days in (-1, 1))
ROWS = list(product(PublicationState.values, [PAST, FUTURE]))
SEES_ALL = {"editor", "director", "administrator"}
PEOPLE = [*SEES_ALL, "reader", "cataloguer", "transcriber", "outsider_with_account"]


@pytest.mark.parametrize(("state", "public_from"), ROWS)
def test_requests_and_authorities_by_state_embargo_and_person(
    state: str, public_from: datetime
) -> None:
    request = make_request(stage=Stage.SENT)
    set_publication(request, state, public_from)
    is_public = state == PublicationState.PUBLISHED and public_from == PAST
    assert AccessRequest.objects.public().exists() is is_public
    assert request.is_public() is is_public
    for name in PEOPLE:
        seen = AccessRequest.objects.visible_to(getattr(cast, name)()).exists()
        assert seen is (is_public or name in SEES_ALL), name


@pytest.mark.parametrize(("state", "public_from"), ROWS)
def test_a_request_is_public_only_with_its_authority(state: str, public_from: datetime) -> None:
    authority = make_authority()
    request = make_request(authority=authority, published=True)
    set_publication(authority, state, public_from)
    is_public = state == PublicationState.PUBLISHED and public_from == PAST
    assert AccessRequest.objects.public().exists() is is_public
    assert request.is_public() is is_public
    assert Authority.objects.public().filter(pk=authority.pk).exists() is is_public


@pytest.mark.parametrize(("state", "public_from"), ROWS)
def test_parts_are_as_public_as_their_request(state: str, public_from: datetime) -> None:
    request = make_request(stage=Stage.IN_PROCESS)
    document = make_document(request=request, item=make_item(published=True))
    decision = make_decision(document=document)
    event = request.add_note(by=None, on=SENT, note="house", public_note="For readers.")
    request = AccessRequest.objects.get(pk=request.pk)
    set_publication(request, state, public_from)
    is_public = state == PublicationState.PUBLISHED and public_from == PAST
    for model, part in (
        (RequestEvent, event),
        (Decision, decision),
        (RequestedDocument, document),
    ):
        assert list(model.objects.public()) == ([part] if is_public else [])
        assert part.is_public() is is_public
        for name in PEOPLE:
            seen = model.objects.visible_to(getattr(cast, name)()).filter(pk=part.pk).exists()
            assert seen is (is_public or name in SEES_ALL), (model, name)


def test_an_entry_without_public_words_or_corrected_is_never_public() -> None:
    request = make_request(stage=Stage.APPROVED, published=True)
    sent = request.send(by=None, on=SENT, note="house", public_note="Sent.")
    assert list(RequestEvent.objects.public()) == [sent]
    better = request.correct(sent, by=None, on=SENT, note="typing", public_note="Sent by post.")
    assert list(RequestEvent.objects.public()) == [better]


@pytest.mark.parametrize(("state", "public_from"), ROWS)
def test_a_document_is_told_only_with_its_item(state: str, public_from: datetime) -> None:
    request = make_request(stage=Stage.IN_PROCESS, published=True)
    item = make_item(published=True)
    decision = make_decision(document=make_document(request=request, item=item))
    set_publication(item, state, public_from)
    is_public = state == PublicationState.PUBLISHED and public_from == PAST
    assert RequestedDocument.objects.public().exists() is is_public
    assert Decision.objects.public().filter(pk=decision.pk).exists() is is_public


def test_a_document_kept_from_readers_is_not_told() -> None:
    request = make_request(published=True)
    make_document(request=request, is_told=False)
    shown = make_document(request=request)
    assert list(RequestedDocument.objects.public()) == [shown]


def test_the_rule_answers_for_another_instant() -> None:
    request = make_request(authority=make_authority(public_from=None))
    opening = datetime(2030, 4, 7, tzinfo=UTC)
    request.publish(by=None, public_from=opening)
    assert not AccessRequest.objects.public().exists()
    assert AccessRequest.objects.public(at=opening).exists()


def test_an_item_mentions_the_published_requests_for_it_and_no_others() -> None:
    item = make_item(published=True)
    shown = make_request(items=[item], published=True)
    make_request(items=[item])
    make_request(items=[item], public_from=FUTURE)
    make_request(published=True)
    (mention,) = mentions_of(item)
    assert mention.url == shown.get_absolute_url()
    assert shown.title in mention.title


def test_publication_lacks_scope_authority_and_truth_about_demonstrations() -> None:
    request = make_request(authority=make_authority(published=False, is_fictional=True), scope="")
    fields = [gap.field for gap in request.publication_gaps() if gap.blocks]
    assert fields == ["scope", "authority", "is_demonstration"]


def test_publication_warns_of_what_readers_would_miss() -> None:
    request = make_request(items=[make_item()], stage=Stage.IN_PROCESS)
    make_decision(document=request.documents.get())
    messages = " ".join(gap.message for gap in request.publication_gaps() if not gap.blocks)
    assert "timeline will be empty" in messages
    assert "is not public and will not be shown" in messages
    assert "No exemption is cited" in messages
    assert not [gap for gap in request.publication_gaps() if gap.blocks]


def test_publishing_what_was_not_sent_announces_it() -> None:
    (gap,) = [gap for gap in make_request().publication_gaps() if gap.field == "stage"]
    assert "would announce it" in gap.message
    assert not gap.blocks
