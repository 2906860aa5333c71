import pytest

from collections_app.frus.statement import Paragraph, find_statement, read_statement

REVIEW = "The declassification review of this example, completed in 2011, resulted in "


def numbers(text: str) -> tuple[int | None, int | None, int | None]:
    found = read_statement(text)
    return (
        found.withheld_in_full,
        found.excisions_paragraph_or_more,
        found.minor_excisions,
    )


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (
            "the decision to withhold 2 documents in full, excise a paragraph or more in 13 "
            "documents, and make minor excisions of less than a paragraph in 41 documents.",
            (2, 13, 41),
        ),
        (
            "the decision to withhold two documents in full, excisions of a paragraph or more in "
            "thirteen documents, and minor excisions of less than a paragraph in one document.",
            (2, 13, 1),
        ),
        (
            "the decision to withhold one document in full and to make a minor excision in one "
            "document.",
            (1, None, 1),
        ),
        (
            "the decision to make an excision of a paragraph or more in one document and minor "
            "excisions of less than one paragraph in four documents.",
            (None, 1, 4),
        ),
        (
            "the decision to withhold 3 documents in full; excise a paragraph or more from 9 "
            "documents and make minor excisions, mostly names, in 190 of the 280 documents.",
            (3, 9, 190),
        ),
        ("the decision to withhold no documents in full.", (0, None, None)),
        ("the decision to deny no documents in full.", (0, None, None)),
        ("no excisions.", (None, 0, 0)),
        ("the decision to withhold 1 percent; 9 documents were withheld in full.", (9, None, None)),
        ("a loss of 1 percent; no documents were withheld in their entirety.", (0, None, None)),
        ("a loss of 1 percent. One document was denied in full.", (1, None, None)),
        ("a loss of 1 percent; four documents were not declassified.", (4, None, None)),
    ],
)
def test_numbers_are_read_in_words_and_digits_and_silence_is_none(
    outcome: str, expected: tuple[int | None, int | None, int | None]
) -> None:
    assert numbers(REVIEW + outcome) == expected


def test_remarks_left_in_a_draft_do_not_hide_the_numbers() -> None:
    draft = "the decision to withhold 4 (may change) documents in full, to excise a paragraph or "
    draft += "more in 9 (plus N. Afr. excisions) X documents, and to make minor excisions in 22 "

    assert numbers(f"{REVIEW}{draft}(plus others) documents.") == (4, 9, 22)


def test_a_share_is_kept_in_its_own_words() -> None:
    told = f"{REVIEW}the decision to withhold about 3.5 percent of the material."

    assert read_statement(told).share_withheld == "about 3.5 percent"


def test_counts_told_by_compilation_are_added_and_one_alone_is_not_the_volume() -> None:
    several = (
        "The compilation on Tea had no documents denied in full. In the compilation on Coffee "
        "nine documents were denied in full."
    )

    assert numbers(several)[0] == 9
    assert numbers(
        f"{REVIEW}a loss. In the compilation on Tea two documents were denied in full."
    ) == (
        None,
        None,
        None,
    )


def test_the_statement_is_found_verbatim_among_the_paragraphs_of_the_preface() -> None:
    said = f"{REVIEW}the decision to withhold 2 documents in full."
    paragraphs = [
        Paragraph("Entire documents withheld are accounted for by a heading.", 3),
        Paragraph(f"The review guides itself. {said} The editors are content.", 9),
    ]

    found = find_statement(paragraphs)

    assert found is not None
    assert (found.text, found.line) == (said, 9)


def test_a_preface_without_a_statement_gives_none() -> None:
    assert find_statement([Paragraph("The editors drank tea.", 1)]) is None
