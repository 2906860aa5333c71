"""The terms that cells name: people, places, subjects, archives, and the lists of the house.

A name is found without regard to case and accents, by other names too; where several records
bear it, they are named and none is chosen. Protected people are found by their real names: files
of items are for the house only.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from collections_app.models import (
    Advisory,
    Agent,
    AgentName,
    Collection,
    Language,
    Place,
    Repository,
    RightsStatement,
    Subject,
)
from collections_app.spreadsheets.cells import folded, line_of

_BY_KEY = re.compile(r"(?:.*\s)?\[=([\w.-]+)\]", re.DOTALL)
MOST_COMPARED = 60
LIKENESS = 0.8


@dataclass(slots=True, eq=False)
class Term:
    """A record that a cell may name. `pk` is None while it is still to be made."""

    pk: Any
    name: str
    key: str
    belongs_to: Any = None


@dataclass(slots=True)
class Unknown:
    """A name that no record bears: how often it stands there, where first, what is like it."""

    vocabulary: str
    name: str
    count: int = 0
    rows: list[int] = field(default_factory=list)
    alike: list[str] = field(default_factory=list)


class Ambiguous(LookupError):
    """Several records bear the name; the message names them."""


@dataclass(slots=True)
class Vocabulary:
    """All records of one kind by their names, their other names and their lasting key."""

    name: str
    noun: str
    by_name: dict[str, list[Term]] = field(default_factory=dict)
    by_other: dict[str, list[Term]] = field(default_factory=dict)
    by_key: dict[str, Term] = field(default_factory=dict)
    by_pk: dict[Any, Term] = field(default_factory=dict)
    is_coded: bool = False
    grows: bool = False
    starts: dict[str, list[str]] | None = None

    def add(self, term: Term, others: Iterable[str] = ()) -> Term:
        self.by_name.setdefault(folded(term.name), []).append(term)
        self.by_key[term.key.casefold()] = term
        if term.pk is not None:
            self.by_pk[term.pk] = term
        for other in others:
            self.add_other(other, term)
        return term

    def add_other(self, name: str, term: Term) -> None:
        known = self.by_other.setdefault(folded(name), [])
        if term not in known:
            known.append(term)

    def find(self, said: str) -> Term | None:
        """Return the one record that is meant, None if none is. Raises `Ambiguous` for several."""
        said, key = line_of(said), folded(said)
        if self.is_coded and (term := self.by_key.get(said.casefold())):
            return term
        named = self.by_name.get(key, []) if key else []
        if len(named) != 1:
            named = [term for term in named if line_of(term.name) == said] or named
        if len(named) == 1:
            return named[0]
        match = _BY_KEY.fullmatch(said)
        if match and (term := self.by_key.get(match[1].casefold())):
            return term
        named = named or (self.by_other.get(key, []) if key else [])
        if len(named) > 1:
            first = sorted(named, key=lambda one: one.key)[:5]
            candidates = ", ".join(f"“{one.name} [={one.key}]”" for one in first)
            raise Ambiguous(f"Several {self.noun} bear the name “{said}”: write {candidates}.")
        return named[0] if named else None

    def say(self, pk: Any) -> str:
        """Return what a cell says for a record, so that `find` gives the same record back."""
        term = self.by_pk[pk]
        if self.is_coded:
            return term.key
        for said in (line_of(term.name), f"{line_of(term.name)} [={term.key}]"):
            try:
                if self.find(said) is term:
                    return said
            except Ambiguous:
                continue
        return f"[={term.key}]"

    def names_like(self, said: str) -> list[str]:
        """Return up to three names that may have been meant: word for word turned, or misspelt."""
        key = folded(said)
        words = sorted(re.findall(r"\w+", key))
        near: list[tuple[float, str]] = []
        for other in self._near(key, words):
            if words and sorted(re.findall(r"\w+", other)) == words:
                near.append((1.0, other))
                continue
            matcher = SequenceMatcher(None, key, other, autojunk=False)
            if matcher.real_quick_ratio() > LIKENESS and matcher.quick_ratio() > LIKENESS:
                near.append((matcher.ratio(), other))
        near = [found for found in sorted(near, reverse=True) if found[0] > LIKENESS]
        terms = [self.by_name.get(other) or self.by_other[other] for _, other in near[:3]]
        return list(dict.fromkeys(found[0].name for found in terms))

    def _near(self, key: str, words: list[str]) -> list[str]:
        found: dict[str, int] = {}
        for start in {word[:4] for word in words if len(word) > 1} | {key[:3]}:
            for other in self._by_start().get(start, ()):
                found[other] = found.get(other, 0) + 1
        return sorted(found, key=lambda other: -found[other])[:MOST_COMPARED]

    def _by_start(self) -> dict[str, list[str]]:
        if self.starts is None:
            self.starts = {}
            for other in {*self.by_name, *self.by_other}:
                words = {word[:4] for word in re.findall(r"\w+", other) if len(word) > 1}
                for start in words | {other[:3]}:
                    self.starts.setdefault(start, []).append(other)
        return self.starts


Vocabularies = dict[str, Vocabulary]


def load_terms() -> Vocabularies:
    """Read the names of every vocabulary. One or two queries each, whatever the file says."""
    return {name: load() for name, load in _LOADERS.items()}


def _agents() -> Vocabulary:
    agents = Vocabulary("agents", "people or bodies", grows=True)
    rows = Agent.objects.values_list("pk", "name", "slug", "display_name")
    for pk, name, slug, display_name in rows.iterator():
        agents.add(Term(pk, name, slug), [display_name] if display_name else [])
    for agent, name in AgentName.objects.values_list("agent", "name").iterator():
        agents.add_other(name, agents.by_pk[agent])
    return agents


def _places() -> Vocabulary:
    places = Vocabulary("places", "places", grows=True)
    for pk, name, slug, others in Place.objects.values_list("pk", "name", "slug", "other_names"):
        places.add(Term(pk, name, slug), filter(str.strip, others.splitlines()))
    return places


def _subjects() -> Vocabulary:
    subjects = Vocabulary("subjects", "subjects", grows=True)
    fields = ("pk", "label_en", "slug", "label_fr", "alternative_labels")
    for pk, label, slug, french, others in Subject.objects.values_list(*fields):
        names = [french, *others.splitlines()]
        subjects.add(Term(pk, label, slug), filter(str.strip, names))
    return subjects


def _repositories() -> Vocabulary:
    archives = Vocabulary("repositories", "archives", is_coded=True)
    for pk, name, code, others in Repository.objects.values_list(
        "pk", "name", "code", "other_names"
    ):
        archives.add(Term(pk, name, code), filter(str.strip, others.splitlines()))
    return archives


def _collections() -> Vocabulary:
    collections = Vocabulary("collections", "collections", is_coded=True)
    fields = ("pk", "title", "code", "repository", "reference_code")
    for pk, title, code, archive, reference in Collection.objects.values_list(*fields):
        collections.add(Term(pk, title, code, archive), [reference] if reference else [])
    return collections


def _coded(model: Any, name: str, noun: str, key: str) -> Callable[[], Vocabulary]:
    def load() -> Vocabulary:
        vocabulary = Vocabulary(name, noun, is_coded=True)
        for pk, code, english, french in model.objects.values_list(
            "pk", key, "label_en", "label_fr"
        ):
            vocabulary.add(Term(pk, english, code), [french] if french else [])
        return vocabulary

    return load


_LOADERS: dict[str, Callable[[], Vocabulary]] = {
    "agents": _agents,
    "places": _places,
    "subjects": _subjects,
    "repositories": _repositories,
    "collections": _collections,
    "languages": _coded(Language, "languages", "languages", "code"),
    "rights": _coded(RightsStatement, "rights", "rights statements", "code"),
    "advisories": _coded(Advisory, "advisories", "advisories", "code"),
}
