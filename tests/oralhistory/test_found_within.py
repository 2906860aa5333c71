"""Words looked for inside one interview: marked where they stand, never where they are withheld."""

import pytest
from django.test import Client

from collections_app.search_index.asking import understood
from collections_app.search_index.stems import tongue_of
from oralhistory.found_within import marked, places_in
from oralhistory.told_passages import Piece
from tests.make import make_language
from tests.oralhistory.make import make_annotation, make_interview, make_transcript


def cut(pieces: list[Piece], question: str) -> list[tuple[str, bool]]:
    places = places_in(pieces, understood(question), tongue_of("en"))
    return [(piece.words, piece.is_found) for piece in marked(pieces, places)]


def test_every_form_of_a_word_is_marked_and_nothing_else_changes() -> None:
    pieces = [Piece("Génocide, and the warnings of a genocide.")]
    assert cut(pieces, "genocide") == [
        ("Génocide", True),
        (", and the warnings of a ", False),
        ("genocide", True),
        (".", False),
    ]
    assert cut(pieces, "warning genocide")[0] == ("Génocide", True)
    assert cut(pieces, "genocide cable") == [(pieces[0].words, False)]


def test_notes_stay_behind_their_words_when_a_piece_is_cut() -> None:
    pieces = [Piece("The cable", notes=(1,)), Piece(" of January.")]
    found = list(marked(pieces, places_in(pieces, understood("cable"), tongue_of("en"))))
    assert [(piece.words, piece.notes) for piece in found] == [
        ("The ", ()),
        ("cable", (1,)),
        (" of January.", ()),
    ]


def test_what_stands_instead_of_words_is_not_looked_through() -> None:
    pieces = [Piece("Before "), Piece("[withheld]", stands_instead=True), Piece(" after")]
    assert places_in(pieces, understood("withheld"), tongue_of("en")) == []


@pytest.mark.django_db
def test_the_page_lists_and_marks_what_was_looked_for() -> None:
    interview = make_interview(published=True)
    transcript = make_transcript(
        interview=interview,
        cues=[
            {"text": "The cable came."},
            {"text": "A secret cable went.", "words_withheld": "secret"},
            {"text": "Cables are secret.", "is_withheld": True},
        ],
    )
    make_annotation(cue=transcript.cues.get(position=1), quote="cable", body="Of 11 January.")
    address = interview.get_absolute_url()
    page = Client().get(address, {"q": "cables"}).content.decode()
    assert "2 passages say “cables”." in page
    assert page.count("<mark>cable</mark>") == 4  # in the list and in the transcript
    assert '<a class="cue-time" href="#t=10">0:10</a>' in page
    nothing = Client().get(address, {"q": "secret"}).content.decode()
    assert "No passage here says “secret”." in nothing
    assert "<mark>" not in nothing
    assert "Nothing was looked for" in Client().get(address, {"q": "?!"}).content.decode()


@pytest.mark.django_db
def test_what_is_looked_for_is_looked_for_in_the_language_that_is_read() -> None:
    interview = make_interview(published=True)
    make_transcript(interview=interview, cues=[{"text": "It rained."}])
    make_transcript(
        interview=interview,
        language=make_language(code="fr", label_en="French"),
        kind="translation",
        cues=[{"text": "Les réfugiés arrivaient."}],
    )
    address = interview.get_absolute_url()
    assert "<mark>" not in Client().get(address, {"q": "refugie"}).content.decode()
    page = Client().get(address, {"q": "refugie", "language": "fr"}).content.decode()
    assert "<mark>réfugiés</mark>" in page
