"""The same tokens as plain words: with notes, without markup, counted as they are read."""

from briefingbooks import markup
from briefingbooks.markup import Mention
from briefingbooks.markup_html import Resolved
from briefingbooks.markup_text import count_words, plain_text
from briefingbooks.resolved import Picture


def resolve(mention: Mention) -> Resolved:
    if mention.role == "photo":
        return Resolved("The road", "/items/P/", Picture("/f", 1, 1, "A road"), "A. Person")
    if mention.key == "hidden":
        return Resolved("Document (record withdrawn)", is_hidden=True)
    return Resolved(f"<i>{mention.words or mention.key}</i> &amp; Co")


def plain(source: str) -> str:
    return plain_text(markup.parse(source), resolve=resolve)


def test_notes_stand_at_the_end_by_their_numbers() -> None:
    assert plain("Two.[^b] One *more*.[^a]\n\n[^a]: A {cite}`x`.\n\n[^b]: B.") == (
        "Two.[1] One more.[2]\n\n[1] B.\n\n[2] A x & Co."
    )


def test_addresses_follow_their_words_once() -> None:
    assert plain("[Archive](https://e.org) and https://f.org and [here](/items/).") == (
        "Archive <https://e.org> and https://f.org and here."
    )


def test_lists_quotations_and_tables_are_told_apart() -> None:
    page = plain("- a\n- b\n\n3. c\n4. d\n\n> Said.\n>\n> — Who\n\n| A | B |\n|---|---|\n| 1 | 2 |")
    assert page.split("\n\n") == ["- a", "- b", "3. c", "4. d", "Said.", "— Who", "A | B", "1 | 2"]


def test_blocks_say_what_the_page_shows() -> None:
    page = plain(":::photo P\nCaption.\n:::\n\n:::compare hidden c1 c2\nLost.\n:::\n\nEnd.")
    assert page.split("\n\n") == [
        "[A road. The road]",
        "Caption.",
        "A. Person.",
        "Document (record withdrawn)",
        "End.",
    ]


def test_words_are_counted_without_markup_and_keys() -> None:
    source = "One *two* {lang}`fr; trois mots` [five](https://e.org/x/y) {doc}`six seven <FTP-1>`"
    assert count_words(markup.parse(source).tokens) == 7
