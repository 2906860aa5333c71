"""The sections of an import written back as plain text, to prove that no word was lost.

The markup is read with the parser of the house; a citation is put together from the way in which
its work was named there and the place that stands in the role. Equal means equal but for white
space and characters without width (`document.squeezed`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from markdown_it.token import Token

from briefingbooks import markup


@dataclass(frozen=True, slots=True)
class Step:
    """One piece of the file: words as they are, `count` lines of a section's text, or a note."""

    kind: str
    words: str = ""
    section: int = 0
    count: int = 0
    label: str = ""


@dataclass(slots=True)
class Ledger:
    """What the house does not print: the order of the file, its marks, how works were named.

    `named` holds, for each note, how each citation of it named its work, with what stood between
    that and the place; `calls` the marks of the calls in order.
    """

    steps: list[Step] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    named: dict[str, list[tuple[str, str]]] = field(default_factory=dict)


def plain_again(headings: Sequence[str], bodies: Sequence[str], ledger: Ledger) -> str:
    """Return sections as the plain text they were made from."""
    texts = [markup.parse(body) for body in bodies]
    calls = iter(ledger.calls)
    lines = [_lines(text.tokens, calls) for text in texts]
    notes = {
        label: _note(note, ledger.named) for text in texts for label, note in text.notes.items()
    }
    places = [0] * len(lines)
    parts: list[str] = []
    for step in ledger.steps:
        if step.kind == "words":
            parts.append(step.words)
        elif step.kind == "heading":
            parts.append(headings[step.section])
        elif step.kind == "note":
            parts.append(f"{step.words}{notes[step.label]}")
        elif step.kind == "last":
            parts.append(step.words + lines[step.section].pop(-step.count))
        else:
            start = places[step.section]
            places[step.section] += step.count
            taken = lines[step.section][start : start + step.count]
            parts.append(step.words + "\n".join(taken))
    return "\n".join(parts)


def _lines(tokens: Sequence[Token], calls: Iterator[str]) -> list[str]:
    found = []
    for token in tokens:
        if token.type == "inline":
            found.append(_words(token, calls, iter(())))
    return found


def _note(note: markup.NoteText, named: Mapping[str, Sequence[tuple[str, str]]]) -> str:
    forms = iter(named.get(note.label, ()))
    inlines = [token for token in note.tokens if token.type == "inline"]
    return "\n".join(_words(token, iter(()), forms) for token in inlines)


def note_words(body: str, forms: Sequence[tuple[str, str]]) -> str:
    """Return the words of the body of a note in markup."""
    parsed = markup.parse(f"x[^x]\n\n[^x]: {body}")
    note = parsed.notes.get("x")
    return _note(note, {"x": forms}) if note is not None and not parsed.problems else ""


def _words(inline: Token, calls: Iterator[str], forms: Iterator[tuple[str, str]]) -> str:
    text = ""
    for token in inline.children or []:
        if token.type == "footnote_ref":
            text += next(calls)
        elif token.type == "myst_role":
            source, joint = next(forms, ("", ""))
            found = markup.mention(token.meta["name"], token.content)
            text += source + joint + (found.locator if found else "")
        elif token.type in ("softbreak", "hardbreak"):
            text += "\n"
        elif token.type in ("text", "text_special", "code_inline"):
            text += token.content
    return text


def first_difference(ours: str, theirs: str, around: int = 60) -> str:
    """Return where two texts differ for the first time; "" where they are equal."""
    if ours == theirs:
        return ""
    shared = zip(ours, theirs, strict=False)
    place = next((n for n, (a, b) in enumerate(shared) if a != b), min(len(ours), len(theirs)))
    start = max(place - around // 2, 0)
    end = place + around
    return f"“{theirs[start:end]}” would become “{''.join(islice(ours, start, end))}”"
