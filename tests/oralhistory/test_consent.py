"""Agreements: versions to which one is only added, and a withdrawal that works at once."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils import timezone

from oralhistory.consent import withdraw_consent
from oralhistory.models import Participation, PublicCue, ReleaseAgreement
from tests.oralhistory.make import make_agreement, make_interview, make_transcript

pytestmark = pytest.mark.django_db


def make_person(**words: Any) -> Participation:
    return make_interview(narrators=[words]).participations.get()


def test_each_agreement_is_a_further_version() -> None:
    person = make_person()
    make_agreement(participation=person, allows=["record"])
    versions = person.agreements.order_by("version").values_list("version", "allows_transcript")
    assert list(versions) == [(1, True), (2, False)]
    assert ReleaseAgreement.objects.last_versions().get().version == 2


def test_an_agreement_is_never_changed_or_deleted() -> None:
    agreement = make_person().agreements.get()
    agreement.allows_recording = False
    with pytest.raises(ValidationError, match="add a new version"):
        agreement.save()
    with pytest.raises(ValidationError, match="add a new version"):
        agreement.delete()
    with pytest.raises(ValidationError, match="add a new version"):
        ReleaseAgreement.objects.update(allows_record=False)
    with pytest.raises(ValidationError, match="add a new version"):
        ReleaseAgreement.objects.all().delete()


def test_who_has_agreed_to_something_can_not_be_removed() -> None:
    person = make_person()
    with pytest.raises(ProtectedError):
        person.delete()
    with pytest.raises(ProtectedError):
        person.interview.delete()


def test_a_withdrawal_works_at_once_and_keeps_what_was_before() -> None:
    interview = make_interview(published=True)
    make_transcript(interview=interview, cues=[{}])
    person = interview.participations.get()
    withdraw_consent(person, on=date(2012, 5, 1), by=None, notes="By letter.")
    assert not interview.is_public()
    assert not PublicCue.objects.exists()
    assert [one.in_words for one in person.agreements.order_by("version")] == [
        "signed on 2010-03-12; allows record, transcript, recording, quotation",
        "withdrawn on 2012-05-01",
    ]
    with pytest.raises(ValidationError, match="no agreement in force"):
        withdraw_consent(person, on=date(2012, 5, 2), by=None)


def test_a_new_agreement_after_a_withdrawal_opens_again() -> None:
    interview = make_interview(published=True)
    person = interview.participations.get()
    withdraw_consent(person, on=date(2012, 5, 1), by=None)
    with pytest.raises(ValidationError, match="Consent was withdrawn on 2012-05-01"):
        make_agreement(participation=person, signed_on=date(2011, 1, 1))
    assert not interview.is_public()
    make_agreement(participation=person, signed_on=date(2013, 1, 1))
    assert interview.is_public()


IN_A_WEEK = timezone.localdate() + timedelta(days=7)  # a run may begin before midnight


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"allows": ["transcript"]}, "allows_record"),
        ({"allows": ["record", "quotation"]}, "allows_quotation"),
        ({"signed_by": ""}, "signed_by"),
        ({"signed_on": IN_A_WEEK}, "signed_on"),
        ({"withdrawn_on": IN_A_WEEK}, "withdrawn_on"),
        ({"withdrawn_on": date(2009, 1, 1)}, "withdrawn_on"),
    ],
)
def test_an_agreement_that_contradicts_itself_is_refused(
    fields: dict[str, Any], field: str
) -> None:
    person = make_person(allows=None)
    with pytest.raises(ValidationError) as refusal:
        make_agreement(participation=person, **fields)
    assert field in refusal.value.message_dict
    assert not person.agreements.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"signed_on": None}, "not signed; allows nothing"),
        ({"spoken_at": ""}, "not documented; allows nothing"),
        ({"allows": []}, "signed on 2010-03-12; allows nothing"),
    ],
)
def test_an_agreement_says_what_it_allows(fields: dict[str, Any], words: str) -> None:
    agreement = make_agreement(participation=make_person(allows=None), **fields)
    assert agreement.in_words == words
