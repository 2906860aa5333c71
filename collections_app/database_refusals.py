"""What a database refused, in words without the values of the row it refused.

PostgreSQL repeats in its errors what stood in the row: a name, or a whole withheld text.
"""

from django.db import DatabaseError, DataError, IntegrityError

TWICE, POINTING, EMPTY, AGAINST_A_RULE = "23505", "23503", "23502", "23514"
WORDS = {
    TWICE: "something that may stand there only once would stand there twice",
    POINTING: "something would point to a record that is not there, or is still pointed to",
    EMPTY: "something that must be given is empty",
    AGAINST_A_RULE: "two values contradict each other",
}
# SQLite has no codes; its messages name columns and never what stands in them.
OF_SQLITE = {
    "UNIQUE constraint": TWICE,
    "FOREIGN KEY constraint": POINTING,
    "NOT NULL constraint": EMPTY,
    "CHECK constraint": AGAINST_A_RULE,
}


def in_words(problem: DatabaseError) -> str:
    """Return for the desk what the database did not allow, without a value of the row."""
    code = _code(problem)
    if code in WORDS:
        return f"The database does not allow it: {WORDS[code]}."
    if isinstance(problem, IntegrityError | DataError):
        return "The database does not allow it."
    return "The database could not be read or written."


def for_the_log(problem: BaseException) -> str:
    """Return the kind of an error, and of a database its code and the rule: never a value."""
    diagnosis = getattr(problem.__cause__, "diag", None)
    said = [type(problem).__name__, _code(problem) if isinstance(problem, DatabaseError) else ""]
    said += [getattr(diagnosis, name, None) or "" for name in ("table_name", "constraint_name")]
    return " ".join(filter(None, said))


def _code(problem: DatabaseError) -> str:
    code = getattr(problem.__cause__, "sqlstate", None)
    if code:
        return str(code)
    return next((code for words, code in OF_SQLITE.items() if words in str(problem)), "")
