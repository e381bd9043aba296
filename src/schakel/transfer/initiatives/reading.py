"""The register in: a workbook as records, and a fault for everything that is wrong in it."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from schakel.domain.register.policies import KnownCodes, known_codes, problems_of
from schakel.domain.register.records import (
    InitiativeRecord,
    RecordRow,
    RegisterFile,
    SourceRecord,
)
from schakel.lib.faults import Fault
from schakel.transfer.initiatives.columns import GUIDE, INITIATIVES, SOURCES, layout
from schakel.transfer.tables import Row, TableReading, read_table
from schakel.transfer.xlsx.reading import Finding, Sheet, Workbook, read_workbook
from schakel.transfer.xlsx.scan import CELL, column_number


def read_register(name: str, content: bytes) -> RegisterFile:
    """Every initiative and every fault of an uploaded workbook.

    Initiatives with a fault are not among the rows. Raises `Refused` if the file as a whole cannot
    be read.
    """
    workbook = read_workbook(content)
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    faults = [*_sheet_faults(sheets), *_finding_faults(workbook, sheets)]
    rows: list[RecordRow] = []
    if INITIATIVES in sheets and SOURCES in sheets:
        columns = layout()
        table = read_table(sheets[INITIATIVES], columns.initiatives)
        sources = read_table(sheets[SOURCES], columns.sources)
        if table.complete and sources.complete:
            rows = _join(table, sources)
        faults += [*table.faults, *sources.faults]
    return RegisterFile(
        name=name,
        sha256=sha256(content).hexdigest(),
        rows=tuple(rows),
        faults=tuple(sorted(faults, key=_place)),
    )


def _place(fault: Fault) -> tuple[bool, str, int, int]:
    """Faults in the order of the sheets, rows and columns."""
    return (
        fault.sheet != INITIATIVES,
        fault.sheet,
        fault.row or 0,
        column_number(fault.column),
    )


def _sheet_faults(sheets: dict[str, Sheet]) -> Iterator[Fault]:
    for name in (INITIATIVES, SOURCES):
        if name not in sheets:
            yield Fault(name, _("The workbook has no sheet of this name."))
    for name in sheets:
        if name not in (INITIATIVES, SOURCES, GUIDE):
            yield Fault(name, _("This sheet does not belong to the register. Remove it."))


def _finding_faults(workbook: Workbook, sheets: dict[str, Sheet]) -> Iterator[Fault]:
    """Formulas, merged cells and errors, each with the heading above it; the guide is not read."""
    for finding in workbook.findings:
        place = CELL.match(finding.cell)
        if place and finding.sheet != GUIDE:
            heading = _heading_above(sheets[finding.sheet], column_number(place[1]))
            row = int(place[2])
            yield Fault(finding.sheet, _with_range(finding), row, place[1], heading)
        elif not place:
            yield Fault(finding.sheet, finding.reason)


def _with_range(finding: Finding) -> str:
    """Merged cells are more than the first of them: name the range."""
    return f"{finding.cell}: {finding.reason}" if ":" in finding.cell else finding.reason


def _heading_above(sheet: Sheet, column: int) -> str:
    headings = sheet.rows[0] if sheet.rows else []
    value: Any = headings[column - 1] if column <= len(headings) else None
    return " ".join(str(value).split()) if value is not None else ""


def _join(table: TableReading, sources: TableReading) -> list[RecordRow]:
    """Put the sources with their initiative and check each record; faults go to the two tables."""
    known = known_codes()
    by_key = _rows_by_key(table)
    own_sources = _sources_by_key(sources, by_key)
    found = []
    for key, row in by_key.items():
        own = own_sources.get(key, [])
        if row.sound and all(source.sound for source in own):
            record = _record(row, own)
            if _is_sound(record, known, (table, row), (sources, own)):
                found.append(RecordRow(row.number, record))
    return found


def _rows_by_key(table: TableReading) -> dict[str, Row]:
    """The rows by key, in the order of the sheet; a key that stands there twice is a fault."""
    by_key: dict[str, Row] = {}
    for row in table.rows:
        key = row.values.get("slug", "")
        if not key:
            row.sound = False
            if "slug" in row.values:
                table.faults.append(table.fault(row.number, "slug", _("Fill in a key.")))
        elif key in by_key:
            reason = _("Row %(row)s has this key too. Give every initiative a key of its own.")
            reason %= {"row": by_key[key].number}
            table.faults.append(table.fault(row.number, "slug", reason))
        else:
            by_key[key] = row
    return by_key


def _sources_by_key(sources: TableReading, initiatives: dict[str, Row]) -> dict[str, list[Row]]:
    """The sources of each initiative; one of an initiative that is not in the file is a fault."""
    by_key: dict[str, list[Row]] = {}
    for row in sources.rows:
        key = row.values.get("slug", "")
        if key in initiatives:
            by_key.setdefault(key, []).append(row)
        elif "slug" in row.values:
            reason = _("No initiative on sheet %(sheet)s has this key.") % {"sheet": INITIATIVES}
            sources.faults.append(sources.fault(row.number, "slug", reason))
    return by_key


def _record(row: Row, sources: Sequence[Row]) -> InitiativeRecord:
    return InitiativeRecord(
        **row.values,
        sources=tuple(
            SourceRecord(
                source.values["address"], source.values["consulted_on"], source.values["title"]
            )
            for source in sources
        ),
    )


def _is_sound(
    record: InitiativeRecord,
    known: KnownCodes,
    initiative: tuple[TableReading, Row],
    sources: tuple[TableReading, Sequence[Row]],
) -> bool:
    """Check the record by the rules of the register, and note each problem at its cell."""
    sound = True
    for problem in problems_of(record, known):
        sound = False
        table, row = (
            initiative if problem.source is None else (sources[0], sources[1][problem.source])
        )
        table.faults.append(table.fault(row.number, problem.field, problem.message))
    return sound
