"""The register out: as a workbook that can come back, as CSV, and as words on a page."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from schakel.domain.register.records import InitiativeRecord
from schakel.lib.faults import Fault
from schakel.transfer.cells import SEPARATOR
from schakel.transfer.initiatives.columns import GUIDE, INITIATIVES, SOURCES, Layout, layout
from schakel.transfer.tables import Column
from schakel.transfer.xlsx.writing import CellValue, Heading, Table, write_workbook

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_xlsx(records: Iterable[InitiativeRecord]) -> bytes:
    """The register as a workbook; without records it is an empty form to fill in."""
    columns = layout()
    records = list(records)
    initiatives: list[list[CellValue]] = [
        [column.write(getattr(record, column.field)) for column in columns.initiatives]
        for record in records
    ]
    sources: list[list[CellValue]] = [
        [record.slug, source.address, source.title, source.consulted_on]
        for record in records
        for source in record.sources
    ]
    return write_workbook(
        [
            _table(INITIATIVES, columns.initiatives, initiatives),
            _table(SOURCES, columns.sources, sources),
            _guide(columns),
        ],
        {"title": "Register van initiatieven", "subject": "Circulaire ketenregie"},
    )


def _table(sheet: str, columns: Sequence[Column], rows: Sequence[Sequence[CellValue]]) -> Table:
    return Table(sheet, [column.heading for column in columns], rows)


def _guide(columns: Layout) -> Table:
    """The sheet that explains the columns; it is not read back, and says so."""
    about = ((INITIATIVES, columns.initiatives), (SOURCES, columns.sources))
    return Table(
        GUIDE,
        [Heading("Blad", 16), Heading("Kolom", 34), Heading("Wat hier komt", 100)],
        [
            [GUIDE, "", "Dit blad legt de kolommen uit en wordt bij het importeren niet gelezen."],
            *([sheet, column.text, column.note] for sheet, held in about for column in held),
        ],
    )


def write_csv(records: Iterable[InitiativeRecord]) -> bytes:
    """The register as CSV for a Dutch spreadsheet: semicolons, decimal commas, UTF-8 with a mark.

    A text that a spreadsheet would run as a formula gets an apostrophe in front. CSV goes out
    only; the workbook is the form that comes back in.
    """
    columns = layout().initiatives
    headings = [*(column.text for column in columns), SOURCES]
    rows = (
        [
            *(column.write(getattr(record, column.field)) for column in columns),
            SEPARATOR.join(source.address for source in record.sources),
        ]
        for record in records
    )
    return _csv(headings, rows)


def write_faults_csv(faults: Iterable[Fault]) -> bytes:
    """The faults of a file as CSV, in the language of the reader."""
    headings = [_("Sheet"), _("Cell"), _("Heading"), _("Why")]
    return _csv(
        headings, ([fault.sheet, fault.cell, fault.heading, fault.reason] for fault in faults)
    )


def _csv(headings: Sequence[str], rows: Iterable[Sequence[CellValue]]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow(headings)
    writer.writerows([_csv_text(value) for value in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def _csv_text(value: CellValue) -> str:
    match value:
        case None:
            return ""
        case str():
            return f"'{value}" if value.startswith(FORMULA_STARTS) else value
        case Decimal():
            return f"{value:f}".replace(".", ",")
    return str(value)


def described(record: InitiativeRecord, field: str, columns: Layout) -> tuple[str, str]:
    """The heading of a field and its value in words, as they stand in the workbook."""
    if field == "sources":
        words = "\n".join(
            f"{source.address} ({source.title or '-'}, {source.consulted_on:%d-%m-%Y})"
            for source in record.sources
        )
        return SOURCES, words
    column = next(column for column in columns.initiatives if column.field == field)
    value = column.write(getattr(record, field))
    text = f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else str(value or "")
    return column.text, text
