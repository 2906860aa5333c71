"""The glossary of one book, through the rule: what its page, and every edition of it, explains."""

from dataclasses import replace
from datetime import datetime

from briefingbooks.glossary_words import Explainer, finder, keys_in
from briefingbooks.models import Book, GlossaryTerm
from briefingbooks.pages import BookPage, TermView
from collections_app.publication import Visitor


def seen(term: GlossaryTerm) -> TermView:
    """Say what readers see of a word; of a person, what the person's record allows."""
    kind = GlossaryTerm.Kind(term.kind)
    agent = term.agent
    return TermView(
        key=term.key,
        kind=kind.value,
        label=term.printed_label,
        full_form="" if agent is not None and agent.is_protected else term.full_form,
        definition=term.definition,
        language=term.language,
        url=agent.get_absolute_url() if agent is not None else "",
        forms=tuple(term.forms),
    )


def explain(page: BookPage, book: Book, user: Visitor, at: datetime | None = None) -> None:
    """Explain in a page the words that its book may explain to this visitor. One query.

    The people explained are noted as shown.
    """
    rows = list(GlossaryTerm.objects.of_seen(book, user, at))
    explain_terms(page, [seen(row) for row in rows])
    met = {term.key for term in page.glossary}
    for row in rows:
        if row.agent is not None and row.key in met:
            page.shown.people[row.agent.pk] = row.agent.public_label


def explain_terms(page: BookPage, terms: list[TermView]) -> None:
    """Link the words of the glossary in the texts of a page, write out the first of each, and put
    at its end what was met. A word that stands in notes alone is explained without a link."""
    found = finder(terms)
    if found is None:
        return
    explainer = Explainer(found, page.language)
    page.summary = explainer.html(page.summary)
    page.sections = [replace(one, html=explainer.html(one.html)) for one in page.sections]
    for entry in page.entries:
        entry.annotation = explainer.html(entry.annotation)
        entry.analysis = explainer.html(entry.analysis)
    page.events = [replace(one, html=explainer.html(one.html)) for one in page.events]
    page.about = explainer.html(page.about)
    met = explainer.met.union(*(keys_in(note.html, found) for note in page.notes))
    page.glossary = sorted(
        (term for term in terms if term.key in met), key=lambda term: term.label.casefold()
    )
