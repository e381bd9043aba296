"""Every migration goes forward, all the way back and forward again; none is missing."""

import json

import pytest

from tests.faults.databases import KINDS, empty_database, run


@pytest.mark.parametrize("kind", KINDS)
def test_forward_back_to_nothing_and_forward_again(kind: str) -> None:
    with empty_database(kind) as environment:
        first, nothing, again = json.loads(run(environment, "-m", "tests.faults.there_and_back"))
    assert nothing == {"tables": [], "triggers": []}
    assert first["triggers"]
    assert "journal_entry" in first["tables"]
    assert again == first


def test_no_migration_is_missing() -> None:
    with empty_database("sqlite") as environment:
        run(environment, "-m", "django", "makemigrations", "--check", "--dry-run")
