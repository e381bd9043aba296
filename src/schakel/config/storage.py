"""Database settings that keep every acknowledged write (docs/explanation/storage.md)."""

import sqlite3
from typing import Any

# SQLite before this version can corrupt a database when the write-ahead log is reset.
FIRST_SAFE_WAL = (3, 51, 3)


def sqlite_journal_mode(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    return "WAL" if version >= FIRST_SAFE_WAL else "DELETE"


def harden(database: dict[str, Any]) -> dict[str, Any]:
    """Add the options that make writes durable; PostgreSQL is durable as it comes."""
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": f"PRAGMA journal_mode={sqlite_journal_mode()}; PRAGMA synchronous=FULL",
        }
    return database
