"""The same texts and questions give the same hits in every database."""

import pytest
from django.db import connection

from collections_app.search_index.asking import understood
from collections_app.search_index.index import WordIndex
from collections_app.search_index.rows import Hit, Row, hit_of, number_of

pytestmark = pytest.mark.django_db

TEXTS = {
    # group: texts of one kind, numbered from 1
    1: [("e", "The genocide against the Tutsi; genocides elsewhere."),
        ("f", "Le génocide des Tutsi, la ligne rouge."),
        ("x", "Jenoside yakorewe Abatutsi. Itsembabwoko."),
        ("e", "")],
    2: [("f", "Les réfugiés fuyaient vers l'ONU à Kigali."),
        ("e", "The refugees ran to the UN in Kigali. A red line."),
        ("f", "Rouge était la ligne ; du thé.")],
    3: [("e", "Русский text in Кигали, number 1994-04-06, e-mail."),
        ("e", "near near near NEAR(words, 2) and stems of words")],
}  # fmt: skip

FOUND = {
    "genocide": {(1, 1), (1, 2)},
    "Génocides": {(1, 1), (1, 2)},
    "itsembabwoko": {(1, 3)},
    "refugee": {(2, 2)},
    "réfugiée": {(2, 1)},
    "refugies": {(2, 1)},
    "kigali": {(2, 1), (2, 2)},
    "Kigali refugees": {(2, 2)},
    '"ligne rouge"': {(1, 2)},
    "ligne rouge": {(1, 2), (2, 3)},
    '"red line"': {(2, 2)},
    '"the red"': set(),
    "itsem*": {(1, 3)},
    "GÉNO*": {(1, 1), (1, 2)},
    "génocides*": {(1, 1)},
    "кигали": {(3, 1)},
    "1994": {(3, 1)},
    '"1994-04-06"': {(3, 1)},
    "e-mail": {(3, 1)},
    "onu": {(2, 1)},
    "l'ONU": {(2, 1)},
    "thé": {(2, 3)},
    "le": set(),
    "UN": {(2, 2)},
    "THE": {(1, 1), (2, 2), (2, 3)},
    "near": {(3, 2)},
    "NEAR(near 2)": {(3, 2)},
    "words:stems": {(3, 2)},
    "stem": {(3, 2)},
    "_egenocid": set(),
    "egenocid": set(),
    "e*": {(3, 1)},
    "nothing": set(),
    "genocide kigali": set(),
    "": set(),
    '"': set(),
    "😀": set(),
    "a' | 'kigali": {(2, 1), (2, 2)},
    "é" * 10_000: set(),
    "x\x00y": set(),
}


@pytest.fixture
def index() -> WordIndex:
    made = WordIndex("words_of_a_test")
    with connection.cursor() as cursor:
        for statement in made.make(connection.vendor):
            cursor.execute(statement)
    for group, texts in TEXTS.items():
        made.write(group, rows(texts))
    return made


def rows(texts: list[tuple[str, str]], kind: int = 1) -> list[Row]:
    return [Row(kind, part, text, tongue) for part, (tongue, text) in enumerate(texts, start=1)]


def found(index: WordIndex, question: str) -> set[tuple[int, int]]:
    asked = understood(question)
    hits = index.first(asked, [(group, kind) for group in TEXTS for kind in (0, 1)], most=10)
    counts = index.counts(asked)
    for group in TEXTS:
        assert counts.get((group, 1), 0) == len([hit for hit in hits if hit.group == group])
    return {(hit.group, hit.part) for hit in hits}


@pytest.mark.parametrize("question", FOUND, ids=lambda question: repr(question[:30]))
def test_a_question_finds_the_same_in_every_database(index: WordIndex, question: str) -> None:
    assert found(index, question) == FOUND[question]


def test_the_first_hits_of_each_kind_come_in_order(index: WordIndex) -> None:
    texts = [("e", f"Kigali {number}") for number in range(9)]
    index.write(7, [*rows(texts), *rows(texts[:1], kind=0)])
    asked = understood("kigali")
    assert index.first(asked, [(7, 0), (7, 1)], most=2) == [
        Hit(7, 0, 1),
        Hit(7, 1, 1),
        Hit(7, 1, 2),
    ]
    assert index.counts(asked) == {(2, 1): 2, (7, 0): 1, (7, 1): 9}


def test_a_group_is_written_whole_and_forgotten_whole(index: WordIndex) -> None:
    index.write(2, rows([("e", "Butare")]))
    assert found(index, "kigali") == set()
    assert found(index, "butare") == {(2, 1)}
    index.forget([2])
    assert found(index, "butare") == set()
    assert found(index, "genocide") == FOUND["genocide"]
    assert index.groups() == {1, 3}


def test_an_index_can_be_tidied(index: WordIndex) -> None:
    index.tidy()
    assert found(index, "genocide") == FOUND["genocide"]


def test_many_groups_are_asked_in_one_query(index: WordIndex) -> None:
    for group in range(100, 140):
        index.write(group, rows([("e", "Gikongoro")]))
    assert (
        len(index.first(understood("gikongoro"), [(n, 1) for n in range(100, 140)], most=3)) == 40
    )


def test_numbers_hold_group_kind_and_part() -> None:
    assert hit_of(number_of(12, 1, 345)) == Hit(12, 1, 345)
    with pytest.raises(OverflowError):
        number_of(1, 0, 1 << 32)
    with pytest.raises(OverflowError):
        number_of(1 << 28)
