from datetime import date
from typing import Any

from django.db import migrations

STATUTE_2007 = "http://www.jmargolin.com/nasa/refs/fref05.htm"
OIP_2016 = (
    "https://www.usdoj.gov/oip/oip-guidance/"
    "new_requirements_for_FOIA_response_letters_from_FOIA_improvement_act_of_2016"
)
ARCHIVES_BLOG = (
    "https://foia.blogs.archives.gov/2017/01/04/"
    "foia-improvement-improving-agency-foia-regulations/"
)
CADA_REMEDIES = "http://www.cada.fr/la-juridiction-competente-et-les-voies-de-recours,6153.html"
MADADA = "https://forum.madada.fr/t/page-faq-delai-cada-apres-echange-avec-ladministration/1328"

US_FEDERAL: dict[str, Any] = {
    "code": "us-federal",
    "name": "US federal working days",
    "country": "US",
    "weekend": "5,6",
    "source": "Saturdays, Sundays and legal public holidays; a holiday on a Saturday is kept on the "
    "Friday before, on a Sunday on the Monday after.",
}

US_FOIA: dict[str, Any] = {
    "code": "us-foia",
    "name": "Freedom of Information Act",
    "citation": "5 U.S.C. 552",
    "country": "US",
    "request_kinds": ["foia"],
    "summary": "Anyone may ask an agency of the United States Government for its records. The "
    "agency must say within a fixed time whether it will release them, and on what ground not.",
    "source": STATUTE_2007,
    "verification": "seen",
}

US_FOIA_RULES: list[dict[str, Any]] = [
    {
        "code": "determination",
        "name": "answer to the request",
        "actor": "authority",
        "start_event": "received",
        "start_note": "Receipt by the proper component of the agency, at the latest 10 days after "
        "any component that takes requests received it.",
        "is_answer": True,
        "amount": 20,
        "unit": "working_day",
        "tolled_by": "one question to the requester\nclarification of fees",
        "on_lapse": "the remedies within the agency count as exhausted and a suit is possible",
        "valid_from": date(1997, 10, 2),
        "validity_note": "Twenty days in the place of ten since Public Law 104-231 of 2 October "
        "1996, in force a year later; older than the amendments of 2016. The first day itself was "
        "read only in a page of an agency, which says 1 October 1997.",
        "source": STATUTE_2007,
        "verification": "seen",
    },
    {
        "code": "unusual_circumstances",
        "name": "more time in unusual circumstances",
        "actor": "authority",
        "amount": 10,
        "unit": "working_day",
        "extends": "determination",
        "requires": "Written notice; for more than 10 days also a word on the FOIA Public Liaison "
        "and the Office of Government Information Services.",
        "source": ARCHIVES_BLOG,
        "verification": "seen",
    },
    {
        "code": "appeal_filing",
        "name": "appeal to the head of the agency",
        "actor": "requester",
        "start_event": "refusal",
        "amount": 90,
        "unit": "calendar_day",
        "bound": "minimum",
        "on_lapse": "the appeal within the agency is lost and a new request is needed",
        "valid_from": date(2016, 6, 30),
        "validity_note": "At least 90 days since the amendments of 30 June 2016; before, each "
        "agency set its own time.",
        "source": OIP_2016,
        "verification": "seen",
    },
    {
        "code": "appeal_determination",
        "name": "answer to the appeal",
        "actor": "authority",
        "start_event": "appeal_received",
        "amount": 20,
        "unit": "working_day",
        "on_lapse": "a suit is possible",
        "source": STATUTE_2007,
        "verification": "seen",
    },
    {
        "code": "litigation_limit",
        "name": "suit",
        "actor": "requester",
        "start_event": "cause_of_action",
        "amount": 6,
        "unit": "year",
        "on_lapse": "a suit is barred",
        "source": "28 U.S.C. 2401(a)",
        "verification": "memory",
    },
]

FR_CRPA: dict[str, Any] = {
    "code": "fr-crpa",
    "name": "Access to administrative documents",
    "name_fr": "Accès aux documents administratifs",
    "citation": "CRPA L.311-1 f., R.311-12, R.311-13, R.343-1 to R.343-5",
    "country": "FR",
    "request_kinds": ["access"],
    "summary": "Anyone may ask a French administration for its documents. If it stays silent for a "
    "month it has refused, and the commission on access (CADA) may be asked for its opinion.",
    "source": CADA_REMEDIES,
    "verification": "seen",
}

FR_CRPA_RULES: list[dict[str, Any]] = [
    {
        "code": "silence_refusal",
        "name": "answer to the request",
        "actor": "authority",
        "start_event": "received",
        "is_answer": True,
        "amount": 1,
        "unit": "month",
        "on_lapse": "silence counts as a refusal",
        "lapse_is_refusal": True,
        "opens": "cada_referral",
        "source": CADA_REMEDIES,
        "verification": "seen",
        "note": f"Also {MADADA}",
    },
    {
        "code": "cada_referral",
        "name": "referral to the CADA",
        "actor": "requester",
        "start_event": "refusal_or_silence",
        "amount": 2,
        "unit": "month",
        "on_lapse": "an action before the court is inadmissible",
        "opens": "confirmed_refusal",
        "source": "http://cada.fr/particulier/quand-et-comment-saisir-la-cada",
        "verification": "seen",
    },
    {
        "code": "cada_opinion",
        "name": "opinion of the CADA",
        "actor": "authority",
        "start_event": "appeal_registered",
        "amount": 1,
        "unit": "month",
        "source": "https://cada.fr/particulier/les-suites-dun-avis",
        "verification": "seen",
    },
    {
        "code": "confirmed_refusal",
        "name": "answer after the referral to the CADA",
        "actor": "authority",
        "start_event": "appeal_registered",
        "amount": 2,
        "unit": "month",
        "on_lapse": "silence confirms the refusal",
        "lapse_is_refusal": True,
        "opens": "tribunal",
        "source": MADADA,
        "verification": "seen",
    },
    {
        "code": "tribunal",
        "name": "action before the administrative court",
        "actor": "requester",
        "start_event": "confirmed_refusal",
        "amount": 2,
        "unit": "month",
        "on_lapse": "the refusal stands",
        "source": MADADA,
        "verification": "seen",
    },
]


def enter_laws(apps: Any, schema_editor: Any) -> None:
    """Enter two laws as facts, with their sources and how far each rule was verified."""
    WorkingCalendar = apps.get_model("declassification", "WorkingCalendar")
    LegalRegime = apps.get_model("declassification", "LegalRegime")
    DeadlineRule = apps.get_model("declassification", "DeadlineRule")
    calendar = WorkingCalendar.objects.create(**US_FEDERAL)
    for words, rules in ((US_FOIA, US_FOIA_RULES), (FR_CRPA, FR_CRPA_RULES)):
        regime = LegalRegime.objects.create(**words)
        for rule in rules:
            counts_working_days = rule["unit"] == "working_day"
            DeadlineRule.objects.create(
                regime=regime, calendar=calendar if counts_working_days else None, **rule
            )


class Migration(migrations.Migration):
    dependencies = [("declassification", "0001_initial")]

    operations = [migrations.RunPython(enter_laws, migrations.RunPython.noop)]
