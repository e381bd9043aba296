"""The database itself keeps a canvas as it was fixed, and why one was left out."""

from typing import Any

from django.db import migrations

from schakel.domain.journal.append_only import AppendOnly

MESSAGE = "a canvas that was fixed stays as it is: begin the next one"
TABLE = "chains_canvas"


def freeze(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for verb in ("update", "delete"):
        for statement in _postgresql(verb) if on_postgresql else _sqlite(verb):
            schema_editor.execute(statement, params=None)


def thaw(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for verb in ("update", "delete"):
        name = f"{TABLE}_frozen_{verb}"
        schema_editor.execute(f"DROP TRIGGER {name}" + (f" ON {TABLE}" if on_postgresql else ""))
        if on_postgresql:
            schema_editor.execute(f"DROP FUNCTION {name}()")


def _sqlite(verb: str) -> list[str]:
    return [
        f"CREATE TRIGGER {TABLE}_frozen_{verb} BEFORE {verb.upper()} ON {TABLE} "
        f"WHEN OLD.fixed_on IS NOT NULL BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    ]


def _postgresql(verb: str) -> list[str]:
    name = f"{TABLE}_frozen_{verb}"
    kept_row = "OLD" if verb == "delete" else "NEW"
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF OLD.fixed_on IS NOT NULL THEN RAISE EXCEPTION '{MESSAGE}'; END IF; "
        f"RETURN {kept_row}; END $$",
        f"CREATE TRIGGER {name} BEFORE {verb.upper()} ON {TABLE} "
        f"FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


class Migration(migrations.Migration):
    dependencies = [("chains", "0004_canvas")]
    operations = [migrations.RunPython(freeze, thaw), AppendOnly("CanvasWaiver")]
