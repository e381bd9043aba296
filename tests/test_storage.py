"""Every acknowledged write is kept: how the database is opened."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connections

from schakel.config.storage import FIRST_SAFE_WAL, harden, sqlite_journal_mode


@pytest.mark.parametrize(
    ("version", "mode"),
    [((3, 40, 1), "DELETE"), ((3, 51, 2), "DELETE"), (FIRST_SAFE_WAL, "WAL"), ((3, 52, 0), "WAL")],
)
def test_wal_only_where_it_cannot_corrupt(version: tuple[int, ...], mode: str) -> None:
    assert sqlite_journal_mode(version) == mode


def test_sqlite_file_is_opened_durably(tmp_path: Path) -> None:
    options = harden({"ENGINE": "django.db.backends.sqlite3"})["OPTIONS"]
    with closing(sqlite3.connect(tmp_path / "x.sqlite3")) as database:
        database.executescript(options["init_command"])
        (journal_mode,) = database.execute("PRAGMA journal_mode").fetchone()
        (synchronous,) = database.execute("PRAGMA synchronous").fetchone()
    assert journal_mode.upper() == sqlite_journal_mode()
    assert synchronous == 2, "FULL"
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] == 20


def test_postgresql_is_left_as_it_comes() -> None:
    assert "OPTIONS" not in harden({"ENGINE": "django.db.backends.postgresql"})


@pytest.mark.django_db
def test_the_running_database_has_these_settings() -> None:
    connection = connections["default"]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            assert vars(connection)["transaction_mode"] == "IMMEDIATE"
            cursor.execute("PRAGMA synchronous")
            assert cursor.fetchone() == (2,)
        else:
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone() == ("on",)
