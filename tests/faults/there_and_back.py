"""Migrate forward, to nothing and forward again; prints as JSON what the database held then."""

import json
from typing import Any

import django
from django.core.management import call_command
from django.db import connection

TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname",
}


def held() -> dict[str, Any]:
    """Tables and own triggers; the list of migrations itself stays."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        triggers = [name for (name,) in cursor.fetchall()]
    tables = set(connection.introspection.table_names()) - {"django_migrations"}
    return {"tables": sorted(tables), "triggers": triggers}


def main() -> None:
    django.setup()
    from django.db.migrations.loader import MigrationLoader

    steps = []
    call_command("migrate", verbosity=0)
    steps.append(held())
    for app in sorted(MigrationLoader(connection).migrated_apps):
        call_command("migrate", app, "zero", verbosity=0)
    steps.append(held())
    call_command("migrate", verbosity=0)
    steps.append(held())
    print(json.dumps(steps))  # noqa: T201


if __name__ == "__main__":
    main()
