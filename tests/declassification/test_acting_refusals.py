"""What the pages of the verbs say when they refuse, and the desk of a request afterwards."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from declassification.models import AccessRequest
from declassification.stages import Stage
from tests.declassification.desks import act, answers, change
from tests.declassification.make import make_document, make_request
from tests.make import make_item

pytestmark = pytest.mark.django_db


def decide_url(request: AccessRequest) -> tuple[str, Any]:
    document = make_document(request=request, item=make_item())
    name = "admin:declassification_accessrequest_decide"
    return reverse(name, args=[request.pk, document.pk]), document


@pytest.mark.parametrize(
    ("verb", "facts", "field"),
    [
        ("decide", {"outcome": "granted_part"}, "outcome"),
        ("decide", {"outcome": "no_records", "received_on": "2016-05-09"}, "received_on"),
        ("ask_fee", {"reply_by": "2016-05-09"}, "reply_by"),
        ("release_part", {}, "__all__"),
    ],
)
def test_a_refusal_names_its_field_and_is_summed_up_with_a_link(
    desk: Client, verb: str, facts: dict[str, str], field: str
) -> None:
    request = make_request(stage=Stage.IN_PROCESS)
    before = request.events.count()
    response = desk.post(act(request, verb), answers(request, **facts))
    assert list(response.context["form"].errors) == [field]
    words = response.content.decode()
    assert "Nothing was recorded." in words
    assert field == "__all__" or f'<a href="#id_{field}">' in words
    assert request.events.count() == before


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"agency_number": "C1"}, "agency_number"),
        ({"pages_reviewed": "2", "pages_withheld": "3"}, "pages_withheld"),
    ],
)
def test_a_decision_that_contradicts_itself_names_its_field(
    desk: Client, facts: dict[str, str], field: str
) -> None:
    request = make_request(stage=Stage.IN_PROCESS)
    url, _document = decide_url(request)
    said = answers(request, determination="no_record", access_condition="open", agency_number="C1")
    assert desk.post(url, said).status_code == 302
    request.refresh_from_db()
    url, _other = decide_url(request)
    response = desk.post(url, said | {"revision": request.revision, "agency_number": ""} | facts)
    assert list(response.context["form"].errors) == [field]
    assert request.decisions.count() == 1


def test_the_desk_of_a_request_says_what_was_decided_on_which_document(desk: Client) -> None:
    request = make_request(stage=Stage.IN_PROCESS)
    url, document = decide_url(request)
    desk.post(url, answers(request, determination="no_record", access_condition="open"))
    words = " ".join(desk.get(change(request)).content.decode().split())
    assert f"{document}: not found, 10 May 2016 (<a" in words
    assert f"Decided for one document ({document}: not found" in words


def test_a_request_can_be_referred_to_two_authorities(desk: Client) -> None:
    request = make_request(stage=Stage.REFERRED)
    desk.post(act(request, "refer"), answers(request, party="the second agency"))
    assert "(to the second agency)" in desk.get(change(request)).content.decode()
