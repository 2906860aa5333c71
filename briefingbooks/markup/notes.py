"""The notes of a book checked together: defined once, called somewhere."""

from collections.abc import Sequence

from briefingbooks.markup.syntax import nearest
from briefingbooks.markup.texts import Problem, Text


def note_problems(texts: Sequence[Text]) -> list[tuple[int, Problem]]:
    """Check the notes of all texts of a book together.

    A note is defined once in a book, called somewhere, and every call has its note. Returns
    (index of the text, problem).
    """
    found: list[tuple[int, Problem]] = []
    homes: dict[str, int] = {}
    called = {label for text in texts for label, _ in text.calls}
    for index, text in enumerate(texts):
        for label, note in text.notes.items():
            if label in homes:
                message = f"The note “{label}” is also defined in another text of this book."
                found.append((index, Problem(note.line, message)))
            homes.setdefault(label, index)
            if label not in called:
                found.append((index, Problem(note.line, f"The note “{label}” is never called.")))
    for index, text in enumerate(texts):
        for label, line in text.calls:
            if label not in homes:
                hint = nearest(label, list(homes))
                message = f"The note “{label}” is called but not defined{hint}"
                found.append((index, Problem(line, message)))
    return found
