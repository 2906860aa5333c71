"""Which passages two releases show, withhold or do not have, and what all of them show together."""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

import pytest

from collections_app.alignment import Block, stretches
from collections_app.compared_text import blocks_of, sentence_of
from collections_app.fullest_text import Reading, Setback, fullest_text, setbacks
from collections_app.fullest_words import ReleaseNamed, fullest_words
from collections_app.page_texts import Run, Withheld
from collections_app.passages import CopyText, Piece, compare, said, tokens_of
from collections_app.setbacks import earlier_and_fuller
from tests.collections_app.releases_of_a_memo import (
    DATES,
    END,
    MEANING,
    OPENING,
    PAPER,
    RELEASES,
    SENT,
    read,
)

FIRST, SECOND, THIRD, FOURTH = (read(text) for _day, text in RELEASES)


def of_kind(pieces: list[Piece], kind: str) -> list[str]:
    return [said(piece.words) for piece in pieces if piece.kind == kind]


def test_words_that_stand_where_the_other_has_a_mark_are_newly_released() -> None:
    pieces = compare(FIRST, SECOND)
    assert of_kind(pieces, "released") == [PAPER]
    assert of_kind(pieces, "withheld") == []
    assert [gap.words for piece in pieces if piece.kind == "both" for gap in piece.gaps] == [
        "2 lines not declassified"
    ]


def test_a_later_release_may_withhold_and_show_at_once() -> None:
    pieces = compare(SECOND, THIRD)
    assert of_kind(pieces, "withheld") == [OPENING, MEANING]
    assert of_kind(pieces, "released") == [SENT]


def test_two_releases_the_other_way_round_say_the_reverse() -> None:
    there, back = compare(SECOND, THIRD), compare(THIRD, SECOND)
    assert of_kind(there, "withheld") == of_kind(back, "released")
    assert of_kind(there, "released") == of_kind(back, "withheld")


def test_the_sentence_counts_passages_and_knows_the_order() -> None:
    pieces = compare(SECOND, FOURTH)
    said_of, lost = sentence_of(pieces, "the 2004 release", "the 2012 release", is_in_order=True)
    assert said_of == "The 2012 release withholds 2 passages that the 2004 release had shown."
    assert lost == 2
    said_of, _ = sentence_of(compare(SECOND, THIRD), "copy 1", "copy 2", is_in_order=False)
    assert said_of == (
        "Copy 2 withholds 2 passages that copy 1 shows and shows 1 passage that copy 1 withholds."
    )


def test_the_same_words_are_the_same_text() -> None:
    said_of, lost = sentence_of(compare(FIRST, FIRST), "one", "another", is_in_order=True)
    assert (said_of, lost) == (
        "Another withholds nothing that one shows; both withhold 1 passage.",
        0,
    )
    whole = read(OPENING)
    said_of, _ = sentence_of(compare(whole, whole), "one", "another", is_in_order=True)
    assert said_of == "Another shows the same text as one."


def test_capitals_punctuation_and_line_ends_make_no_difference() -> None:
    one = read("The office, was asked;\nfor “guidance”.")
    other = read("THE OFFICE was asked for guidance")
    assert [piece.kind for piece in compare(one, other)] == ["same"]


def test_another_wording_is_no_withholding() -> None:
    kinds = {
        piece.kind
        for piece in compare(read("He met Srnith in Paris."), read("He met Smith in Paris."))
    }
    assert kinds == {"same", "differs"}


def test_words_missing_without_a_mark_are_not_said_to_be_withheld() -> None:
    one, other = read(f"{OPENING} {PAPER} {END}"), read(f"{OPENING} {END}")
    pieces = compare(one, other)
    assert of_kind(pieces, "missing") == [PAPER]
    said_of, lost = sentence_of(pieces, "the first", "the second", is_in_order=True)
    assert lost == 0
    assert "1 passage of the first is not in the text of it we have" in said_of


def test_words_missing_from_a_page_with_a_drawn_mark_are_withheld() -> None:
    one = read(f"{OPENING} {PAPER} {END}")
    other = read(f"{OPENING} {END}", marked=frozenset({1}))
    assert of_kind(compare(one, other), "withheld") == [PAPER]


def test_what_we_withhold_from_one_copy_is_not_repeated_from_the_other() -> None:
    ours = Withheld("Withheld by us", by_us=True)
    runs = [[Run("text", OPENING), Run("withheld", withheld=ours), Run("text", END)]]
    one, other = read(f"{OPENING} {PAPER} {END}"), CopyText(tokens_of([(1, runs)]))
    unmarked = read(f"{OPENING} {END}", ours=frozenset({1}))
    for copy in (other, unmarked):
        for pieces in (compare(one, copy), compare(copy, one)):
            assert "paper" not in " ".join(said(piece.words) for piece in pieces)
            assert [piece.kind for piece in pieces] == ["same", "ours", "same"]
        passages = fullest_text([one, copy])
        assert "paper" not in " ".join(said(passage.tokens) for passage in passages)


def test_names_between_marks_are_told_one_by_one() -> None:
    one = read("He met Smith and Jones in Paris.")
    other = read("He met [name not declassified] and [name not declassified] in Paris.")
    assert of_kind(compare(one, other), "withheld") == ["Smith", "Jones"]


def test_a_bar_of_blocks_is_a_mark_and_other_brackets_are_words() -> None:
    pieces = compare(read("He met Smith [sic] there."), read("He met ████ [sic] there."))
    assert of_kind(pieces, "withheld") == ["Smith"]
    assert "[sic]" in of_kind(pieces, "same")[-1]


def test_the_fullest_text_is_what_all_releases_show_together() -> None:
    passages = fullest_text([FIRST, SECOND, THIRD, FOURTH])
    shown = [said(passage.tokens) for passage in passages if passage.tokens]
    assert shown == [OPENING, PAPER, SENT, MEANING, END]
    firsts = [passage.first_released_in(DATES) for passage in passages if passage.tokens]
    assert firsts == [0, 1, 2, 0, 0]
    assert passages[1].readings == (
        Reading.WITHHELD, Reading.SHOWN, Reading.SHOWN, Reading.WITHHELD
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
def test_the_fullest_text_is_the_same_in_whatever_order_copies_are_listed(seed: int) -> None:
    order = list(range(4))
    Random(seed).shuffle(order)  # noqa: S311
    copies = [FIRST, SECOND, THIRD, FOURTH]
    passages = fullest_text([copies[at] for at in order])
    shown = {said(passage.tokens): {order[at] for at in passage.shown_in} for passage in passages}
    shown.pop("", None)
    assert shown == {
        OPENING: {0, 1}, PAPER: {1, 2}, SENT: {2}, MEANING: {0, 1}, END: {0, 1, 2, 3}
    }  # fmt: skip


def test_a_release_that_withholds_what_an_earlier_one_showed_is_a_setback() -> None:
    found = setbacks(fullest_text([FIRST, SECOND, THIRD, FOURTH]), DATES)
    assert [(one.copy, one.passages) for one in found] == [(2, 2), (3, 3)]
    assert setbacks(fullest_text([SECOND, FOURTH]), [None, DATES[3]]) == []
    assert setbacks(fullest_text([FOURTH, SECOND]), [DATES[0], DATES[3]]) == []
    assert setbacks(fullest_text([SECOND, FOURTH]), [DATES[1], DATES[3]]) == [Setback(1, 0, 2)]


def test_a_passage_shown_only_without_a_date_has_no_first_release() -> None:
    passages = fullest_text([FIRST, SECOND])
    assert passages[1].first_released_in([DATES[0], None]) is None
    words = fullest_words(
        passages, [ReleaseNamed("the 2001 release", DATES[0], ""), ReleaseNamed("copy 2", None, "")]
    )
    undated = [one for one in words.standings if one.shown_in == ["copy 2"]]
    assert [(one.first, one.is_shown) for one in undated] == [(None, True)]


def test_by_extent_a_later_release_that_shows_less_is_told_against_the_fullest_before() -> None:
    stated = [
        (date(2001, 1, 1), "excised"),
        (date(2004, 1, 1), "in_full"),
        (date(2013, 1, 1), "withheld"),
        (date(2014, 1, 1), "pending"),
        (None, "withheld"),
        (date(2015, 1, 1), "in_full"),
    ]
    found = [earlier_and_fuller(at, stated) for at in range(len(stated))]
    assert found == [None, None, 1, None, None, None]


def test_long_unchanged_stretches_are_folded_and_nothing_is_lost() -> None:
    long = " ".join(f"word{number}" for number in range(400))
    pieces = compare(read(f"{PAPER} {long} {SENT}"), read(f"[withheld] {long} [withheld]"))
    blocks = blocks_of(pieces)
    assert [bool(block.folded) for block in blocks] == [False, True, False]
    words = " ".join(one.text for block in blocks for some in block.paragraphs for one in some)
    assert words.split() == f"{PAPER} {long} {SENT}".split()


def test_two_sequences_are_cut_without_losing_a_word() -> None:
    chance = Random(5)  # noqa: S311
    for _ in range(60):
        one = [chance.choice("abcdefgh") for _ in range(chance.randrange(60))]
        other = [word for word in one if chance.random() > 0.2] + ["x"] * chance.randrange(3)
        at = there = 0
        for part in stretches(one, other):
            assert (part.start, part.other_start) == (at, there)
            at, there = part.end, part.other_end
            if part.is_same:
                assert one[part.start : part.end] == other[part.other_start : part.other_end]
        assert (at, there) == (len(one), len(other))


def test_a_long_document_is_compared_in_time_near_to_its_length(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Counted in words looked at closely, not in seconds."""
    chance = Random(1)  # noqa: S311
    words = [f"w{chance.randrange(3000)}" for _ in range(20_000)]
    looked = []

    def closely(_one: Any, _other: Any, here: Any, there: Any) -> Iterator[Block]:
        looked.append((here[1] - here[0]) * (there[1] - there[0]))
        return iter(())

    monkeypatch.setattr("collections_app.alignment._closely", closely)
    gone = words[:5_000] + words[5_200:]
    stretches(words, gone)
    assert max(looked) < 1_000
