"""The database itself keeps an opened letter and its promises as they were signed."""

from typing import Any

from django.db import migrations

LETTER_MESSAGE = "an opened letter is frozen: draw up a new version"
COMMITMENT_MESSAGE = "the promises of an opened letter are frozen: draw up a new version"
KEPT = ["id", "chain_id", "number", "text", "opened_on", "content", "content_sha256"]


def freeze(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    vendor = schema_editor.connection.vendor
    for statement in _postgresql() if vendor == "postgresql" else _sqlite():
        schema_editor.execute(statement, params=None)


def thaw(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for table, verbs in (
        ("chains_letter", ["update", "delete"]),
        ("chains_commitment", ["insert", "update", "delete"]),
    ):
        for verb in verbs:
            name = f"{table}_frozen_{verb}"
            schema_editor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if on_postgresql else ""))
            if on_postgresql:
                schema_editor.execute(f"DROP FUNCTION {name}()")


def _letter_changed(same: str) -> str:
    """True unless the one allowed thing happens: an open letter is replaced, all else the same."""
    kept = " AND ".join(f"NEW.{column} {same} OLD.{column}" for column in KEPT)
    return (
        "OLD.status <> 'draft' AND NOT "
        f"(OLD.status = 'open' AND NEW.status = 'replaced' AND {kept})"
    )


def _in_frozen_letter(row: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM chains_letter WHERE id = {row}.letter_id AND status <> 'draft')"
    )


def _guards(same: str) -> list[tuple[str, str, str, str]]:
    new, old = _in_frozen_letter("NEW"), _in_frozen_letter("OLD")
    return [
        ("chains_letter", "update", _letter_changed(same), LETTER_MESSAGE),
        ("chains_letter", "delete", "OLD.status <> 'draft'", LETTER_MESSAGE),
        ("chains_commitment", "insert", new, COMMITMENT_MESSAGE),
        ("chains_commitment", "update", f"{old} OR {new}", COMMITMENT_MESSAGE),
        ("chains_commitment", "delete", old, COMMITMENT_MESSAGE),
    ]


def _sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER {table}_frozen_{verb} BEFORE {verb.upper()} ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        for table, verb, condition, message in _guards("IS")
    ]


def _postgresql() -> list[str]:
    statements = []
    for table, verb, condition, message in _guards("IS NOT DISTINCT FROM"):
        name = f"{table}_frozen_{verb}"
        kept_row = "OLD" if verb == "delete" else "NEW"
        statements += [
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {condition} THEN RAISE EXCEPTION '{message}'; END IF; "
            f"RETURN {kept_row}; END $$",
            f"CREATE TRIGGER {name} BEFORE {verb.upper()} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    return statements


class Migration(migrations.Migration):
    dependencies = [("chains", "0002_append_only")]
    operations = [migrations.RunPython(freeze, thaw)]
