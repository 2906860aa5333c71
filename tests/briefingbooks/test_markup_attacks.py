"""Whatever is typed, reading it never fails, and what is printed is only what the house prints."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefingbooks import markup
from briefingbooks.markup import Mention
from briefingbooks.markup_html import Numbering, Resolved, render, render_note, sanitise
from briefingbooks.markup_text import count_words, plain_text
from briefingbooks.resolved import Picture

SAFE = re.compile(r"(https?://|mailto:|/(?![/\\])|#|\?|[^:/?#\\]*(?:[/?#]|$))", re.IGNORECASE)
PIECES = [
    "{doc}`FTP-1`", "{cite}`a; p. 1`", "{lang}`fr; mots`", "{photo}`", "`", "[^a]", "[^b]", "\n",
    "\n\n[^a]: note", "\n\n[^b]:", "\n:::photo FTP-1\n", "\n:::\n", "\n::::pullquote\n", "\n::::\n",
    "\n:::compare F c1 c2\n", "\n> ", "\n> — who\n", "\n### h\n", "\n| a | b |\n|---|--:|\n| 1 |\n",
    "<script>", "<img src=x onerror=y>", "](javascript:x)", "[x", "![y](", "https://e.org/?a=<b>",
    "*", "**", "\n- ", "\n1. ", "    ", "\x00", "\r", "é", "&lt;", '"', "'", "\\", "{", "<", ">",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=40).map("".join)


class Tags(HTMLParser):
    """Collects every tag and attribute of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def resolve(mention: Mention) -> Resolved:
    picture = Picture("/files/1/d.webp", 8, 6, mention.key) if mention.role == "photo" else None
    words = f"{mention.words}{mention.key}{mention.locator}"
    return Resolved(sanitise(words.replace("<", "&lt;")), "/items/1/", picture, mention.key)


def pages(source: str) -> str:
    text = markup.parse(source)
    numbering = Numbering()
    page: str = render(
        text.tokens, numbering=numbering, resolve=resolve, defined=set(text.notes), prefix="s"
    )
    for label in numbering.calls:
        assert label in text.notes
    return page + "".join(render_note(note, resolve=resolve) for note in text.notes.values())


def check(page: str) -> None:
    for tag, attributes in Tags(page).seen:
        assert tag not in ("script", "iframe", "svg", "style", "object", "form", "input", "video")
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        assert SAFE.match(attributes.get("href") or "#"), attributes
        if tag == "img":
            assert (attributes["src"] or "").startswith("/files/")


@settings(max_examples=150, deadline=None)
@given(texts)
def test_any_text_is_read_and_printed_safely(source: str) -> None:
    check(pages(source))
    text = markup.parse(source)
    plain_text(text, resolve=resolve)
    count_words(text.tokens)


@settings(max_examples=60, deadline=None)
@given(texts)
def test_every_call_leads_to_a_note_and_every_number_is_given_once(source: str) -> None:
    text = markup.parse(source)
    numbering = Numbering()
    page = render(
        text.tokens, numbering=numbering, resolve=resolve, defined=set(text.notes), prefix="s"
    )
    anchors = [a["id"] for tag, a in Tags(page).seen if tag == "a" and "id" in a]
    assert len(anchors) == len(set(anchors))
    assert sorted(numbering.numbers.values()) == list(range(1, len(numbering.numbers) + 1))
    assert set(numbering.calls) <= set(text.notes)
    undefined = {label for label, _line in text.calls} - set(text.notes)
    told = {str(problem) for _, problem in markup.note_problems([text])}
    assert all(any(f"“{label}” is called but" in one for one in told) for label in undefined)


@pytest.mark.parametrize(
    "attack",
    [
        ":::photo FTP-1\n<script>alert(1)</script>\n:::",
        ':::photo "><script>alert(1)</script>\n:::',
        ':::quote fr"onclick="x\nwords\n:::',
        ':::"><svg/onload=x>\nwords\n:::',
        "{lang}`fr\" onclick=\"x; words`",
        "{lang}`fr; <script>x</script>`",
        "{person}`<img src=x onerror=alert(1)> <slug>`",
        ":::compare FTP-1 c1 c2\"><script>\n:::",
        "| <script> |\n|---|\n| [x](javascript:x) |",
        "> — <iframe src=x>",
        "[x](http://e.org/\"onmouseover=\"x)",
        "[x](http://[::1)",
        "```\n</code><script>x</script>\n```",
    ],
)  # fmt: skip
def test_no_block_or_role_injects_anything(attack: str) -> None:
    check(pages(attack))


def test_a_picture_from_elsewhere_is_never_printed() -> None:
    for source in ("https://evil.example/x", "//evil.example/x", "/\\evil", "data:image/png,x"):
        assert "src" not in sanitise(f'<img src="{source}" alt="x">')
    assert 'src="/files/x"' in sanitise('<img src="/files/x" alt="x">')


def test_nesting_is_cut_off_and_not_followed_to_the_bottom() -> None:
    """The reader goes 20 levels deep at most, whatever stands in the text."""
    for piece in ("[", "> ", "- ", "*", "{", "`", "![", "[^a]", "\n:::quote\n", "(("):
        source = piece * 10_000
        tokens = markup.parse(source).tokens
        assert max((token.level for token in tokens), default=0) <= 21
        assert len(tokens) <= len(source)


def test_a_text_longer_than_any_book_is_refused_and_not_read() -> None:
    text = markup.parse("a" * (markup.LONGEST_TEXT + 1))
    assert text.tokens == []
    assert "longer than 500,000 characters" in str(text.problems[0])


def test_so_many_blocks_that_reading_them_would_take_long_are_refused() -> None:
    text = markup.parse(":::pullquote\na\n:::\n\n" * 300)
    assert any("200 blocks at most" in str(problem) for problem in text.problems)
