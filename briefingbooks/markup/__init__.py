"""The house's markup for essays: CommonMark with notes, roles that mention records, and blocks.

`parse` reads a text once. What the text mentions, what is wrong with it, the page and the plain
text are all made from the same tokens. Pure: knows neither records nor addresses.

Raw HTML and images are off, links go to http and https. A role is `{doc}`FTP-0001`` in a line of
text; a block is fenced with `:::`.
"""

from briefingbooks.markup.links import is_safe_link
from briefingbooks.markup.notes import note_problems
from briefingbooks.markup.reading import parse
from briefingbooks.markup.syntax import (
    BLOCKS,
    HELP,
    LONGEST_TEXT,
    PARSER,
    ROLES,
    foreign_words,
    mention,
    nearest,
)
from briefingbooks.markup.texts import Mention, NoteText, Problem, Text

__all__ = [
    "BLOCKS",
    "HELP",
    "LONGEST_TEXT",
    "PARSER",
    "ROLES",
    "Mention",
    "NoteText",
    "Problem",
    "Text",
    "foreign_words",
    "is_safe_link",
    "mention",
    "nearest",
    "note_problems",
    "parse",
]
