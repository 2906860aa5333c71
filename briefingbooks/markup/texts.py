"""What is read from a text: mentions, links, notes and problems, as plain values."""

from dataclasses import dataclass, field

from markdown_it.token import Token

LINK = "link"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a text, and the line (from 1) on which it stands.

    A warning is shown and never keeps a text from being saved.
    """

    line: int
    message: str
    is_warning: bool = False

    def __str__(self) -> str:
        return f"Line {self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Mention:
    """A role or block in the text: what it names, in which words, at which place of it.

    `copies` are the keys of copies (`c12`) of the document named. Of a mention in a note, `prefix`
    is what the editor wrote before it, since the mention before; `suffix` what follows the last.
    """

    role: str
    key: str
    words: str = ""
    locator: str = ""
    line: int = 0
    note: str = ""
    copies: tuple[str, ...] = ()
    is_block: bool = False
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class NoteText:
    """The body of a note: its tokens, and its words as the editor wrote them."""

    label: str
    line: int
    tokens: tuple[Token, ...]
    source: str


@dataclass(slots=True)
class Text:
    """One parsed text: body tokens, the notes defined in it, and what it says and calls."""

    tokens: list[Token] = field(default_factory=list)
    notes: dict[str, NoteText] = field(default_factory=dict)
    calls: list[tuple[str, int]] = field(default_factory=list)
    named: list[Mention] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def mentions(self) -> list[Mention]:
        """The records that the text names by role or block."""
        return [one for one in self.named if one.role != LINK]

    @property
    def links(self) -> list[Mention]:
        """Its links to addresses outside this site: `key` is the address."""
        return [one for one in self.named if one.role == LINK]

    def wrong(self, line: int, message: str, *, is_warning: bool = False) -> None:
        """Note down that something is wrong on a line."""
        self.problems.append(Problem(line, message, is_warning))
