"""A book that quotes an interview, and the deeds by which its words are closed."""

from datetime import date

from django.apps import apps
from django.db import models
from django.test import Client

from briefingbooks.models import QuotationTask
from collections_app import dependants
from collections_app.models import Privacy
from oralhistory.consent import withdraw_consent
from oralhistory.cutting import split
from oralhistory.models import Cue, Interview, Participation, ReviewTask
from oralhistory.redacting import withhold, withhold_words
from oralhistory.versions import draft_from, make_current, take_from_readers
from tests.briefingbooks.make import make_book, make_testimony
from tests.make import make_advisory, make_agent, make_language
from tests.oralhistory.make import (
    make_agreement,
    make_interview,
    make_restriction,
    make_transcript,
    rewritten,
)

CANARY = "Zanzibarfinch"
SAID = f"We hid in the {CANARY} house until the morning came."
WITH_WORDS = models.CharField | models.TextField | models.JSONField
NOTICE = "These words were withdrawn on"


class Told:
    """A public book that quotes three passages of a public interview; the second has the canary."""

    def __init__(self) -> None:
        self.agent = make_agent(name="Person, Known", published=True)
        self.interview = make_interview(narrators=[{"agent": self.agent}])
        self.transcript = make_transcript(
            interview=self.interview,
            cues=[{"text": "Before that."}, {"text": SAID}, {"text": "After that."}],
        )
        self.interview.publish(by=None)
        self.book = make_book(published=True)
        self.entry = make_testimony(book=self.book, interview=self.interview)

    @property
    def narrator(self) -> Participation:
        return self.interview.participations.get()

    @property
    def cue(self) -> Cue:
        return Cue.objects.get(transcript=self.transcript, position=2)

    @property
    def fresh(self) -> Interview:
        return Interview.objects.get(pk=self.interview.pk)

    def words(self) -> list[str]:
        return list(self.entry.quotation.values_list("words", flat=True))

    def page(self) -> str:
        return Client().get(self.book.get_absolute_url()).content.decode()

    def tasks(self, about: str = "withdrawn") -> list[ReviewTask]:
        found = QuotationTask.objects.filter(entry=self.entry, about=about)
        return [one.task for one in found.select_related("task")]


def tables_with(word: str, room: str = "briefingbooks") -> list[str]:
    """Return the columns of all tables of a room, histories included, in which a word stands."""
    found = []
    for model in apps.get_app_config(room).get_models(include_auto_created=True):
        fields = [one for one in model._meta.concrete_fields if isinstance(one, WITH_WORDS)]
        for field in fields:
            if model._base_manager.filter(**{f"{field.name}__icontains": word}).exists():
                found.append(f"{model.__name__}.{field.name}")
    return found


def withhold_whole(told: Told) -> None:
    withhold([told.cue], by=None, reason="Asked.")


def withhold_quoted_words(told: Told) -> None:
    start = SAID.index(CANARY)
    withhold_words(told.cue, start, start + len(CANARY), by=None, reason="Asked.")


def withhold_other_words_of_the_passage(told: Told) -> None:
    start = SAID.index("morning")
    withhold_words(told.cue, start, start + 7, by=None, reason="Asked.")


def take_consent_back(told: Told) -> None:
    withdraw_consent(told.narrator, on=date(2020, 1, 1), by=None)


def agree_to_all_but_quotation(told: Told) -> None:
    make_agreement(participation=told.narrator, allows=("record", "transcript", "recording"))


def agree_to_no_transcript(told: Told) -> None:
    make_agreement(participation=told.narrator, allows=("record", "recording"))


def adopt_a_pseudonym(told: Told) -> None:
    person = told.narrator
    person.identity_mode, person.public_name = "pseudonym", "The nurse"
    person.save()
    rewritten(told.interview)


def protect_the_person(told: Told) -> None:
    told.agent.privacy = Privacy.WITHHELD
    told.agent.save()
    dependants.announce_change(told.agent)


def hold_the_person(told: Told) -> None:
    told.agent.hold(by=None)


def withdraw_the_person(told: Told) -> None:
    told.agent.withdraw(by=None, reason="A mistake.")


def close_the_transcript(told: Told) -> None:
    make_restriction(interview=told.interview, part="transcript")


def close_everything(told: Told) -> None:
    make_restriction(interview=told.interview, part="record")


def keep_for_staff(told: Told) -> None:
    told.interview.advisories.add(make_advisory(behaviour="staff_only"))
    rewritten(told.interview)


def hold_the_interview(told: Told) -> None:
    told.fresh.hold(by=None)


def withdraw_the_interview(told: Told) -> None:
    told.fresh.withdraw(by=None, reason="A mistake.", notice="Withdrawn.")


def take_the_transcript_away(told: Told) -> None:
    take_from_readers(told.transcript, by=None)


def show_a_version_without_the_passage(told: Told) -> None:
    draft = draft_from(told.transcript, by=None)
    draft.cues.get(key=told.cue.key).delete()
    make_current(draft, by=None)


def show_a_corrected_version_and_withhold_words_there(told: Told) -> None:
    draft = draft_from(told.transcript, by=None)
    cue = draft.cues.get(key=told.cue.key)
    cue.text = f"We all hid in the {CANARY} house until dawn."
    cue.save()
    make_current(draft, by=None)
    withhold_words(cue, 18, 18 + len(CANARY), by=None, reason="Asked.")


def show_a_version_in_which_a_part_was_cut_off_and_withheld(told: Told) -> None:
    draft = draft_from(told.transcript, by=None)
    _, second = split(draft.cues.get(key=told.cue.key), SAID.index("in the"), by=None)
    withhold([second], by=None, reason="Asked.")
    make_current(draft, by=None)


def show_a_version_in_which_words_were_moved_to_a_withheld_passage(told: Told) -> None:
    draft = draft_from(told.transcript, by=None)
    cue, following = draft.cues.filter(position__in=[2, 3])
    cue.text, following.text = "We hid", f"there, in the {CANARY} house. After that."
    cue.save()
    following.save()
    withhold([following], by=None, reason="Asked.")
    make_current(draft, by=None)


def cite_another_original_language(told: Told) -> None:
    other = make_language(code="rw", label_en="Kinyarwanda")
    make_transcript(interview=told.interview, language=other, cues=[{"text": "Andi magambo."}])


WAYS = [
    withhold_whole,
    withhold_quoted_words,
    withhold_other_words_of_the_passage,
    take_consent_back,
    agree_to_all_but_quotation,
    agree_to_no_transcript,
    adopt_a_pseudonym,
    protect_the_person,
    hold_the_person,
    withdraw_the_person,
    close_the_transcript,
    close_everything,
    keep_for_staff,
    hold_the_interview,
    withdraw_the_interview,
    take_the_transcript_away,
    show_a_version_without_the_passage,
    show_a_corrected_version_and_withhold_words_there,
    show_a_version_in_which_a_part_was_cut_off_and_withheld,
    show_a_version_in_which_words_were_moved_to_a_withheld_passage,
    cite_another_original_language,
]
OF_THE_NAME = {adopt_a_pseudonym, protect_the_person, hold_the_person, withdraw_the_person}
