"""The columns explained, for the sheet beside an export and for the page beside the desk."""

from collections.abc import Iterator

from collections_app.spreadsheets.cells import CLEAR, KEEP, SEPARATOR
from collections_app.spreadsheets.columns import GROUPS, ITEM_COLUMNS, Column, Form

RULES = (
    ("for the house only", "The file holds real names of protected people, notes of the house and "
     "items that are not public."),
    ("a row", "One row is one item. ref says which; without a ref it is a new item."),
    ("a blank cell", "Keeps what stands there."),
    (CLEAR, "Empties what stands there. So does ∅."),
    (KEEP, "Keeps what stands there, like a blank cell: for texts too long for a workbook."),
    (SEPARATOR, "Parts the names in a cell. A name that contains it has a backslash before it. "
     "The list in a cell is the whole list: names that it leaves out are taken off."),
    ("Name [=word]", "Where several records bear a name, the word of its address tells which."),
    ("'=…", "An apostrophe before = + - or @ keeps programs from running it; it is taken off."),
    ("copy.1.…, copy.2.…", "Numbered groups: as many copies, links or people with details as an "
     "item has. They add and change, and never take away. A copy is known by copy.1.id, or else "
     "by its archive, reference code and date of release."),
    ("state, declassification_status", "Told for information; never read."),
)  # fmt: skip


def guide_rows() -> Iterator[list[str]]:
    """Yield the header, the rules, and a line for each column."""
    yield ["column", "what it says", "what may stand in it"]
    for name, words in RULES:
        yield [name, words, ""]
    for column in ITEM_COLUMNS:
        yield [column.name, column.help, allowed(column)]
    for group, columns in GROUPS.items():
        for column in columns:
            yield [f"{group}.1.{column.name}", column.help, allowed(column)]


def allowed(column: Column) -> str:
    """Say what may stand in a column."""
    if column.choices is not None:
        return ", ".join(column.choices.values)
    if column.is_list:
        return f"{column.vocabulary}, parted by {SEPARATOR}"
    if column.form is Form.TERM:
        return f"one of our {column.vocabulary}, by name or code"
    limit = f", at most {column.limit} characters" if column.limit else ""
    return f"{column.form.value}{limit}"
