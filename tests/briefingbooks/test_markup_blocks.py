"""Blocks, quotations, tables, words in other languages: what each prints, and what is refused."""

import pytest

from briefingbooks import markup
from briefingbooks.markup import Mention
from briefingbooks.markup_html import Numbering, Resolved, render
from briefingbooks.resolved import Picture

PICTURE = Picture("/files/1/display.webp", 800, 600, 'A "road"')


def resolve(mention: Mention) -> Resolved:
    if mention.key == "hidden":
        return Resolved("Photograph (record withdrawn)", is_hidden=True)
    if mention.role == "photo":
        return Resolved("The road", "/items/FTP-0033/", PICTURE, "Photo: A. Person.")
    if mention.role == "compare":
        return Resolved("The 2004 release shows more.", "/items/FTP-1/compare/?a=1&b=4")
    return Resolved(mention.words or mention.key)


def html(source: str) -> str:
    text = markup.parse(source)
    return render(
        text.tokens, numbering=Numbering(), resolve=resolve, defined=set(text.notes), prefix="s"
    )


def problems(source: str, *, warnings: bool = False) -> list[str]:
    found = markup.parse(source).problems
    return [str(problem) for problem in found if problem.is_warning is warnings]


def test_a_pull_quote_that_repeats_the_text_is_not_read_out_twice() -> None:
    page = html("He wrote: we were *told* nothing.\n\n:::pullquote\nwe were told\nnothing\n:::")
    assert '<aside class="pull-quote" aria-hidden="true">\n<p>we were told\nnothing</p>' in page
    assert not problems("We knew.\n\n:::pullquote\nWe knew.\n:::", warnings=True)


def test_a_pull_quote_of_other_words_is_read_out_and_warned_of() -> None:
    source = "Text.\n\n:::pullquote\nNobody said this.\n:::"
    assert '<aside class="pull-quote">' in html(source)
    [warning] = problems(source, warnings=True)
    assert warning == "Line 3: The words of this pull quote do not stand in this text."


def test_a_photograph_is_printed_with_alt_text_caption_credit_and_record() -> None:
    page = html(":::photo FTP-0033\nThe road, *north*.\n:::")
    assert 'src="/files/1/display.webp" alt="A &quot;road&quot;" width="800" height="600"' in page
    assert "<figcaption>\n<p>The road, <em>north</em>.</p>" in page
    assert "Photo: A. Person. <a" in page
    assert 'href="/items/FTP-0033/">The road</a></p>\n</figcaption></figure>' in page


def test_of_a_hidden_photograph_not_even_the_caption_is_printed() -> None:
    page = html(":::photo hidden\nCAPTION.[^a]\n\n> more\n:::\n\nAfter.\n\n[^a]: Note.")
    assert "CAPTION" not in page
    assert "more" not in page
    assert "note-call" not in page
    assert "Photograph (record withdrawn)" in page
    assert "<p>After.</p>" in page


def test_a_comparison_says_in_a_sentence_what_differs_and_leads_to_the_page() -> None:
    page = html(":::compare FTP-1 c1 c4\nSee above all page 2.\n:::")
    assert "<p>The 2004 release shows more.</p>\n<p>See above all page 2.</p>" in page
    assert 'href="/items/FTP-1/compare/?a=1&amp;b=4">Compare the two releases</a>' in page


@pytest.mark.parametrize(
    "source", ["> Words.\n>\n> — A. Person, 1994", "> Words.\n> — A. Person, 1994"]
)
def test_the_last_line_of_a_quotation_says_whose_words_they_are(source: str) -> None:
    page = html(source)
    assert "<p>Words.</p>\n<footer>— A. Person, 1994</footer>\n</blockquote>" in page


def test_a_quotation_may_be_in_another_language() -> None:
    page = html(":::quote fr\nIls sont partis.\n\n— Un témoin\n:::")
    assert '<blockquote lang="fr">\n<p>Ils sont partis.</p>\n<footer>— Un témoin</footer>' in page
    assert html("{lang}`rw; Mwaramutse <x>`") == (
        '<p><span lang="rw">Mwaramutse &lt;x&gt;</span></p>\n'
    )


def test_a_table_names_its_columns_and_can_be_reached_by_keyboard() -> None:
    page = html("| Day | Dead |\n|---|--:|\n| 7 | 12 |\n\nThen\n\n| A |\n|---|\n| b |")
    assert '<div class="table-scroll" role="region" aria-label="Table 1" tabindex="0">' in page
    assert 'aria-label="Table 2"' in page
    assert '<th scope="col">Day</th>' in page
    assert '<td class="number">12</td>' in page


def test_a_mention_may_name_one_copy_of_a_document() -> None:
    text = markup.parse("{doc}`the first release <FTP-0001@c12; para. 6>` {doc}`FTP-2@c3`")
    assert [(m.key, m.copies, m.words, m.locator) for m in text.mentions] == [
        ("FTP-0001", ("c12",), "the first release", "para. 6"),
        ("FTP-2", ("c3",), "", ""),
    ]
    assert not text.problems


def test_the_mentions_of_a_note_know_what_was_written_around_them() -> None:
    text = markup.parse("A.[^n]\n\n[^n]: Compare {cite}`a-1`; but see [that](https://e.org), too.")
    assert [(m.role, m.prefix, m.suffix) for m in text.named] == [
        ("cite", "Compare", ""),
        ("link", "; but see", ", too."),
    ]
    assert [link.key for link in text.links] == ["https://e.org"]


def test_links_and_records_are_named_in_the_order_of_reading() -> None:
    text = markup.parse(":::photo P-1\nC.\n:::\n\n[b](https://b.org) {doc}`D-1`")
    assert [one.key for one in text.named] == ["P-1", "https://b.org", "D-1"]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (":::phot FTP-1\n:::", "Line 1: There is no block :::phot; did you mean photo?"),
        ("a\n\n:::pullquote\nb", "Line 3: The block :::pullquote has no ::: at its end."),
        (":::pullquote\n:::", "Line 1: A pull quote has no words."),
        (":::pullquote\n{doc}`F`\n:::", "Line 1: A pull quote has words only"),
        (":::photo\nx\n:::", "Line 1: Name one photograph: :::photo FTP-0033."),
        (":::compare FTP-1 c1\n:::", "Line 1: Name a document and two copies of it"),
        (":::compare FTP-1 c1 c1\n:::", "Line 1: Name a document and two copies of it"),
        (":::compare FTP-1 r1 r4\n:::", "Line 1: Name a document and two copies of it"),
        (":::quote franç$\nx\n:::", "Line 1: After :::quote stands a language such as fr"),
        ("::::quote\n:::photo P-1\n:::\n::::", "Line 1: A block can not stand in another block."),
        ("A[^n]\n\n[^n]: B\n\n    :::photo P-1\n    :::", "Line 3: A block can not stand in the"),
        ("Text\n:::", "Line 1: The ::: here ends no block."),
        ("{doc}`FTP-1@x`", "Line 1: After @ stands the key of a copy, such as c12"),
        ("{lang}`mots`", "Line 1: Write a language and the words"),
        ("###", "Line 1: A heading has no words."),
    ],
)  # fmt: skip
def test_a_block_that_can_not_be_printed_is_told_with_its_line(source: str, message: str) -> None:
    assert any(told.startswith(message) for told in problems(source)), problems(source)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("#### Deep\n\n### Wide", "Line 1: The heading “Deep” is #### before any ###."),
        ("A[^n]\n\n[^n]: Ibid., p. 4", "Line 3: “Ibid” is typed by hand"),
        ("a\nop. cit., 12", "Line 2: “op. cit” is typed by hand"),
    ],
)
def test_what_is_unwise_is_a_warning(source: str, message: str) -> None:
    assert not problems(source)
    assert problems(source, warnings=True)[0].startswith(message)


def test_a_link_that_is_gone_leads_to_its_archived_copy() -> None:
    from_archive = markup.parse("[words](https://e.org/a)")
    assert 'href="https://e.org/a">words <span' in html("[words](https://e.org/a)")
    assert from_archive.links[0].words == "words"
