"""Markdown, web pages, notes numbered anew in each part, and what is missing or left over."""

import pytest

from briefingbooks.essays.document import squeezed
from briefingbooks.essays.importing import Planned, keep_essay, plan_essay
from tests.briefingbooks.make import make_book

pytestmark = pytest.mark.django_db

PARTS = """Part one
The first part says so.[1] And more.[2]
Notes
[1] A note of part one.
[2] Another.
Part two
The second part says so.[1]
Notes
[1] A note of part two.
"""


def kept(name: str, text: str) -> tuple[Planned, str]:
    book = make_book(with_parts=False)
    planned = plan_essay(book, name, text.encode())
    keep_essay(book, planned, by=None)
    return planned, "\n".join(section.body_md for section in book.sections.all())


def told(planned: Planned) -> list[tuple[int, str]]:
    return [(one.line, one.kind) for one in planned.report.decisions]


def test_notes_numbered_anew_are_led_to_those_of_their_part() -> None:
    planned, body = kept("parts.txt", PARTS)
    assert "first part says so.[^n1]" in body
    assert "[^n1]: A note of part one." in body
    assert "second part says so.[^n1-2]" in body
    assert "[^n1-2]: A note of part two." in body
    assert (9, "same number") in told(planned)
    assert squeezed(planned.as_plain_text()) == squeezed(PARTS)


def test_missing_and_uncalled_notes_are_told_and_nothing_goes() -> None:
    text = "A line.[1] Another.[7]\n\nNotes\n[1] One.\n[2] Two is called nowhere.\n[3] Three.\n"
    planned, body = kept("a.txt", text.replace("Another.[7]", "Another.[7] Third.[3]"))
    assert (1, "note missing") in told(planned)
    assert (5, "note never called") in told(planned)
    assert r"Another.\[7\]" in body
    assert r"\[2\] Two is called nowhere." in body


def test_calls_out_of_order_are_told() -> None:
    planned, _ = kept("a.txt", "A.[2] B.[1]\n\nNotes\n[1] One.\n[2] Two.\n")
    assert (1, "out of order") in told(planned)


def test_several_notes_in_one_call_are_several_calls() -> None:
    text = "A line.[1, 2] And [3–4]\n\nNotes\n[1] One.\n[2] Two.\n[3] Three.\n[4] Four.\n"
    planned, body = kept("a.txt", text)
    assert "A line.[^n1][^n2] And [^n3][^n4]" in body
    assert squeezed(planned.as_plain_text()) == squeezed(text)


@pytest.mark.parametrize(
    "text",
    [
        "A line.¹ More.²\n\nNotes\n1. One.\n2. Two.\n",
        "A line (Note 1) and more (Note 2)\n\nNotes\n\nNote 1. One.\n\nNote 2. Two.\n",
        "A line.[^1] More.[^2]\n\n[^1]: One.\n[^2]: Two.\n",
    ],
)
def test_other_marks_are_read(text: str) -> None:
    planned, _ = kept("a.txt", text)
    assert planned.report.counts["calls led to a note"] == 2
    assert squeezed(planned.as_plain_text()) == squeezed(text)


def test_markdown_keeps_looks_links_lists_and_notes() -> None:
    text = (
        "---\ntitle: The Bridge\nauthor: Ann Author\n---\n## Background\nIn *The Book* [it](https://"
        "example.org/a) says.[^a]\n\n- One\n- Two\n\n### Detail\n\n> Quoted.\n\n[^a]: A note.\n"
    )
    planned, body = kept("bridge.md", text)
    assert [one.words for one in planned.report.front] == ["The Bridge", "Ann Author"]
    assert "In *The Book* [it](<https://example.org/a>) says.[^na]" in body
    assert "- One\n- Two\n\n### Detail\n\n> Quoted." in body
    assert "[^na]: A note." in body


PAGE = """<!DOCTYPE html><html><head><title>x</title><script>bad()</script></head><body>
<nav><a href="/">Home</a></nav><article><h1>The Bridge</h1><p class="by">By Ann Author</p>
<h2>Background</h2><p>It was <em>built</em> in 1901.<sup><a href="#_ftn1"
id="_ftnref1">[1]</a></sup> See <a href="#p7">7</a>.</p><p id="p7">The last line.</p>
<h2>Notes</h2><p id="_ftn1"><a href="#_ftnref1">[1]</a> Baker, C. (1999) <i>Bridges</i>.
London: Press, p. 3.</p></article></body></html>"""


def test_a_web_page_gives_its_article_and_its_linked_notes() -> None:
    planned, body = kept("page.html", PAGE)
    assert planned.report.counts["notes"] == planned.report.counts["calls"] == 1
    assert "It was *built* in 1901.[^baker-3]" in body
    assert "[^baker-3]: {cite}`baker-1999; p. 3`." in body
    assert "See 7." in body
    assert "Home" not in body
    assert "bad()" not in body


def test_op_cit_and_ibid_lead_to_the_work_or_to_a_person() -> None:
    text = (
        "A.[1] B.[2] C.[3] D.[4]\n\nNotes\n[1] C. Baker, Bridges of the County, London, "
        "Press, 1999, p. 2.\n[2] Bridges of…, op. cit., p. 3; Cole (2001), p. 4.\n[3] Ibid.\n"
        "[4] Baker, "
        "op. cit., p. 5.\n"
    )
    planned, body = kept("a.txt", text)
    assert "{cite}`baker-1999; p. 3`" in body
    assert "{cite}`baker-1999; p. 5`" in body
    assert "[^n3]: Ibid." in body
    assert [one.line for one in planned.report.decisions if one.kind == "not recognized"] == [5, 6]
