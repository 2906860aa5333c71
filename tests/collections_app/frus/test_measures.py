from decimal import Decimal

import pytest

from collections_app.frus.measures import measure
from collections_app.frus.numbers import count, number
from collections_app.frus.volume import Amount, Nature, Unit


@pytest.mark.parametrize(
    ("mark", "amount", "unit"),
    [
        ("[2 lines not declassified]", "2", Unit.LINE),
        ("[10 lines of source text not declassified]", "10", Unit.LINE),
        ("[2 1/2 lines of source text not declassified]", "2.5", Unit.LINE),
        ("[2–1/2 lines of source text not declassified]", "2.5", Unit.LINE),
        ("[2-½ lines not declassified]", "2.5", Unit.LINE),
        ("[½ line not declassified]", "0.5", Unit.LINE),
        ("[41/2 pages of source text not declassified.]", "4.5", Unit.PAGE),
        ("[3 lines of 2-column source text not declassified]", "3", Unit.LINE),
        ("[three pages not declassified in time for publication]", "3", Unit.PAGE),
        ("[1 sentence (12 words) not declassified]", "1", Unit.SENTENCE),
        ("[Numbered paragraph 4 (3 lines) not declassified]", "1", Unit.PARAGRAPH),
        ("[Paragraphs 4–6 (1 page of source text) not declassified]", "3", Unit.PARAGRAPH),
        ("[remainder of paragraph (6 lines) not declassified]", "6", Unit.LINE),
        ("[heading and 3 paragraphs (20 lines) not declassified]", "3", Unit.PARAGRAPH),
        ("[3 names not declassified]", "3", Unit.ITEM),
        ("[1 minute 40 seconds not declassified]", "100", Unit.SECOND),
        ("[Page 2 not declassified]", "1", Unit.PAGE),
        ("[l line of source text not declassified]", "1", Unit.LINE),
    ],
)
def test_the_amount_and_unit_of_a_mark_are_read(mark: str, amount: str, unit: Unit) -> None:
    assert measure(mark).amount == Amount(Decimal(amount), unit)


@pytest.mark.parametrize(
    "mark",
    [
        "[less than 1 line not declassified]",
        "[less than one line of source text not declassified]",
        "[less then 1 line of source text not declassified]",
        "[less than 1 Nine not declassified]",
    ],
)
def test_less_than_a_line_is_said_so(mark: str) -> None:
    assert measure(mark).amount == Amount(Decimal(1), Unit.LINE, is_less_than=True)


def test_the_closer_measure_in_parentheses_is_kept_beside_the_first() -> None:
    found = measure("[1 paragraph (12½ lines of source text) not declassified]")

    assert found.amount == Amount(Decimal(1), Unit.PARAGRAPH)
    assert found.size == Amount(Decimal("12.5"), Unit.LINE)


@pytest.mark.parametrize(
    ("mark", "nature"),
    [
        ("[text not declassified]", Nature.TEXT),
        ("[not declassified]", Nature.TEXT),
        ("[name not declassified]", Nature.NAME),
        ("[name and title not declassified]", Nature.NAME),
        ("[place not declassified]", Nature.PLACE),
        ("[dollar amount not declassified]", Nature.DOLLAR_AMOUNT),
        ("[handling restriction not declassified]", Nature.HANDLING_RESTRICTION),
        ("[distribution indicator not declassified]", Nature.HANDLING_RESTRICTION),
        ("[classification marking not declassified]", Nature.CLASSIFICATION_MARKING),
        ("[codeword not declassified]", Nature.CODEWORD),
        ("[document number not declassified]", Nature.NUMBER),
        ("[telegram indicator not declassified]", Nature.NUMBER),
        ("[initials not declassified]", Nature.INITIALS),
        ("[* entry in table not declassified]", Nature.TABLE),
        ("[table (2 columns and 4 rows) not declassified]", Nature.TABLE),
        ("[Footnote in the source text not declassified]", Nature.FOOTNOTE),
        ("[heading not declassified]", Nature.HEADING),
        ("[Tab B (3 pages) not declassified]", Nature.ATTACHMENT),
        ("[4 lines of table not declassified]", Nature.TEXT),
        ("[This letter has not been declassified by its author.]", Nature.DOCUMENT),
    ],
)
def test_the_nature_of_a_mark_is_read(mark: str, nature: Nature) -> None:
    assert measure(mark).nature == nature


def test_the_shape_of_a_table_is_no_amount() -> None:
    assert measure("[table (2 columns and 4 rows) not declassified]").amount is None


def test_a_mark_that_says_nothing_known_is_not_understood() -> None:
    assert not measure("[the rest of it not declassified]").is_understood


def test_numbers_are_read_in_words_digits_and_broken_fractions() -> None:
    assert [count(word) for word in ("no", "Seven", "twenty-one", "1,200", "many")] == [
        0,
        7,
        21,
        1200,
        None,
    ]
    assert [number(written) for written in ("2½", "2-1/2", "21/2", "1/2", "17")] == [
        Decimal("2.5"),
        Decimal("2.5"),
        Decimal("2.5"),
        Decimal("0.5"),
        Decimal(17),
    ]
