"""Letters from templates: what may stand in them, what fills them, which are offered."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from declassification.drafting.facts import Occasion, fitting_purposes
from declassification.drafting.letter import Letter, drafted
from declassification.drafting.offering import offers
from declassification.drafting.placeholders import PLACEHOLDERS, fill, gaps_in, parted_by_gaps
from declassification.drafting.wording import day_in, days_in
from declassification.models import (
    AccessRequest,
    Appeal,
    Authority,
    LetterLanguage,
    LetterPurpose,
    LetterTemplate,
)
from declassification.stages import Determination, Outcome, Stage
from declassification.terms import Level
from tests.declassification.make import (
    law,
    make_appeal,
    make_authority,
    make_contact,
    make_decision,
    make_document,
    make_reference_number,
    make_request,
)
from tests.make import make_exemption, make_item

pytestmark = pytest.mark.django_db


def make_template(body: str = "Dear Sir,", **fields: object) -> LetterTemplate:
    facts = {"name": "A letter", "purpose": LetterPurpose.REQUEST, "subject": "About it"} | fields
    template = LetterTemplate(body=body, **facts)
    template.full_clean()
    template.save()
    return template


def write(
    body: str,
    request: AccessRequest,
    *,
    purpose: str = LetterPurpose.REQUEST,
    language: str = "en",
    appeal: Appeal | None = None,
) -> Letter:
    template = make_template(body, purpose=purpose, language=language)
    return drafted(template, Occasion(request, appeal, purpose, language, "Ada Archivist"))


def test_a_name_that_is_not_on_the_list_is_refused_at_its_field_with_the_nearest() -> None:
    with pytest.raises(ValidationError) as refusal:
        make_template("Dear {{ authorty }},")
    assert "Did you mean {{ authority }}?" in refusal.value.message_dict["body"][0]
    with pytest.raises(ValidationError) as refusal:
        make_template(subject="{{ zzz }}")
    assert "There are: our_name, " in refusal.value.message_dict["subject"][0]


@pytest.mark.parametrize(
    "body",
    ["{% load x %}", "{{ authority", "{{ authority.name }}", "{{ date|upper }}", "{{ }}", "a }} b"],
)
def test_nothing_but_names_can_stand_between_braces(body: str) -> None:
    with pytest.raises(ValidationError):
        make_template(body)


def test_braces_in_a_value_are_not_read_again() -> None:
    known = {"title": "{{ signer }}", "signer": "X"}
    assert fill("{{ title }} {{signer}}", known, "en") == "{{ signer }} X"


def test_a_missing_value_is_a_gap_that_can_be_found_again() -> None:
    english = fill("No. {{ reference }}", {}, "en")
    french = fill("N° {{ reference }}", {"reference": ""}, "fr")
    assert english == "No. [reference number: not known]"
    assert french == "N° [numéro de référence : à compléter]"
    assert gaps_in(english, french, english) == [english[4:], french[3:]]
    assert parted_by_gaps(english) == [("No. ", False), (english[4:], True)]
    assert gaps_in("[sic] and [2 lines not declassified]") == []


def test_every_gap_is_found_whatever_the_name() -> None:
    for name in PLACEHOLDERS:
        for language in LetterLanguage.values:
            assert len(gaps_in(fill(f"{{{{ {name} }}}}", {}, language))) == 1


def test_days_are_written_as_the_country_of_the_letter_writes_them() -> None:
    day = date(2016, 5, 1)
    assert day_in("en", day, country="US") == "May 1, 2016"
    assert day_in("en", day, country="GB") == "1 May 2016"
    assert day_in("fr", day, country="FR") == "1er mai 2016"
    assert (days_in("fr", 1), days_in("fr", 12), days_in("en", 0)) == ("1 jour", "12 jours", "")


def test_the_first_letters_are_there_and_each_can_be_saved_as_it_is() -> None:
    known = LetterTemplate.objects.offered()
    assert known.count() >= 20
    for template in known:
        template.full_clean()
    wanted = {
        ("us-foia", "request", "en"),
        ("us-foia", "follow_up", "en"),
        ("us-foia", "agency_appeal", "en"),
        ("us-mdr", "request", "en"),
        ("us-mdr", "panel_appeal", "en"),
        ("uk-foia", "internal_review", "en"),
        ("fr-crpa", "request", "fr"),
        ("fr-crpa", "commission", "fr"),
        ("fr-derogation", "request", "fr"),
        ("un-arms", "request", "en"),
        ("be-publicite", "request", "fr"),
        ("be-publicite", "commission", "fr"),
    }
    assert wanted <= set(known.values_list("regime__code", "purpose", "language"))


def test_a_letter_is_filled_from_the_request_its_log_and_the_contact_for_requests() -> None:
    authority = make_authority(name="Department of Records")
    make_contact(authority=authority, purpose="appeal", address="9 Appeal Street")
    make_contact(authority=authority, purpose="request", name="FOIA Office", address="1 Main\nDC")
    request = make_request(authority=authority, title="Cables", stage=Stage.RECEIVED)
    make_reference_number(request=request, value="F-2016-1")
    make_reference_number(request=request, value="F-OLD", is_current=False)
    make_document(request=request, item=make_item(title="Cable 1", date_display="11 Jan 1994"))
    make_document(request=request, title="Memo", box="7", folder="Rwanda", document_number="12a")
    letter = write(
        "{{ title }}|{{ reference }}|{{ our_number }}|{{ citation }}|{{ sent_date }}|"
        "{{ received_date }}|{{ due_date }}|{{ signer }}\n\n{{ documents }}",
        request,
    )
    first, listed = letter.paragraphs()
    assert letter.recipient == "Department of Records\nFOIA Office\n1 Main\nDC"
    assert first[0] == (
        f"Cables|F-2016-1|{request.number}|5 U.S.C. 552|April 26, 2016|May 3, 2016|June 1, 2016|"
        "Ada Archivist"
    )
    assert listed[0].startswith("1. Cable 1, 11 Jan 1994, FTP-")
    assert listed[1] == "2. Memo, box 7, folder Rwanda, no. 12a"
    assert letter.gaps == ["[our name: not known]", "[our address: not known]"]


def test_days_overdue_are_counted_only_while_nothing_was_answered() -> None:
    waiting = make_request(stage=Stage.RECEIVED)
    assert " days" in write("{{ days_overdue }}", waiting).body
    answered = make_request(stage=Stage.DECIDED)
    LetterTemplate.objects.filter(name="A letter").delete()
    assert write("{{ days_overdue }}", answered).gaps[-1] == "[days overdue: not known]"


def test_a_letter_of_appeal_goes_to_the_body_that_hears_it_and_names_the_grounds_cited() -> None:
    panel = make_authority(name="Board of Appeals")
    make_contact(authority=panel, purpose="appeal", name="", address="2 Board Road")
    authority = make_authority(appeal_authority=panel)
    request = make_request(authority=authority, stage=Stage.IN_PROCESS)
    make_decision(
        request=request,
        determination=Determination.WITHHELD,
        exemptions=[make_exemption(code="X1"), make_exemption(code="X3")],
    )
    request.decide(by=None, on=date(2016, 6, 3), outcome=Outcome.DENIED_FULL)
    appeal = make_appeal(request=request, grounds="It is all public.")
    letter = write(
        "{{ exemptions }}|{{ grounds }}|{{ decision_date }}",
        request,
        purpose=LetterPurpose.AGENCY_APPEAL,
        appeal=appeal,
    )
    assert letter.body == "X1, X3|It is all public.|June 3, 2016"
    assert letter.recipient == "Board of Appeals\n2 Board Road"


def test_the_commission_of_the_country_is_found_in_the_directory() -> None:
    authority = make_authority(country="FR")
    request = make_request(authority=authority, regime=law("fr-crpa"), kind="access")
    letter = write("x", request, purpose=LetterPurpose.COMMISSION, language="fr")
    commission = Authority.objects.get(kind="regulator", country="FR")
    assert letter.recipient.split("\n") == [commission.name, "[adresse postale : à compléter]"]
    assert not letter.is_us_paper


def test_paper_follows_the_country_of_the_addressee_or_of_the_body_above_it() -> None:
    part = make_authority(country="", parent=make_authority(country="US"))
    assert write("x", make_request(authority=part)).is_us_paper


def test_their_number_is_missed_only_once_they_can_have_given_one() -> None:
    assert "Your reference" not in write("x", make_request()).references
    LetterTemplate.objects.filter(name="A letter").delete()
    sent = write("x", make_request(stage=Stage.SENT))
    assert sent.references.startswith("Your reference: [reference number: not known]")


@pytest.mark.parametrize(
    ("stage", "purpose"),
    [
        (Stage.DRAFT, LetterPurpose.REQUEST),
        (Stage.CLARIFICATION_DUE, LetterPurpose.CLARIFICATION),
        (Stage.FEE_DUE, LetterPurpose.FEE_WAIVER),
        (Stage.RECEIVED, LetterPurpose.FOLLOW_UP),
    ],
)
def test_what_fits_the_stage_and_the_law_is_offered_first(stage: str, purpose: str) -> None:
    groups = offers(make_request(stage=stage))
    assert groups[0].heading == "For this law, now"
    assert groups[0].templates[0].purpose == purpose
    assert {one.regime.code for one in groups[0].templates if one.regime} == {"us-foia"}
    assert groups[-1].heading == "For other laws"


def test_an_appeal_is_offered_the_letters_of_its_level() -> None:
    appeal = make_appeal()
    assert fitting_purposes(appeal.request, appeal) == ["agency_appeal"]
    appeal.level = Level.ISCAP
    assert fitting_purposes(appeal.request, appeal) == ["panel_appeal"]


def test_a_template_out_of_use_is_not_offered() -> None:
    LetterTemplate.objects.update(is_active=False)
    assert offers(make_request()) == []


def test_a_change_of_a_template_is_in_its_history() -> None:
    template = make_template()
    template.subject = "Another"
    template.save()
    assert [row.subject for row in template.changes.all()] == ["Another", "About it"]
