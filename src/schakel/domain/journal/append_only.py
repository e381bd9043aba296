"""A migration operation that makes the database itself refuse to change or remove rows."""

from typing import Any

from django.db.migrations.operations.base import Operation

MESSAGE = "this table is append-only"


class AppendOnly(Operation):
    """Forbid UPDATE and DELETE (and, on PostgreSQL, TRUNCATE) on a model's table."""

    reversible = True

    def __init__(self, model: str) -> None:
        self.model = model

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are."""

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        self._run(app_label, schema_editor, states[-1], "forwards")

    def database_backwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        self._run(app_label, schema_editor, states[0], "backwards")

    def _run(self, app_label: str, schema_editor: Any, state: Any, direction: str) -> None:
        table = state.apps.get_model(app_label, self.model)._meta.db_table
        for statement in _statements(schema_editor.connection.vendor, table)[direction]:
            schema_editor.execute(statement)

    def describe(self) -> str:
        return f"Make {self.model} append-only"


def _statements(vendor: str, table: str) -> dict[str, list[str]]:
    return _postgresql(table) if vendor == "postgresql" else _sqlite(table)


def _postgresql(table: str) -> dict[str, list[str]]:
    guard = f"{table}_append_only"
    refuse = f"BEGIN RAISE EXCEPTION '{MESSAGE}'; END"
    return {
        "forwards": [
            f"CREATE FUNCTION {guard}() RETURNS trigger LANGUAGE plpgsql AS $${refuse}$$",
            f"CREATE TRIGGER {guard} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {guard}()",
        ],
        "backwards": [f"DROP TRIGGER {guard} ON {table}", f"DROP FUNCTION {guard}()"],
    }


def _sqlite(table: str) -> dict[str, list[str]]:
    verbs = ("update", "delete")
    refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    return {
        "forwards": [
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} {refuse}" for verb in verbs
        ],
        "backwards": [f"DROP TRIGGER {table}_no_{verb}" for verb in verbs],
    }


class Changeable(AppendOnly):
    """The other way round: let go of a table, for a change that SQLite makes by copying it."""

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        self._run(app_label, schema_editor, states[0], "backwards")

    def database_backwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        self._run(app_label, schema_editor, states[-1], "forwards")

    def describe(self) -> str:
        return f"Make {self.model} changeable"
