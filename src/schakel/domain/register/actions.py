"""Writing the register: only through an import, staged first, then applied all or nothing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext as _

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.journal import actions as journal
from schakel.domain.register import imports, policies
from schakel.domain.register.imports import Difference
from schakel.domain.register.models import Initiative, InitiativeValue, Source, StagedImport
from schakel.domain.register.records import (
    COLUMN_FIELDS,
    InitiativeRecord,
    RegisterFile,
    record_as_json,
)
from schakel.domain.register.shipped import shipped_file, shipped_initiatives
from schakel.lib.errors import Refused
from schakel.lib.hashing import sha256_of

Item = TypeVar("Item")
KEPT_UNAPPLIED = timedelta(days=7)
WRITTEN_FIELDS = [name for name in COLUMN_FIELDS if name != "slug"] + [
    "province",
    "version",
    "search_text",
]


@dataclass(frozen=True)
class Written:
    """How many initiatives an import made, changed and found as they were."""

    new: int
    changed: int
    unchanged: int


@journal.in_turn
def stage_import(*, by: User | None, at: datetime, file: RegisterFile) -> StagedImport:
    """Compare a file with the register and keep the outcome; the register itself stays as it is.

    Imports of the same person that nobody applied within a week are cleared away.
    """
    require(by, "register.import_initiatives")
    StagedImport.objects.filter(
        uploaded_by=by, applied_at=None, uploaded_at__lt=at - KEPT_UNAPPLIED
    ).delete()
    comparison = imports.compare(file)
    staged = StagedImport(
        uploaded_by=by,
        uploaded_at=at,
        file_name=file.name[:200],
        file_sha256=file.sha256,
        rows=[_difference_as_json(item) for item in (*comparison.new, *comparison.changed)],
        faults=[asdict(fault) for fault in file.faults],
        new_count=len(comparison.new),
        changed_count=len(comparison.changed),
        unchanged_count=comparison.unchanged,
        fault_count=len(file.faults),
    )
    staged.full_clean()
    staged.save()
    journal.record(
        by=by,
        action="register.stage_import",
        subject=staged,
        details={**_counts(staged), "wrong": staged.fault_count, "sha256": staged.file_sha256},
    )
    return staged


@journal.in_turn
def apply_import(
    *,
    by: User | None,
    at: datetime,
    staged: StagedImport,
    advance: Callable[[int], None] | None = None,
) -> Written:
    """Write everything that a staged import holds, or nothing.

    Raises `Refused` when the file has faults, was applied before, or when an initiative of it was
    made or changed since it was compared. Initiatives that the file does not name stay as they are.
    `advance` is told how many were written, batch by batch.
    """
    staged = journal.present(staged)
    require(by, "register.import_initiatives")
    if by is not None and staged.uploaded_by_id != by.pk:
        raise PermissionDenied("register.import_initiatives")
    policies.require_applicable(staged)
    differences = imports.differences_of(staged)
    _require_sound(differences)
    for batch in _batches(differences):
        _write_batch(batch)
        if advance:
            advance(len(batch))
    staged.applied_at = at
    staged.save(update_fields=["applied_at"])
    journal.record(
        by=by,
        action="register.apply_import",
        subject=staged,
        details={
            **_counts(staged),
            "sha256": staged.file_sha256,
            "written_sha256": sha256_of([item["record"] for item in staged.rows]),
        },
    )
    return Written(staged.new_count, staged.changed_count, staged.unchanged_count)


@journal.in_turn
def write_initiatives(
    *,
    by: User | None,
    at: datetime,
    file: RegisterFile,
    advance: Callable[[int], None] | None = None,
) -> Written:
    """Stage and apply in one go, for the command line and the register that we ship.

    Raises `Refused` when the file has faults. A file that changes nothing leaves no trace.
    """
    require(by, "register.import_initiatives")
    if file.faults:
        raise Refused(_("The file has faults. Mend them in the file and upload it again."))
    comparison = imports.compare(file)
    if not comparison.new and not comparison.changed:
        return Written(0, 0, comparison.unchanged)
    staged = stage_import(by=by, at=at, file=file)
    return apply_import(by=by, at=at, staged=staged, advance=advance)


@journal.in_turn
def load_shipped(*, by: User | None, at: datetime) -> Written:
    """Write the shipped initiatives that the register does not have yet.

    What is there stays as it is: somebody may have bettered it since.
    """
    records = shipped_initiatives()
    keys = [record.slug for record in records]
    there = set(Initiative.objects.filter(slug__in=keys).values_list("slug", flat=True))
    missing = [record for record in records if record.slug not in there]
    written = write_initiatives(by=by, at=at, file=shipped_file(missing))
    return Written(written.new, 0, len(there))


def _difference_as_json(item: Difference) -> dict[str, Any]:
    return {
        "row": item.row,
        "version": item.version,
        "record": record_as_json(item.record),
        "before": record_as_json(item.before) if item.before else None,
    }


def _counts(staged: StagedImport) -> dict[str, int]:
    return {
        "new": staged.new_count,
        "changed": staged.changed_count,
        "unchanged": staged.unchanged_count,
    }


def _require_sound(differences: Iterable[Difference]) -> None:
    """The last check before writing: the reader named the faults by cell, this names the key."""
    known = policies.known_codes()
    for item in differences:
        for problem in policies.problems_of(item.record, known):
            raise Refused(f"{item.record.slug}, {problem.field}: {problem.message}")


def _batches(items: Iterable[Item]) -> Iterable[list[Item]]:
    """Lists of at most `BATCH` items."""
    source = iter(items)
    while batch := list(islice(source, imports.BATCH)):
        yield batch


def _write_batch(batch: Sequence[Difference]) -> None:
    """Write one batch in a fixed number of queries, whatever its size."""
    slugs = [item.record.slug for item in batch]
    there = dict(Initiative.objects.filter(slug__in=slugs).values_list("slug", "version"))
    policies.require_unmoved(
        item.record.slug for item in batch if there.get(item.record.slug) != item.version
    )
    _write_initiatives(batch)
    keys = dict(Initiative.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    _write_links([(keys[item.record.slug], item.record) for item in batch])


def _write_initiatives(batch: Sequence[Difference]) -> None:
    new = [item for item in batch if item.version is None]
    changed = [item for item in batch if item.version is not None]
    Initiative.objects.bulk_create([_initiative(item) for item in new])
    Initiative.objects.bulk_create(
        [_initiative(item) for item in changed],
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=WRITTEN_FIELDS,
    )


def _initiative(item: Difference) -> Initiative:
    record = item.record
    return Initiative(
        **{name: getattr(record, name) for name in COLUMN_FIELDS},
        province_id=record.province or None,
        version=(item.version or 0) + 1,
    )


def _write_links(owned: Sequence[tuple[int, InitiativeRecord]]) -> None:
    """Replace what belongs to these initiatives: codes, sectors, values and sources."""
    to_code, to_sector = Initiative.waste_codes.through, Initiative.sectors.through
    rows: dict[type[models.Model], list[models.Model]] = {
        to_code: [
            to_code(initiative_id=pk, wastecode_id=code)
            for pk, record in owned
            for code in record.waste_codes
        ],
        to_sector: [
            to_sector(initiative_id=pk, sector_id=code)
            for pk, record in owned
            for code in record.sectors
        ],
        InitiativeValue: [
            InitiativeValue(initiative_id=pk, value=value)
            for pk, record in owned
            for value in record.values
        ],
        Source: [
            Source(initiative_id=pk, **asdict(source))
            for pk, record in owned
            for source in record.sources
        ],
    }
    for model, instances in rows.items():
        manager = model._default_manager
        manager.filter(initiative_id__in=[pk for pk, _record in owned]).delete()
        manager.bulk_create(instances)
