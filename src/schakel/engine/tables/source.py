"""One table of a file: its columns as text or numbers, with the record named that can't be read."""

import csv
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from schakel.engine.errors import BadInput, Phrase

SEPARATORS = (";", ",", "\t")
PORTION = 1_000
COMMA, POINT = Phrase("comma"), Phrase("point")
THOUSANDS = {
    ";": (r"[1-9]\d{0,2}(\.\d{3})+", POINT, COMMA),
    ",": (r"[1-9]\d{0,2}(,\d{3})+", COMMA, POINT),
}
"""By what separates cells: semicolons are of a Dutch spreadsheet, where 1.250 may be a thousand."""


class Source:
    """The rows of one file. `name` is what an error calls it: offer, need or conversion.

    `key` is the column that names a row, `separator` what stands between the cells of a csv `file`.
    Rows without anything at the end are left out.
    """

    def __init__(
        self,
        name: str,
        connection: duckdb.DuckDBPyConnection,
        separator: str = "",
        file: Path | None = None,
    ) -> None:
        self.name = name
        self.key = "id"
        self._separator = separator
        self._file = file
        # A relation does not keep its connection open.
        self._connection = connection
        every = connection.table("source")
        self._columns = {_heading(column): column for column in every.columns}
        self.rows = _without_empty_end(every)
        self._table = every if self.rows == len(every) else every.limit(self.rows)

    @property
    def headings(self) -> dict[str, str]:
        """What to ask for a column by, and how it is written in the file."""
        return dict(self._columns)

    def has(self, column: str) -> bool:
        return column in self._columns

    def text(self, column: str) -> pa.Array:
        """This column as text without blanks around it; empty is null."""
        column = _heading(column)
        self.need(column)
        return self._array(_text(self._columns[column]))

    def numbers(
        self, column: str, missing: float = np.nan, words: Mapping[str, float] | None = None
    ) -> NDArray[np.float64]:
        """This column as numbers, with a point or a comma; `missing` where the cell is empty.

        A cell may also hold one of the `words`, in any case, for its number.
        """
        text = f"replace({_text(self._columns[column])}, ',', '.')"
        number = self._array(f"try_cast({text} as double)")
        empty = self._array(f"{text} is null").to_numpy(zero_copy_only=False)
        values = number.to_numpy(zero_copy_only=False).astype(np.float64)
        for word, meant in (words or {}).items():
            same = self._array(f"coalesce(lower({text}) = '{word}', false)")
            values[same.to_numpy(zero_copy_only=False)] = meant
        wrong = np.isnan(values) & ~empty
        if wrong.any():
            row = int(wrong.argmax())
            cell = self.text(column)[row].as_py()
            raise BadInput(
                self.record(row),
                self._columns[column],
                "“%(cell)s” is not a number; write it as 1234.5 or leave it empty",
                cell=cell,
            )
        values[empty] = missing
        return values

    def check_thousands(self, column: str) -> None:
        """Refuse a number in which the sign may stand between thousands as well as decimals."""
        if self._separator not in THOUSANDS:
            return
        pattern, wrong, right = THOUSANDS[self._separator]
        text = self.text(column)
        doubtful = pc.match_substring_regex(text, f"^[-+]?{pattern}$")
        if pc.any(doubtful).as_py():
            row = pc.index(doubtful, True).as_py()
            raise BadInput(
                self.record(row),
                self._columns[column],
                "“%(cell)s” can be read in two ways; write no %(wrong)s for thousands, and a "
                "%(right)s for decimals",
                cell=text[row].as_py(),
                wrong=wrong,
                right=right,
            )

    def record(self, row: int) -> str:
        """What to call a row: its name, or its line in the file."""
        if self.has(self.key):
            name = self.text(self.key)[row].as_py()
            if name:
                return f"{self.name} {name}"
        return self.line(row)

    def line(self, row: int) -> Phrase:
        line = _line_of(self._file, self._separator, row) if self._file else row + 2
        return Phrase("%(table)s on line %(line)s", table=self.name, line=line)

    def need(self, column: str) -> None:
        if not self.has(column):
            raise BadInput(
                self.name,
                column,
                "this column is missing; there are: %(columns)s",
                columns=", ".join(self._columns),
            )

    def _array(self, expression: str) -> pa.Array:
        table = self._table.project(expression).to_arrow_table()
        return table.column(0).combine_chunks()


def open_table(path: Path, name: str) -> Source:
    """A csv (comma, semicolon or tab) or parquet file with a row of headings."""
    if not path.stat().st_size:
        raise BadInput(path.name, "", "the file is empty; give headings and rows")
    connection = duckdb.connect()
    separator, file = "", None
    try:
        if path.suffix.lower() == ".parquet":
            found = connection.read_parquet(str(path))
            _check_once(path.name, found.columns)
        else:
            file = path
            before, separator, headings = _opening(path)
            found = connection.read_csv(
                str(path), auto_detect=False, sep=separator, quotechar='"', escapechar='"',
                header=True, skiprows=before, columns=dict.fromkeys(headings, "varchar"),
            )  # fmt: skip
        found.create("source")
    except UnicodeDecodeError as error:
        raise _other_letters(path) from error
    except (duckdb.Error, csv.Error) as error:
        raise _unreadable(path, str(error)) from error
    return Source(name, connection, separator, file)


def _opening(path: Path) -> tuple[int, str, list[str]]:
    """How many lines stand before the headings (Excel's sep=), what separates these, and they."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        line = file.readline()
        before = int(line.startswith("sep="))
        line = file.readline() if before else line
    ways = {sign: next(csv.reader([line], delimiter=sign), [""]) for sign in SEPARATORS}
    separator = max(ways, key=lambda sign: len(ways[sign]))
    headings = [text or f"column {n}" for n, text in enumerate(ways[separator], start=1)]
    _check_once(path.name, headings)
    return before, separator, headings


def _check_once(record: str, headings: Sequence[str]) -> None:
    for heading, times in Counter(_heading(text) for text in headings).items():
        if times > 1:
            raise BadInput(record, heading, "this column is there twice; keep one")


def _without_empty_end(every: duckdb.DuckDBPyRelation) -> int:
    """How many rows there are up to the last with something in it; a spreadsheet keeps more."""
    rows = len(every)
    while rows:
        begin = max(0, rows - PORTION)
        part = every.limit(rows - begin, begin).fetchall()
        filled = [row for row, cells in enumerate(part, start=1) if any(map(_filled, cells))]
        if filled:
            return begin + filled[-1]
        rows = begin
    return 0


def _filled(cell: Any) -> bool:
    return cell is not None and bool(str(cell).strip())


def _line_of(file: Path, separator: str, row: int) -> int:
    """Where a row begins in a csv file, in which lines without anything are no rows."""
    with file.open(encoding="utf-8-sig", newline="") as text:
        reader, begins, left = csv.reader(text, delimiter=separator), 1, row + 1
        for cells in reader:
            if cells and not (begins == 1 and cells[0].startswith("sep=")):
                if left == 0:
                    break
                left -= 1
            begins = reader.line_num + 1
    return begins


def _unreadable(path: Path, message: str) -> BadInput:
    """What is wrong with a file that the table engine refuses."""
    if path.suffix.lower() == ".parquet":
        return BadInput(path.name, "", "is not a parquet file")
    try:
        path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return _other_letters(path)
    line = re.search(r"CSV Error on Line: (\d+)", message)
    if line is None:
        return BadInput(
            path.name,
            "",
            "cannot be read as a table; save it again as CSV UTF-8 from a spreadsheet",
        )
    return BadInput(
        Phrase("%(table)s on line %(line)s", table=path.name, line=line[1]),
        "",
        "there are more or fewer cells than headings, or a quote is not closed",
    )


def _other_letters(path: Path) -> BadInput:
    return BadInput(path.name, "", "is not in UTF-8; save it in Excel as “CSV UTF-8”")


def from_rows(rows: Sequence[Sequence[Any]], name: str) -> Source:
    """A table out of the cells of a sheet, the first row being the headings."""
    if not rows:
        raise BadInput(name, "", "the sheet is empty; give headings and rows")
    headings = [str(cell or f"column {n}") for n, cell in enumerate(rows[0], start=1)]
    _check_once(name, headings)
    cells = [[_cell(row, place) for row in rows[1:]] for place in range(len(headings))]
    table = pa.table([pa.array(column, pa.string()) for column in cells], names=headings)
    connection = duckdb.connect()
    connection.from_arrow(table).create("source")
    return Source(name, connection)


def _cell(row: Sequence[Any], place: int) -> str | None:
    value = row[place] if place < len(row) else None
    if isinstance(value, float) and value.is_integer():
        # Excel knows no whole numbers: 170201 comes as 170201.0.
        value = int(value)
    return None if value is None else str(value)


def _heading(text: str) -> str:
    return text.strip().casefold().replace(" ", "_")


def _text(column: str) -> str:
    """What gives a column as text, without blanks around it and null where there is nothing."""
    quoted = '"' + column.replace('"', '""') + '"'
    return f"nullif(trim(replace(cast({quoted} as varchar), chr(160), ' ')), '')"
