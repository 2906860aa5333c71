"""Errors of PostgreSQL without the row they concern, before anybody logs, keeps or shows them.

Its messages repeat values: a key that is there already, or a whole row with a withheld text. They
would stand in logs, in the records of tasks that failed and in reports to administrators.
"""

from collections.abc import Callable
from typing import Any

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

# Of a row that a rule forbids, the first line names the rule alone; of other errors it may quote.
_OF_A_RULE = "23"
_NAMED = ("table_name", "column_name", "constraint_name")


def keep_rows_out_of_errors(sender: Any, connection: BaseDatabaseWrapper, **_more: Any) -> None:
    """Have every statement of a new connection refused without the values of its row.

    Only of PostgreSQL: the messages of SQLite name columns and never say what stands in them.
    """
    if connection.vendor == "postgresql" and _without_values not in connection.execute_wrappers:
        connection.execute_wrappers.append(_without_values)


def _without_values(execute: Callable[..., Any], *told: Any) -> Any:
    refusal = None
    try:
        return execute(*told)
    except DatabaseError as problem:
        if getattr(problem.__cause__, "diag", None) is None:
            raise
        refusal = _said_anew(problem)
    # Raised here, so that it carries no error with the row along.
    raise refusal from refusal.__cause__


def _said_anew(problem: DatabaseError) -> DatabaseError:
    told: Any = problem.__cause__
    code = told.sqlstate or ""
    said = told.diag.message_primary if code.startswith(_OF_A_RULE) else type(told).__name__
    named = (getattr(told.diag, name) for name in _NAMED)
    words = " ".join(filter(None, [f"{said}", f"[{code}]", *named]))
    anew = type(problem)(words)
    # Its class says the code of the error to whoever asks for it.
    anew.__cause__ = type(told)(words)
    return anew
