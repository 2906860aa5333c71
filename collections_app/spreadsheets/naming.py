"""Who a name in a row is: found among the terms, refused, or noted to be made."""

from dataclasses import dataclass, field

from collections_app.spreadsheets.cells import folded
from collections_app.spreadsheets.columns import Column
from collections_app.spreadsheets.terms import Ambiguous, Term, Unknown, Vocabularies
from collections_app.spreadsheets.wishes import ERROR, NOTE, Wish

ROWS_NAMED = 5
MOST_COMPARED = 1500
_WIDTHS = {"agents": 255, "places": 160, "subjects": 160}


@dataclass(slots=True)
class Naming:
    """Finds terms for rows and remembers each name that nobody bears."""

    terms: Vocabularies
    creates: tuple[str, ...] = ()
    unknown: dict[tuple[str, str], Unknown] = field(default_factory=dict)
    new: list[tuple[str, Term]] = field(default_factory=list)

    def find(self, wish: Wish, column: Column, header: str, said: str) -> Term | None:
        """Return the term that a cell names; None, with an error told at its column, for none."""
        vocabulary = self.terms[column.vocabulary]
        try:
            term = vocabulary.find(said)
        except Ambiguous as several:
            wish.tell(ERROR, header, str(several))
            return None
        if term is not None and term.pk is not None:
            return term
        self._note(vocabulary.name, said, wish.row)
        if vocabulary.name not in self.creates:
            wish.stranger(ERROR, header, said, _unknown_words(vocabulary.name, vocabulary.grows))
            return None
        if len(said) > _WIDTHS[vocabulary.name]:
            wish.tell(ERROR, header, f"“{said[:40]}…” is too long for a name.")
            return None
        wish.stranger(NOTE, header, said, "Will be made, as drafts")
        return term or self._make(vocabulary.name, said)

    def _make(self, name: str, said: str) -> Term:
        term = self.terms[name].add(Term(None, said, f"new {len(self.new)}"))
        self.new.append((name, term))
        return term

    def _note(self, vocabulary: str, said: str, row: int) -> None:
        unknown = self.unknown.setdefault((vocabulary, folded(said)), Unknown(vocabulary, said))
        unknown.count += 1
        if len(unknown.rows) < ROWS_NAMED:
            unknown.rows.append(row)

    def taken(self) -> list[tuple[str, Term]]:
        """Hand over the terms that are to be made; each is handed over once."""
        new, self.new = self.new, []
        return new

    def told(self) -> list[Unknown]:
        """Return the names that nobody bears, the most frequent first, with what is like them."""
        found = sorted(self.unknown.values(), key=lambda one: (-one.count, one.name))
        for one in found[:MOST_COMPARED]:
            alike = self.terms[one.vocabulary].names_like(one.name)
            one.alike = [name for name in alike if folded(name) != folded(one.name)]
        return found


def _unknown_words(vocabulary: str, grows: bool) -> str:
    remedy = "made only if you say so" if grows else "describe them at their desk first"
    return f"Not known among our {NOUNS[vocabulary]}, {remedy}"


NOUNS = {
    "agents": "people and bodies",
    "places": "places",
    "subjects": "subjects",
    "repositories": "archives",
    "collections": "collections",
    "languages": "languages",
    "rights": "rights statements",
    "advisories": "advisories",
}
