"""What was found is marked where it stands, in the words of the text."""

import pytest

from collections_app.search_index.asking import understood
from collections_app.search_index.quoting import places_found, quotation


def marked(text: str, question: str, tongue: str = "e", around: int = 200) -> str:
    pieces = quotation(text, places_found(text, understood(question), tongue), around)
    return "".join(f"[{piece.words}]" if piece.is_found else piece.words for piece in pieces)


def test_every_form_of_a_word_is_marked() -> None:
    assert marked("Refugees and a refugee.", "refugee") == "[Refugees] and a [refugee]."
    assert marked("Les Réfugiées, l'ONU", "refugie onu", "f") == "Les [Réfugiées], l'[ONU]"


def test_a_phrase_is_marked_whole_and_only_where_it_stands() -> None:
    text = "La ligne rouge. Une ligne, puis rouge: ligne-rouge."
    assert marked(text, '"ligne rouge"', "f") == (
        "La [ligne rouge]. Une ligne, puis rouge: [ligne-rouge]."
    )


def test_words_that_begin_so_are_marked_and_overlaps_are_one() -> None:
    assert marked("The génocidaires", "genoc* genocidaires") == "The [génocidaires]"
    assert marked("red line here", '"red line" "line here"') == "[red line here]"


def test_a_long_text_is_cut_between_words() -> None:
    text = "before " * 100 + "Kigali" + " after" * 100
    assert marked(text, "kigali", around=20) == "… before before [Kigali] after after after …"


@pytest.mark.parametrize("text", ["", "a" * 1000, " " * 500, "é " * 300, "x" * 300 + " Kigali"])
def test_any_text_can_be_quoted(text: str) -> None:
    assert len(marked(text, "kigali", around=50)) <= 130


def test_nothing_found_is_quoted_from_the_beginning() -> None:
    assert marked("Some words.", "other") == "Some words."
