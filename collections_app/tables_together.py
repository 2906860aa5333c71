"""Tables made by one step of a migration, because Django works everything out anew at each step."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.db.migrations import CreateModel
from django.db.migrations.operations.base import Operation


class CreateModels(Operation):
    """Several new tables at once. Their order is free: keys between them are made at the end."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, operations: Sequence[CreateModel]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: Any) -> None:
        # As long as nobody has asked for the models of a state, a new one costs it nothing.
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Name the tables, as the plan of a migration shows them."""
        return f"Create models {', '.join(operation.name for operation in self.operations)}"


def tables_together(operations: Sequence[Operation]) -> list[Operation]:
    """Gather every run of new tables in a list of operations into one step."""
    gathered: list[Operation] = []
    for are_tables, run in groupby(operations, key=lambda one: isinstance(one, CreateModel)):
        steps: list[Any] = list(run)
        gathered += [CreateModels(steps)] if are_tables else steps
    return gathered
