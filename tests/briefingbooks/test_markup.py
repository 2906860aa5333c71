"""What an editor may write, what is read from it, and what is refused with line and reason."""

import pytest

from briefingbooks import markup
from briefingbooks.markup_html import Numbering, Resolved, render, render_note


def html(source: str, **known: str) -> str:
    text = markup.parse(source)
    return render(
        text.tokens,
        numbering=Numbering(),
        resolve=lambda mention: Resolved(mention.words or mention.key, known.get(mention.role, "")),
        defined=set(text.notes),
        prefix="s",
    )


def problems(source: str) -> list[str]:
    text = markup.parse(source)
    told = [str(problem) for problem in text.problems]
    return told + [str(problem) for _, problem in markup.note_problems([text])]


def test_a_note_is_called_by_number_and_anchored_by_label() -> None:
    page = html("One.[^b] Two.[^a] Again.[^b]\n\n[^a]: A.\n\n[^b]: B.")
    assert 'id="fnref-b" href="#fn-b" role="doc-noteref" aria-label="Note 1">1</a>' in page
    assert 'id="fnref-a" href="#fn-a" role="doc-noteref" aria-label="Note 2">2</a>' in page
    assert 'id="fnref-b-2" href="#fn-b" role="doc-noteref" aria-label="Note 1">1</a>' in page


def test_the_body_of_a_note_stands_outside_the_text() -> None:
    text = markup.parse("One.[^a]\n\n[^a]: The *body*.")
    assert "body" not in html("One.[^a]\n\n[^a]: The *body*.")
    note = render_note(text.notes["a"], resolve=lambda mention: Resolved(mention.key))
    assert note == "<p>The <em>body</em>.</p>\n"
    assert text.notes["a"].source == "The *body*."


def test_mentions_are_read_with_words_key_locator_and_line() -> None:
    text = markup.parse(
        "See {entry}`e7k3`,\n{doc}`the cable <FTP-0001; para. 6>`.[^n]\n\n"
        "[^n]: {cite}`dallaire-2003; pp. 1–2`."
    )
    read = [(m.role, m.key, m.words, m.locator, m.line, m.note) for m in text.mentions]
    assert read == [
        ("entry", "e7k3", "", "", 1, ""),
        ("doc", "FTP-0001", "the cable", "para. 6", 2, ""),
        ("cite", "dallaire-2003", "", "pp. 1–2", 4, "n"),
    ]


def test_an_external_link_says_so_inside_the_link() -> None:
    page = html("[Archive](https://example.org/a)")
    assert (
        '<a class="external" href="https://example.org/a">Archive '
        '<span class="external-mark">(external link)</span></a>' in page
    )


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("Text[^lost].", "Line 1: The note “lost” is called but not defined"),
        ("Text.\n\n[^orphan]: Words.", "Line 3: The note “orphan” is never called."),
        ("A[^a].\n\n[^a]: One.\n\n[^a]: Two.", "Line 5: The note “a” is defined twice."),
        ("A[^a].\n\n[^a]:", "Line 3: The note “a” is empty."),
        ("A[^a].\n\n[^a]: See[^a].", "Line 3: The note “a” can not call the note “a”."),
        ("A[^ö].\n\n[^ö]: See.", "Line 3: The label “ö” may have letters, digits, - and _ only."),
        ("{docs}`FTP-0001`", "Line 1: There is no role {docs}; did you mean doc?"),
        ("{doc}`;`", "Line 1: {doc}`;` names nothing."),
        ("[words]()", "Line 1: The link “words” leads nowhere."),
        ("[](https://example.org)", "Line 1: The link to https://example.org has no words."),
        (
            "a\n[x](javascript:alert(1))",
            "Line 2: The link “x” must begin with https:// or http://, not “javascript:alert(1)”.",
        ),
        ("[x](//evil.example)", "Line 1: The link “x” must begin with https:// or http://, not"),
        ("[x](data:text/html,y)", "Line 1: The link “x” must begin with https:// or http://, not"),
        ("# Wide", "Line 1: Headings inside a text are ### or ####; wider ones are its own."),
        ("![p](https://e.org/p)", "Line 1: Pictures are entries of the book or blocks"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(source: str, message: str) -> None:
    assert any(told.startswith(message) for told in problems(source)), problems(source)


def test_a_sound_text_has_no_problems() -> None:
    assert not problems("### Heading\n\nText with *words* and a note.[^a-1]\n\n[^a-1]: Body.")


def test_notes_may_stand_in_another_text_of_the_same_book() -> None:
    texts = [markup.parse("Called here.[^a]"), markup.parse("Text.\n\n[^a]: Defined there.")]
    assert not markup.note_problems(texts)


def test_a_note_defined_in_two_texts_is_told_once() -> None:
    texts = [markup.parse("x[^a]\n\n[^a]: One."), markup.parse("[^a]: Two.")]
    [(index, problem)] = markup.note_problems(texts)
    assert (index, problem.line) == (1, 1)
    assert "also defined in another text" in problem.message


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "[x](//evil.example/y)",
        '{doc}`"><script>alert(1)</script> <FTP-0001>`',
        "{cite}`<svg onload=alert(1)>`",
        "![x](https://evil.example/pixel.png)",
        "[^x]: <iframe src='https://evil.example'>\n\nText[^x]",
        '### <b onclick="x">h</b>',
    ],
)
def test_no_text_can_inject_anything(attack: str) -> None:
    text = markup.parse(attack)
    page = html(attack)
    page += "".join(render_note(n, resolve=lambda _: Resolved("w")) for n in text.notes.values())
    for trace in ("<script", "<img", "<iframe", "<svg", "onerror=\"", "onclick=\"", "javascript:al",
                  'href="//', 'href="data', 'href="vb'):  # fmt: skip
        assert trace not in page.replace("&quot;", '"') or "&lt;" in page, page
    assert 'href="javascript' not in page.lower()


def test_a_link_without_a_safe_address_loses_it() -> None:
    assert "href" not in html("[x](javascript:alert(1))")
    assert "href" not in html("[x](//evil.example/y)")


def test_nul_bytes_and_line_ends_are_read_as_text() -> None:
    assert html("a\x00b\r\nc") == "<p>ab\nc</p>\n"
