"""An edition as one PDF for reading and for paper (PDF/UA-1)."""

import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from lxml import html

from briefingbooks.formats import trees
from briefingbooks.formats.document import beside, style
from briefingbooks.formats.facts import EditionFacts
from briefingbooks.formats.matter import Picture
from briefingbooks.formats.parts import parts_of, title_of
from briefingbooks.pages import BookPage

PROGRAM = Path(__file__).with_name("typesetting.py")
SECONDS = 900
WORD_JOINER = "\u2060"
# What a program may know of the machine it runs on; and one order of sets, for the same bytes.
SURROUNDINGS = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONHASHSEED": "0", "TZ": "UTC"}


class NotTypeset(Exception):
    """Raised where no PDF was made; says in words what kept it."""


def book_pdf(page: BookPage, pictures: Mapping[str, Picture], facts: EditionFacts) -> bytes:
    """Return an edition as a PDF: title page, contents with page numbers, linked endnotes.

    The same book, pictures and facts give the same bytes. Takes seconds, in a process of its own;
    raises `NotTypeset` where that fails, as where the libraries of the system are missing.
    """
    with tempfile.TemporaryDirectory(prefix="book-") as name:
        folder = Path(name)
        _write(folder, beside(pictures))
        source = print_html(page, pictures, facts)
        (folder / "book.html").write_bytes(source)
        (folder / "print.css").write_bytes(style("print.css"))
        (folder / "identifier").write_text(hashlib.sha256(source).hexdigest()[:32])
        _typeset(folder, facts)
        return (folder / "book.pdf").read_bytes()


def print_html(page: BookPage, pictures: Mapping[str, Picture], facts: EditionFacts) -> bytes:
    """Return the page that is typeset."""
    title, parts = title_of(page, facts), parts_of(page, facts)
    taken = {part.anchor for part in parts}
    for tree in (title, *(part.tree for part in parts)):
        trees.keep_identifiers_once(tree, taken)
    lead = trees.leader({name: trees.place_of(name) for name in taken}, page.url, facts.site_url)
    for tree in (title, *(part.tree for part in parts)):
        trees.lead_links(tree, lead)
        trees.place_pictures(tree, pictures)
        _bind_calls(tree)
        _name_repeats(tree)
    words = {
        "book": page,
        "facts": facts,
        "moment": facts.moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "title": mark_safe(trees.as_html(title)),  # noqa: S308 - written from a tree
        "parts": [
            {
                "anchor": part.anchor,
                "place": trees.place_of(part.anchor),
                "heading": part.heading,
                "kind": part.kind,
                "html": mark_safe(trees.as_html(part.tree)),  # noqa: S308 - written from a tree
            }
            for part in parts
        ],
    }
    return trees.clean_words(render_to_string("briefingbooks/edition/print.html", words)).encode()


def _bind_calls(tree: html.HtmlElement) -> None:
    """Keep the call of a note on the line of the word it follows."""
    for call in tree.find_class("note-call"):
        before = call.getprevious()
        if before is not None:
            before.tail = f"{before.tail or ''}{WORD_JOINER}"
        else:
            parent = call.getparent()
            parent.text = f"{parent.text or ''}{WORD_JOINER}"


def _name_repeats(tree: html.HtmlElement) -> None:
    """Let `typesetting` know the pull quotes that repeat the text: nothing else here is an h6."""
    for quote in tree.find_class("pull-quote"):
        if quote.get("aria-hidden") == "true":
            quote.tag = "h6"


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)


def _typeset(folder: Path, facts: EditionFacts) -> None:
    # The moment that goes into the fonts.
    moment = {"SOURCE_DATE_EPOCH": str(int(facts.moment.timestamp()))}
    command = [sys.executable, "-I", str(PROGRAM), str(folder)]
    try:
        done = subprocess.run(  # noqa: S603  no shell; paths are ours
            command, env=SURROUNDINGS | moment, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise NotTypeset(f"took more than {SECONDS} seconds") from late
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise NotTypeset(said[-1][:500] if said else "the program ended without a word")
