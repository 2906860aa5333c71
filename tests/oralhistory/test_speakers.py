"""Under what name a participant is told: the most protective wish always wins."""

import pytest

from collections_app.models import Privacy
from collections_app.names import NameFinder
from oralhistory.models import IdentityMode, Interview, Role
from oralhistory.speakers import PublicName, protected_names, public_names
from tests.make import make_agent
from tests.oralhistory.make import make_agreement, make_interview, make_participation

pytestmark = pytest.mark.django_db


def names(interview: Interview) -> list[PublicName]:
    return list(public_names(interview.participations.with_consent()).values())


@pytest.mark.parametrize(
    ("privacy", "mode", "is_published", "label", "is_linked"),
    [
        (Privacy.PUBLIC, IdentityMode.IDENTIFIED, True, "Béatrice Uwizeye", True),
        (Privacy.NAME_ONLY, IdentityMode.IDENTIFIED, True, "Béatrice Uwizeye", True),
        (Privacy.PSEUDONYM, IdentityMode.IDENTIFIED, True, "Rose", True),
        (Privacy.WITHHELD, IdentityMode.IDENTIFIED, True, "Narrator", False),
        (Privacy.PUBLIC, IdentityMode.PSEUDONYM, True, "Witness A", False),
        (Privacy.PSEUDONYM, IdentityMode.PSEUDONYM, True, "Witness A", False),
        (Privacy.WITHHELD, IdentityMode.PSEUDONYM, True, "Narrator", False),
        (Privacy.PUBLIC, IdentityMode.ANONYMOUS, True, "Narrator", False),
        (Privacy.PSEUDONYM, IdentityMode.ANONYMOUS, True, "Narrator", False),
        (Privacy.WITHHELD, IdentityMode.ANONYMOUS, True, "Narrator", False),
        (Privacy.PUBLIC, IdentityMode.IDENTIFIED, False, "Narrator", False),
        (Privacy.PSEUDONYM, IdentityMode.IDENTIFIED, False, "Narrator", False),
    ],
)
def test_the_more_protective_of_wish_and_privacy_wins(
    privacy: str, mode: str, is_published: bool, label: str, is_linked: bool
) -> None:
    agent = make_agent(
        name="Uwizeye, Béatrice",
        display_name="Béatrice Uwizeye",
        privacy=privacy,
        public_name="Rose" if privacy == Privacy.PSEUDONYM else "",
        published=is_published,
    )
    shown = "Witness A" if mode == IdentityMode.PSEUDONYM else ""
    interview = make_interview(narrators=[])
    make_participation(interview=interview, agent=agent, identity_mode=mode, public_name=shown)
    (name,) = names(interview)
    assert name.label == label
    assert name.is_withheld is (label == "Narrator")
    assert (name.agent is not None) is is_linked


def test_without_an_agreement_to_the_record_the_role_is_all_that_is_told() -> None:
    interview = make_interview(narrators=[])
    agent = make_agent(name="Uwizeye", published=True)
    person = make_participation(
        interview=interview, role=Role.INTERVIEWER, agent=agent, public_name="B.", allows=None
    )
    assert names(interview)[0].in_words == "Interviewer (name withheld)"
    make_agreement(participation=person, allows=["record"])
    assert names(interview)[0].in_words == "B."


def test_several_nameless_people_of_one_role_are_numbered() -> None:
    nameless = {"identity_mode": IdentityMode.ANONYMOUS}
    interview = make_interview(narrators=[nameless, {"public_name": "Rose"}, nameless])
    assert [name.label for name in names(interview)] == ["Narrator 1", "Rose", "Narrator 2"]


def test_a_public_name_left_from_before_is_not_told_of_an_anonymous_person() -> None:
    interview = make_interview(
        narrators=[{"public_name": "Béatrice", "identity_mode": IdentityMode.ANONYMOUS}]
    )
    assert names(interview)[0].label == "Narrator"
    assert "Béatrice" in protected_names(
        interview.participations.with_consent().prefetch_related("agent__names")
    )


def test_names_are_found_whatever_their_case_accents_and_spaces() -> None:
    finder = NameFinder(["Uwizeye, Béatrice", "Béatrice Uwizeye"])
    assert finder.finds_in("They called BEATRICE\n uwizeye that day.")
    assert not finder.finds_in("Béatrice and Uwizeyemana were there.")
    assert not NameFinder([]).finds_in("Anybody.")


def test_the_surname_alone_of_a_protected_person_is_protected_unless_it_is_too_short() -> None:
    agents = [make_agent(name="Uwizeye, Béatrice"), make_agent(name="Ney, Rose")]
    interview = make_interview(narrators=[{"agent": agent} for agent in agents])
    interview.participations.update(identity_mode=IdentityMode.ANONYMOUS)
    people = interview.participations.with_consent().prefetch_related("agent__names")
    finder = NameFinder(protected_names(people))
    assert finder.finds_in("The house of UWIZEYE's mother.")
    assert not finder.finds_in("Uwizeyemana and Béatrice were there.")
    assert not finder.finds_in("Ney was there.")
    assert finder.finds_in("Rose Ney was there.")
