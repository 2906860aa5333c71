"""Who is speaking, where a file writes the name before the words: `ROSE: In the church.`

No pattern finds every name: they have accents, small letters, and stand on a line of their own.
So whatever stands before a colon at the beginning of a line may be one; it is taken for one if
somebody knows the label, if it is written in capitals, or if such labels open the paragraphs of
the file throughout. A person sees all of them before anything is kept.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from oralhistory.transcripts import LONGEST_LABEL, Passage, TranscriptDocument

MOST_WORDS = 5
OFTEN = 3
SHARE_OF_PARAGRAPHS = 3  # every third paragraph at least begins with a label in small letters

_BEFORE_COLON = re.compile(r"[ \t\ufeff]*(?:>>+[ \t]*)?(?P<label>[^:\n]{1,160}?)[ \t]*:(?=\s|$)")
_OF_A_NAME = re.compile(r"[^\W\d_][\w.’'\- ()#&]{0,59}")
_TURN = re.compile(r"[ \t]*>>+[ \t]*")


class Labels:
    """The labels of a file: those that people know, and those that its own lines show."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self.known = {_folded(label) for label in known if label.strip()}
        self.throughout: set[str] = set()
        self.seen: Counter[str] = Counter()

    def learn(self, paragraphs: Iterable[str]) -> None:
        """Look at the first lines of all paragraphs for labels that the file uses throughout."""
        opening: Counter[str] = Counter()
        count = 0
        for first_line in paragraphs:
            count += 1
            found = _BEFORE_COLON.match(first_line)
            if found and _may_be_a_name(found["label"]):
                opening[_folded(found["label"])] += 1
        again = {label: times for label, times in opening.items() if times > 1}
        if sum(again.values()) * SHARE_OF_PARAGRAPHS >= count:
            self.throughout = set(again)

    def split(self, line: str, *, opens: bool = True) -> tuple[str | None, str]:
        """Return the label at the beginning of a line and the words after it.

        The label is `None` where there is none. `opens` says whether a paragraph begins here:
        only there a label in small letters counts that nobody knows.
        """
        found = _BEFORE_COLON.match(line)
        if found is None:
            return None, line
        label = " ".join(found["label"].split())[:LONGEST_LABEL]
        folded = _folded(label)
        is_label = (
            folded in self.known or _is_in_capitals(label) or (opens and folded in self.throughout)
        )
        if not is_label:
            return None, line
        self.seen[label] += 1
        return label, line[found.end() :].strip()

    def rare(self) -> list[str]:
        """Return the labels that nobody knows and that occur once, where others occur often."""
        if max(self.seen.values(), default=0) < OFTEN:
            return []
        once = [label for label, times in self.seen.items() if times == 1]
        return [label for label in once if _folded(label) not in self.known]


def with_labels(document: TranscriptDocument, known: Iterable[str]) -> TranscriptDocument:
    """Find labels in the words of captions, if no caption names its speaker otherwise."""
    if any(passage.label for passage in document.passages):
        return document
    labels = Labels(known)
    labels.learn(passage.text.split("\n", 1)[0] for passage in document.passages)
    former = ""
    passages: list[Passage] = []
    for passage in document.passages:
        for label, text in _turns(passage.text.split("\n"), labels):
            former = former if label is None else label
            if text:
                passages.append(replace(passage, label=former, text=text))
    document.passages = passages
    remark_rare(document, labels)
    return document


def remark_rare(document: TranscriptDocument, labels: Labels) -> None:
    """Ask a person to look at labels that may be none."""
    lines = {passage.label: passage.line for passage in document.passages}
    for label in labels.rare():
        line = lines.get(label, 0)
        document.remark(line, f"“{label}” was taken for the name of a speaker, here only.")


def _turns(lines: Sequence[str], labels: Labels) -> Iterator[tuple[str | None, str]]:
    """Return the label, if a new one begins, and the words of each turn of a caption."""
    current: str | None = None
    words: list[str] = []
    for number, line in enumerate(lines):
        label, rest = labels.split(line, opens=number == 0)
        if label is None and (turn := _TURN.match(line)):
            label, rest = "", line[turn.end() :]
        if label is not None:
            if words:
                yield current, "\n".join(words)
            current, words = label, []
        if rest:
            words.append(rest)
    yield current, "\n".join(words)


def _may_be_a_name(label: str) -> bool:
    return bool(_OF_A_NAME.fullmatch(label)) and len(label.split()) <= MOST_WORDS


def _is_in_capitals(label: str) -> bool:
    letters = [letter for letter in label if letter.isalpha()]
    is_upper = bool(letters) and not any(letter.islower() for letter in letters)
    return is_upper and any(letter.isupper() for letter in letters) and _may_be_a_name(label)


def _folded(label: str) -> str:
    return " ".join(label.casefold().split())
