"""What a word is, what stays of it, and what a reader's question is taken to mean."""

import sqlite3
import unicodedata

import pytest

from collections_app.search_index.asking import MOST_WORDS, Term, understood
from collections_app.search_index.english import english_stem
from collections_app.search_index.french import french_stem
from collections_app.search_index.stems import stem, tongue_of
from collections_app.search_index.words import fold, words_in


@pytest.mark.parametrize(
    ("written", "folded"),
    [("Génocide", "genocide"), ("cœur", "coeur"), ("STRASSE", "strasse"), ("Straße", "strasse"),
     ("Łódź", "lodz"), ("Кигали", "кигали"), ("1994", "1994")],
)  # fmt: skip
def test_accents_and_capitals_are_folded(written: str, folded: str) -> None:
    assert fold(written) == folded
    assert fold(unicodedata.normalize("NFD", written)) == folded


def test_a_text_is_parted_at_apostrophes_hyphens_and_underscores() -> None:
    text = "L'ONU, d’accord: sous-préfet_de Gisenyi."
    words = list(words_in(text))
    assert [word.folded for word in words] == [
        "l", "onu", "d", "accord", "sous", "prefet", "de", "gisenyi",
    ]  # fmt: skip
    assert [text[word.start : word.end] for word in words][1] == "ONU"


def test_a_word_written_with_separate_accents_is_one_word() -> None:
    text = unicodedata.normalize("NFD", "le génocide, là")
    assert [word.folded for word in words_in(text)] == ["le", "genocide", "la"]


def test_a_word_of_ten_thousand_letters_is_cut() -> None:
    assert len(fold("é" * 10_000)) == 64


ENGLISH = """
    accept accepted accepting agreement agreements arm armed armies army barriers be being believed
    bodies burned buried cables called caring cities communities controlled crying daily decided
    dying edged electricity embassies evidence evidently falling families fled flees fleeing forces
    formally generally generals genocidal genocide hopping hoping identification justification
    killed killer killers killing lying massacred massacres ministerial nationalism national nations
    officially operational organization organized planned plotted probably proved radical ration
    refugee refugees relational reliability rolled sensitivity sky testified testimonies testimony
    trying units universities university willingness witnesses yes
"""


def test_english_is_stemmed_as_the_porter_of_sqlite_does() -> None:
    """The judge is somebody else's program for the same description."""
    words = ENGLISH.split()
    with sqlite3.connect(":memory:") as other:
        other.execute("CREATE VIRTUAL TABLE said USING fts5(word, tokenize='porter ascii')")
        other.executemany("INSERT INTO said VALUES (?)", [(word,) for word in words])
        other.execute("CREATE VIRTUAL TABLE stems USING fts5vocab('said', 'instance')")
        stems = dict(other.execute("SELECT doc, term FROM stems"))
    assert [english_stem(word) for word in words] == [stems[n + 1] for n in range(len(words))]


@pytest.mark.parametrize(
    "forms",
    ["réfugié réfugiés réfugiée réfugiées réfugie refugies", "génocide génocides genocide",
     "général générale généraux générales", "tuer tué tués tuée tuaient tuait tuèrent tuerait",
     "rwandais rwandaise rwandaises", "massacre massacres massacré massacrer massacraient",
     "ancien ancienne anciennes", "heureux heureuse", "barrière barrières", "cheval chevaux",
     "parlait parlais parler parlé parlant parlez", "naturel naturelle", "premier première",
     "négociateur négociatrice", "décisif décisive", "journal journaux"],
)  # fmt: skip
def test_the_forms_of_a_french_word_have_one_stem(forms: str) -> None:
    assert len({french_stem(fold(form)) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    "pair", ["loi lois", "soldat solde", "nation natif", "ambassade ambassadeur"]
)
def test_french_words_apart_stay_apart_or_are_short(pair: str) -> None:
    one, other = (french_stem(fold(word)) for word in pair.split())
    assert (one == other) is (pair == "loi lois")


def test_a_language_without_rules_is_left_as_it_is() -> None:
    assert stem("itsembabwoko", tongue_of("rw")) == "itsembabwoko"
    assert [tongue_of(code) for code in ("fr-BE", "eng", "rw", "")] == ["f", "e", "x", "x"]


def said(question: str) -> list[tuple[str, str]]:
    return [(term.kind, " ".join(term.folded)) for term in understood(question).terms]


def test_words_phrases_and_beginnings_are_told_apart() -> None:
    assert said('Kigali "ligne rouge" geno*') == [
        (Term.WORD, "kigali"), (Term.PHRASE, "ligne rouge"), (Term.BEGINNING, "geno"),
    ]  # fmt: skip
    assert said("« ligne rouge »") == said("“ligne rouge”") == said('"ligne rouge"')


def test_words_too_common_are_left_out_and_said() -> None:
    asked = understood("the genocide of the Tutsi")
    assert [term.said for term in asked.terms] == ["genocide", "Tutsi"]
    assert asked.too_common == ("the", "of")
    assert said('"the genocide"') == [(Term.PHRASE, "the genocide")]


def test_a_question_of_common_words_alone_keeps_one_where_it_is_not_common() -> None:
    (term,) = understood("le thé").terms
    assert term.folded == ("the",)
    assert "e" not in dict(term.stems())
    assert "f" in dict(term.stems())


@pytest.mark.parametrize(
    "question", ["", " ", '"', '""', '" "', "*", "-", "😀", "\x00", "( ) : ^ + - !", "'", "_", "%"]
)
def test_what_holds_no_word_asks_for_nothing(question: str) -> None:
    assert not understood(question)


@pytest.mark.parametrize(
    "question",
    ["NEAR(a b)", "stems:x", "words : y", "a AND NOT b", "a' | 'b", "a <-> b", "a:*", "a\\", '"a',
     "a\x00b", 'x" OR "y', "{a b}: c", "x' --", "é" * 10_000, "ab " * 4_000],
)  # fmt: skip
def test_no_word_of_a_reader_is_an_operator(question: str) -> None:
    asked = understood(question)
    assert asked
    assert all(word.isalnum() for term in asked.terms for word in term.folded)
    assert sum(len(term.folded) for term in asked.terms) <= MOST_WORDS


def test_what_is_asked_is_said_in_words() -> None:
    asked = understood('Kigali "ligne rouge" géno*')
    assert asked.in_words == (
        "“Kigali” and the words “ligne rouge” together and words that begin with “géno”"
    )
