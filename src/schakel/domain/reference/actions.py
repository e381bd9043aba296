"""The only place that writes in this room."""

from typing import Any

from django.db import models

from schakel.domain.journal import actions as journal
from schakel.domain.reference.models import (
    Municipality,
    Province,
    Sector,
    WasteChapter,
    WasteCode,
)
from schakel.domain.reference.tables import fields_by_code

# In the order of their foreign keys.
TABLES: dict[str, type[models.Model]] = {
    "waste_chapters": WasteChapter,
    "waste_codes": WasteCode,
    "sectors": Sector,
    "provinces": Province,
    "municipalities": Municipality,
}


@journal.in_turn
def load_reference(*, by: None = None) -> dict[str, int]:
    """Bring the reference tables in line with the product's own data.

    Nobody but the system changes reference data. Gives the number of rows written per table;
    a second run writes nothing, and the journal holds an entry only where something changed.
    """
    written = {name: _upsert(model, fields_by_code(name)) for name, model in TABLES.items()}
    if any(written.values()):
        journal.record(
            by=by,
            action="reference.load_reference",
            subject=WasteChapter.objects.earliest("code"),
            details=written,
        )
    return written


def _upsert(model: type[models.Model], wanted: dict[str, dict[str, Any]]) -> int:
    """Write the rows that are new or differ; how many."""
    names = list(next(iter(wanted.values())))
    present = {row.pop("code"): row for row in model._default_manager.values("code", *names)}
    changed = [
        model(code=code, **fields) for code, fields in wanted.items() if present.get(code) != fields
    ]
    model._default_manager.bulk_create(
        changed,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[name.removesuffix("_id") for name in names],
    )
    return len(changed)
