"""What an import found and what a person must decide, for the command and the desk alike."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from briefingbooks.essays.document import Remark
from briefingbooks.essays.front_matter import Proposal

MOST_WORDS = 160


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A work that is cited, as the report tells it."""

    key: str
    words: str
    times: int
    first_line: int
    is_new: bool


@dataclass(slots=True)
class Report:
    """The counts of an essay, what was proposed, and the decisions left to a person.

    `lost` tells of words that would not come back: then nothing is kept.
    """

    name: str
    format: str
    encoding: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    front: list[Proposal] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    works: list[WorkLine] = field(default_factory=list)
    decisions: list[Remark] = field(default_factory=list)
    same_as: str = ""
    lost: str = ""

    def decide(self, kind: str, line: int, message: str, words: str = "") -> None:
        """Leave something to a person."""
        short = words if len(words) <= MOST_WORDS else f"{words[: MOST_WORDS - 1].rstrip()}…"
        self.decisions.append(Remark(kind, line, message, short))

    @property
    def new_works(self) -> list[WorkLine]:
        return [work for work in self.works if work.is_new]

    def lines(self) -> Iterator[str]:
        """Yield the report as plain lines."""
        coded = f", {self.encoding}" if self.encoding else ""
        yield f"{self.name}: {self.format}{coded}"
        for noun, count in self.counts.items():
            yield f"  {noun}: {count}"
        for seen in self.front:
            yield f"  proposed {seen.kind} (line {seen.line}): {seen.words[:MOST_WORDS]}"
        for heading in self.sections:
            yield f"  section: {heading}"
        for work in self.works:
            state = "new work" if work.is_new else "known work"
            yield f"  {state} {work.key}, cited {work.times} times: {work.words[:MOST_WORDS]}"
        if self.decisions:
            yield f"To be decided by a person: {len(self.decisions)}"
        for one in self.decisions:
            words = f" “{one.words}”" if one.words else ""
            yield f"  line {one.line}, {one.kind}: {one.message}{words}"
        if self.same_as:
            yield f"The same file was imported before: {self.same_as}"
        if self.lost:
            yield f"Words would be lost: {self.lost}"
