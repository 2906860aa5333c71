"""The parts of a book in the order of reading, each as a tree: the same for every kind of file.

Corrections are those known when the edition was frozen. What newspapers wrote of a book and how it
was announced is no part of its editions.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from lxml import html

from briefingbooks.formats.facts import EditionFacts
from briefingbooks.formats.trees import clean_words, parse
from briefingbooks.pages import BookPage

FOLDER = "briefingbooks/edition"


@dataclass(slots=True)
class Part:
    """One part: its identifier on the page, its heading, what it is, and what it says.

    `kind` is a term of the EPUB Structural Semantics Vocabulary; `tree` is a `div` that begins
    with the heading.
    """

    anchor: str
    heading: str
    kind: str
    tree: html.HtmlElement


def title_of(page: BookPage, facts: EditionFacts) -> html.HtmlElement:
    """Return the title block: series, title, names, dates, and which edition this is."""
    return _tree("_title.html", page, facts)


def parts_of(page: BookPage, facts: EditionFacts) -> list[Part]:
    """Return the parts of a book that have something to say, the colophon last."""
    return list(_parts(page, facts))


def _parts(page: BookPage, facts: EditionFacts) -> Iterator[Part]:
    if page.content_notice:
        yield Part("notice", _("Before you read"), "preface", _tree("_notice.html", page, facts))
    if page.summary:
        yield Part("summary", _("Summary"), "abstract", _tree("_summary.html", page, facts))
    for section in page.sections:
        tree = _tree("_section.html", page, facts, section=section)
        yield Part(section.slug, clean_words(section.heading), "chapter", tree)
    rest = [
        (page.entries, "documents", _("Documents"), "appendix", "_documents.html"),
        (page.events, "chronology", _("Chronology"), "appendix", "_chronology.html"),
        (page.notes, "notes", _("Notes"), "endnotes", "_notes.html"),
        (page.bibliography, "bibliography", _("Works cited"), "bibliography", "_works.html"),
        (page.links, "further-reading", _("Further reading"), "bibliography", "_further.html"),
        (page.related, "related", _("Related books and postings"), "appendix", "_related.html"),
        (page.glossary, "glossary", _("Glossary"), "glossary", "_glossary.html"),
        (page.about, "about", _("About this book"), "afterword", "_about.html"),
        (page.corrections, "corrections", _("Corrections"), "errata", "_corrections.html"),
        (True, "colophon", _("This edition"), "colophon", "_colophon.html"),
    ]
    for is_there, anchor, heading, kind, template in rest:
        if is_there:
            yield Part(anchor, heading, kind, _tree(template, page, facts))


def _tree(
    template: str, page: BookPage, facts: EditionFacts, **context: object
) -> html.HtmlElement:
    words = {"book": page, "facts": facts, **context}
    return parse(render_to_string(f"{FOLDER}/{template}", words))
