"""Forms that preselect nothing that decides a case, and refuse what the law or the log excludes."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from declassification.drafting.facts import Occasion, addressed_to
from declassification.models import AccessRequest, Appeal, Authority
from declassification.stages import Stage
from tests.declassification.by_hand import appealed, asked, due_under, refused
from tests.declassification.desks import act, answers
from tests.declassification.make import make_appeal, make_authority, make_document, make_request
from tests.declassification.make import rule as general
from tests.make import make_item

pytestmark = pytest.mark.django_db


def begin(request: AccessRequest) -> str:
    return reverse("admin:declassification_accessrequest_begin_appeal", args=[request.pk])


def step(appeal: Appeal, verb: str) -> str:
    name = "admin:declassification_accessrequest_appeal_step"
    return reverse(name, args=[appeal.request_id, appeal.pk, verb])


def first_choice(desk: Client, url: str, field: str) -> Any:
    form = desk.get(url).context["form"]
    return form[field].value() or next(iter(form.fields[field].choices))[0]


# --- More time ------------------------------------------------------------------------------------


def test_british_authorities_may_take_twenty_days_more_to_weigh_the_public_interest(
    desk: Client,
) -> None:
    request = asked("uk-foia", date(2024, 6, 3))
    assert due_under(request, "response") == [date(2024, 7, 1)]
    page = desk.get(act(request, "extend"))
    assert "more time to weigh the public interest" in page.content.decode()
    more = general("public_interest", "uk-foia")
    request.extend(by=None, on=date(2024, 6, 28), rule=more)
    # 2-5 July (4), 8-11 (8), 15-19 (13), 22-26 (18), 29 and 30; the twelfth is kept in the North.
    assert due_under(request, "response") == [date(2024, 7, 30)]
    with pytest.raises(ValidationError, match="allows no more"):
        request.extend(by=None, on=date(2024, 7, 26), rule=more)


@pytest.mark.parametrize("method", ["get", "post"])
def test_more_time_typed_by_hand_says_that_the_law_knows_none(desk: Client, method: str) -> None:
    request = asked("us-mdr", date(2025, 1, 13))
    response = getattr(desk, method)(
        act(request, "extend"), answers(request, on="2025-02-03"), follow=True
    )
    said = " ".join(response.content.decode().split())
    assert (
        "Mandatory declassification review, as recorded, knows no more time for the answer" in said
    )
    assert "Under which rule" not in said
    assert not request.events.filter(kind="extended").exists()


def test_more_time_without_a_law_says_that_none_is_chosen(desk: Client) -> None:
    request = make_request(stage=Stage.RECEIVED, regime=None)
    said = desk.get(act(request, "extend"), follow=True).content.decode()
    assert "No law is chosen" in said


def test_a_step_of_an_appeal_typed_by_hand_says_why_it_is_not_possible(desk: Client) -> None:
    request = refused(asked("us-mdr", date(2022, 5, 2)), date(2022, 12, 1))
    appeal = appealed(request, "agency_appeal", date(2022, 12, 27))
    said = desk.get(step(appeal, "extend"), follow=True).content.decode()
    assert "They take more time under the law” is not possible" in said
    assert "Under which rule" not in said


# --- Days in their order --------------------------------------------------------------------------


def test_an_appeal_is_not_filed_before_the_day_on_which_it_was_begun(desk: Client) -> None:
    appeal = make_appeal(on=date(2026, 5, 10))
    with pytest.raises(ValidationError, match="before 10 May 2026") as refusal:
        appeal.act("file", by=None, on=date(2026, 5, 9))
    assert set(refusal.value.message_dict) == {"on"}
    facts = answers(appeal.request, on="2026-05-09", in_spite="on")
    form = desk.post(step(appeal, "file"), facts).context["form"]
    assert "before 10 May 2026" in str(form.errors["on"])
    appeal.refresh_from_db()
    assert appeal.stage == "preparing"
    appeal.act("file", by=None, on=date(2026, 5, 10))


def test_a_day_that_is_set_right_keeps_the_order_of_an_appeal() -> None:
    appeal = make_appeal(on=date(2026, 5, 10), filed_on=date(2026, 5, 12))
    request = appeal.request
    begun, filed = appeal.events.order_by("pk")
    with pytest.raises(ValidationError, match="can not be before 10 May 2026"):
        request.correct(filed, by=None, on=date(2026, 5, 9), note="Wrong.")
    with pytest.raises(ValidationError, match="can not be after 12 May 2026"):
        request.correct(begun, by=None, on=date(2026, 5, 13), note="Wrong.")
    request.correct(begun, by=None, on=date(2026, 5, 8), note="The eighth.")
    request.correct(filed, by=None, on=date(2026, 5, 9), note="The ninth.")


# --- What nobody has chosen -----------------------------------------------------------------------


def test_how_a_request_ended_is_chosen_by_the_person(desk: Client) -> None:
    request = make_request(stage=Stage.RECEIVED)
    assert first_choice(desk, act(request, "decide"), "outcome") == ""
    form = desk.post(act(request, "decide"), answers(request)).context["form"]
    assert form.errors["outcome"] == ["This field is required."]


def test_what_was_decided_on_a_document_is_chosen_by_the_person(desk: Client) -> None:
    request = make_request(stage=Stage.RECEIVED)
    document = make_document(request=request, item=make_item())
    name = "admin:declassification_accessrequest_decide"
    url = reverse(name, args=[request.pk, document.pk])
    assert first_choice(desk, url, "determination") == ""
    form = desk.post(url, answers(request, access_condition="not_reviewed")).context["form"]
    assert form.errors["determination"] == ["This field is required."]


def test_how_an_appeal_ended_is_chosen_by_the_person(desk: Client) -> None:
    appeal = make_appeal(filed_on=date(2016, 7, 11))
    assert first_choice(desk, step(appeal, "decide"), "outcome") == ""
    facts = answers(appeal.request, on="2016-08-01")
    form = desk.post(step(appeal, "decide"), facts).context["form"]
    assert form.errors["outcome"] == ["This field is required."]


# --- The next level -------------------------------------------------------------------------------


def decided(law: str, *levels: str) -> AccessRequest:
    """Let a request be refused, and each level after the other decide against us."""
    request = refused(asked(law, date(2026, 1, 5)), date(2026, 1, 20))
    for number, level in enumerate(levels):
        appeal = appealed(request, level, date(2026, 2 + number, 2))
        outcome = "unfavourable" if law.startswith("fr") and level == "regulator" else "affirmed"
        appeal.act("decide", by=None, on=date(2026, 2 + number, 20), outcome=outcome)
    return request


@pytest.mark.parametrize(
    ("law", "levels", "following"),
    [
        ("us-foia", (), "agency_appeal"),
        ("us-foia", ("agency_appeal",), "court"),
        ("us-mdr", (), "agency_appeal"),
        ("us-mdr", ("agency_appeal",), "iscap"),
        ("us-mdr", ("agency_appeal", "iscap"), ""),
        ("uk-foia", (), "internal_review"),
        ("uk-foia", ("internal_review",), "regulator"),
        ("uk-foia", ("internal_review", "regulator"), "tribunal"),
        ("fr-crpa", (), "regulator"),
        ("fr-crpa", ("regulator",), "court"),
        ("fr-derogation", ("regulator",), "court"),
        ("fr-derogation", ("regulator", "court"), "cassation"),
        ("be-publicite", (), "regulator"),
        ("irmct", (), ""),
    ],
)
def test_a_new_appeal_goes_first_to_the_next_level_that_the_law_knows(
    law: str, levels: tuple[str, ...], following: str, desk: Client
) -> None:
    request = decided(law, *levels)
    assert first_choice(desk, begin(request), "level") == following
    form = desk.post(begin(request), answers(request, against="denial")).context["form"]
    assert form.errors["level"] == ["This field is required."]


# --- Who hears it ---------------------------------------------------------------------------------


@pytest.mark.parametrize("level", ["internal_review", "agency_appeal"])
def test_no_appeal_within_goes_to_a_regulator_by_default(level: str, desk: Client) -> None:
    commissioner = Authority.objects.get(name="Information Commissioner’s Office")
    office = make_authority(country="GB", appeal_authority=commissioner)
    request = refused(asked("uk-foia", date(2026, 5, 11), authority=office.name), date(2026, 6, 8))
    facts = answers(request, on="2026-06-15", level=level, against="denial", in_spite="on")
    assert desk.post(begin(request), facts).status_code == 302
    appeal = request.appeals.get()
    assert appeal.body in (None, office)
    assert addressed_to(Occasion(request, appeal, level, "en")) == office
    assert addressed_to(Occasion(request, None, level, "en")) == office


def test_a_complaint_goes_to_the_regulator_that_the_directory_names(desk: Client) -> None:
    commissioner = Authority.objects.get(name="Information Commissioner’s Office")
    office = make_authority(country="GB", appeal_authority=commissioner)
    request = refused(asked("uk-foia", date(2026, 5, 11), authority=office.name), date(2026, 6, 8))
    facts = answers(request, on="2026-06-15", level="regulator", against="denial", in_spite="on")
    assert desk.post(begin(request), facts).status_code == 302
    assert request.appeals.get().body == commissioner


def test_an_appeal_within_an_agency_goes_to_whom_the_directory_names(desk: Client) -> None:
    above = make_authority(name="The Department")
    request = make_request(stage=Stage.RECEIVED, authority=make_authority(appeal_authority=above))
    request.decide(by=None, on=date(2016, 7, 4), outcome="no_records")
    facts = answers(request, on="2016-07-20", level="agency_appeal", against="denial")
    assert desk.post(begin(request), facts).status_code == 302
    assert request.appeals.get().body == above
