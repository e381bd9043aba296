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
from numpy.typing import NDArray

from schakel.engine.errors import BadInput, Phrase

SEPARATORS = (";", ",", "\t")


class Source:
    """The rows of one file. `name` is what an error calls it: offer, need or conversion.

    `key` is the column that names a row, `separator` what stood between the cells of a csv file.
    """

    def __init__(
        self,
        name: str,
        connection: duckdb.DuckDBPyConnection,
        separator: str = "",
    ) -> None:
        self.name = name
        self.key = "id"
        self.separator = separator
        self._connection = connection
        found = connection.sql("select * from source").columns
        self.rows: int = connection.sql("select count(*) from source").fetchall()[0][0]
        self._columns = {_heading(column): column for column in found}

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
        quoted = _quoted(self._columns[column])
        return self._array(f"nullif(trim(cast({quoted} as varchar)), '')")

    def numbers(
        self, column: str, missing: float = np.nan, words: Mapping[str, float] | None = None
    ) -> NDArray[np.float64]:
        """This column as numbers, with a point or a comma; `missing` where the cell is empty.

        A cell may also hold one of the `words`, in any case, for its number.
        """
        quoted = _quoted(self._columns[column])
        text = f"nullif(trim(replace(cast({quoted} as varchar), ',', '.')), '')"
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

    def record(self, row: int) -> str:
        """What to call a row: its name, or its line in the file."""
        if self.has(self.key):
            name = self.text(self.key)[row].as_py()
            if name:
                return f"{self.name} {name}"
        return self.line(row)

    def line(self, row: int) -> Phrase:
        return Phrase("%(table)s on line %(line)s", table=self.name, line=row + 2)

    def need(self, column: str) -> None:
        if not self.has(column):
            raise BadInput(
                self.name,
                column,
                "this column is missing; there are: %(columns)s",
                columns=", ".join(self._columns),
            )

    def _array(self, expression: str) -> pa.Array:
        table = self._connection.table("source").project(expression).to_arrow_table()
        return table.column(0).combine_chunks()


def open_table(path: Path, name: str) -> Source:
    """A csv (comma, semicolon or tab) or parquet file with a row of headings."""
    if not path.stat().st_size:
        raise BadInput(path.name, "", "the file is empty; give headings and rows")
    connection = duckdb.connect()
    separator = ""
    try:
        if path.suffix.lower() == ".parquet":
            found = connection.read_parquet(str(path))
        else:
            before, separator, headings = _opening(path)
            found = connection.read_csv(
                str(path), auto_detect=False, sep=separator, quotechar='"', escapechar='"',
                header=True, skiprows=before, columns=dict.fromkeys(headings, "varchar"),
            )  # fmt: skip
        found.create("source")
    except UnicodeDecodeError as error:
        raise _other_letters(path) from error
    except duckdb.Error as error:
        raise _unreadable(path, str(error)) from error
    return Source(name, connection, separator)


def _opening(path: Path) -> tuple[int, str, list[str]]:
    """How many lines stand before the headings (Excel's sep=), what separates these, and they."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        line = file.readline()
        before = int(line.startswith("sep="))
        line = file.readline() if before else line
    ways = {sign: next(csv.reader([line], delimiter=sign), [""]) for sign in SEPARATORS}
    separator = max(ways, key=lambda sign: len(ways[sign]))
    headings = [text or f"column {n}" for n, text in enumerate(ways[separator], start=1)]
    for heading, times in Counter(_heading(text) for text in headings).items():
        if times > 1:
            raise BadInput(path.name, heading, "this column is there twice; keep one")
    return before, separator, headings


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
    cells = [[_cell(row, place) for row in rows[1:]] for place in range(len(headings))]
    table = pa.table([pa.array(column, pa.string()) for column in cells], names=headings)
    connection = duckdb.connect()
    connection.from_arrow(table).create("source")
    return Source(name, connection)


def _cell(row: Sequence[Any], place: int) -> str | None:
    value = row[place] if place < len(row) else None
    return None if value is None else str(value)


def _heading(text: str) -> str:
    return text.strip().casefold().replace(" ", "_")


def _quoted(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
