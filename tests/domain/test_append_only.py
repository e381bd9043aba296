"""What is documented as append-only is so in the database itself, after all migrations."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from tests.web import world

pytestmark = pytest.mark.django_db


def append_only() -> list[type[models.Model]]:
    """Every model of the product that says so of itself."""
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("schakel.")
        and "append-only" in (model.__doc__ or "").lower()
    ]


def guards(table: str) -> set[str]:
    """What the triggers of a table refuse."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table]
            )
        else:
            cursor.execute(
                "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal "
                "AND tgrelid = %s::regclass",
                [table],
            )
        found = " ".join(sql for (sql,) in cursor.fetchall()).lower()
    return {verb for verb in ("update", "delete") if verb in found}


def test_there_are_append_only_tables() -> None:
    assert len(append_only()) > 15


@pytest.mark.parametrize("model", append_only(), ids=lambda model: model.__name__)
def test_the_database_guards_every_append_only_table(model: type[models.Model]) -> None:
    assert guards(model._meta.db_table) == {"update", "delete"}


def test_the_database_refuses_to_change_what_is_there() -> None:
    world.build()
    tried = 0
    for model in append_only():
        table, key = model._meta.db_table, model._meta.pk.column
        if not model._default_manager.exists():
            continue
        tried += 1
        for statement in (f"UPDATE {table} SET {key} = {key}", f"DELETE FROM {table}"):
            with (
                pytest.raises(DatabaseError, match="append-only"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
    assert tried > 8
