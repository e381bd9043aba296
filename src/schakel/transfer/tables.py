"""A sheet with one heading row as rows of values by field, with a fault for every bad cell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from schakel.lib.faults import Fault
from schakel.transfer.cells import BadCell, read_text
from schakel.transfer.xlsx.reading import Sheet
from schakel.transfer.xlsx.scan import column_letter
from schakel.transfer.xlsx.writing import CellValue, Heading


@dataclass(frozen=True)
class Column:
    """A column of a workbook: how a field reads from a cell and is written to it.

    `note` explains the column to who fills it in, in Dutch as the whole workbook is.
    """

    field: str
    text: str
    note: str
    read: Callable[[Any], Any] = read_text
    write: Callable[[Any], CellValue] = lambda value: value
    width: int = 24
    offers: Sequence[str] = ()
    keep_typed: bool = False

    @property
    def heading(self) -> Heading:
        return Heading(self.text, self.width, self.offers, self.keep_typed)


@dataclass
class Row:
    """One row of a sheet: its number in Excel, and the values that could be read."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    sound: bool = True


@dataclass
class TableReading:
    """What a sheet holds. `letters` says in which column a field stands.

    `complete` is False when wrong headings left the rows unread.
    """

    sheet: str
    columns: Sequence[Column]
    letters: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    complete: bool = False

    def fault(self, row: int, name: str, reason: str) -> Fault:
        """A fault in the cell of this row and field."""
        heading = next(column.text for column in self.columns if column.field == name)
        return Fault(self.sheet, reason, row, self.letters.get(name, ""), heading)


def read_table(sheet: Sheet, columns: Sequence[Column]) -> TableReading:
    """Read a sheet by its headings, in any order. Wrong headings leave the rows unread."""
    reading = TableReading(sheet.name, columns)
    headings = [_heading_text(value) for value in (sheet.rows[0] if sheet.rows else [])]
    by_place = _match_headings(reading, headings)
    if reading.faults:
        return reading
    reading.complete = True
    for number, cells in enumerate(sheet.rows[1:], start=2):
        if any(_has_content(value) for value in cells):
            reading.rows.append(_read_row(reading, number, cells, by_place))
    return reading


def _heading_text(value: Any) -> str:
    return " ".join(str(value).split()) if value is not None else ""


def _has_content(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _match_headings(reading: TableReading, headings: Sequence[str]) -> dict[int, Column]:
    """Which column stands at which place; what is unknown, double or missing becomes a fault."""
    known = {column.text.casefold(): column for column in reading.columns}
    by_place: dict[int, Column] = {}
    for place, text in enumerate(headings):
        column = known.get(text.casefold())
        if column is not None and column.field not in reading.letters:
            by_place[place] = column
            reading.letters[column.field] = column_letter(place + 1)
        elif text:
            reason = (
                _("This heading stands here twice. Remove one of the columns.")
                if column
                else _("This heading is not known. Correct it, or remove the column.")
            )
            reading.faults.append(Fault(reading.sheet, reason, 1, column_letter(place + 1), text))
    missing = [column.text for column in reading.columns if column.field not in reading.letters]
    if missing:
        reason = _("Row 1 misses these headings: %(headings)s.") % {"headings": "; ".join(missing)}
        reading.faults.append(Fault(reading.sheet, reason, 1))
    return by_place


def _read_row(
    reading: TableReading, number: int, cells: Sequence[Any], by_place: dict[int, Column]
) -> Row:
    row = Row(number)
    for place, value in enumerate(cells):
        column = by_place.get(place)
        try:
            if column:
                row.values[column.field] = column.read(value)
            elif _has_content(value):
                raise BadCell(_("There is no heading above this cell. Add one, or empty the cell."))
        except BadCell as bad:
            row.sound = False
            heading = column.text if column else ""
            letter = column_letter(place + 1)
            reading.faults.append(Fault(reading.sheet, str(bad), number, letter, heading))
    return row
