"""The initiatives that the product ships, as they stand in `data/`."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from schakel.domain.reference.tables import read_table
from schakel.domain.register.records import (
    LINKED_FIELDS,
    InitiativeRecord,
    RecordRow,
    RegisterFile,
    SourceRecord,
)

FOLDER = Path(__file__).parent / "data"
SEVERAL = tuple(name for name in LINKED_FIELDS if name != "sources")
NUMBERS: dict[str, type] = {"hours": Decimal, "cost": Decimal, "first_year": int, "last_year": int}
GREEN = {"": None, "true": True, "false": False}


def shipped_initiatives() -> list[InitiativeRecord]:
    """The initiatives of `data/initiatives.csv` with the sources of `data/sources.csv`."""
    sources = defaultdict(list)
    for row in read_table(FOLDER, "sources"):
        source = SourceRecord(row["address"], date.fromisoformat(row["consulted_on"]), row["title"])
        sources[row["initiative"]].append(source)
    return [_record(row, tuple(sources[row["slug"]])) for row in read_table(FOLDER, "initiatives")]


def shipped_file(records: list[InitiativeRecord]) -> RegisterFile:
    """Some of the shipped initiatives as a file that an import can take."""
    content = b"".join((FOLDER / name).read_bytes() for name in ("initiatives.csv", "sources.csv"))
    rows = tuple(RecordRow(row, record) for row, record in enumerate(records, start=2))
    return RegisterFile("initiatives.csv", sha256(content).hexdigest(), rows)


def _record(row: dict[str, str], sources: tuple[SourceRecord, ...]) -> InitiativeRecord:
    fields: dict[str, Any] = dict(row)
    fields |= {name: tuple(filter(None, row[name].split(";"))) for name in SEVERAL}
    fields |= {name: kind(row[name]) if row[name] else None for name, kind in NUMBERS.items()}
    return InitiativeRecord(
        **fields | {"green_stream": GREEN[row["green_stream"]], "sources": sources}
    )
