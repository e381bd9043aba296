"""One table of a file: its columns as text or numbers, with the record named that can't be read."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from schakel.engine.errors import BadInput


class Source:
    """The rows of one file. `name` is what an error calls it: offer, need or conversion."""

    def __init__(self, name: str, connection: duckdb.DuckDBPyConnection) -> None:
        self.name = name
        self._connection = connection
        found = connection.sql("select * from source").columns
        self.rows: int = connection.sql("select count(*) from source").fetchall()[0][0]
        self._columns = {_heading(column): column for column in found}

    @property
    def headings(self) -> dict[str, str]:
        """As the file writes them, by the name under which a column is asked."""
        return dict(self._columns)

    def has(self, column: str) -> bool:
        return column in self._columns

    def text(self, column: str) -> pa.Array:
        """This column as text without blanks around it; empty is null."""
        column = _heading(column)
        self.need(column)
        quoted = _quoted(self._columns[column])
        return self._array(f"nullif(trim(cast({quoted} as varchar)), '')")

    def numbers(self, column: str, missing: float = np.nan) -> NDArray[np.float64]:
        """This column as numbers, with a point or a comma; `missing` where the cell is empty."""
        quoted = _quoted(self._columns[column])
        text = f"nullif(trim(replace(cast({quoted} as varchar), ',', '.')), '')"
        number = self._array(f"try_cast({text} as double)")
        empty = self._array(f"{text} is null").to_numpy(zero_copy_only=False)
        values = number.to_numpy(zero_copy_only=False).astype(np.float64)
        wrong = np.isnan(values) & ~empty
        if wrong.any():
            row = int(wrong.argmax())
            cell = self.text(column)[row].as_py()
            raise BadInput(
                f"{self.name} {self.record(row)}",
                column,
                f"“{cell}” is not a number; write it as 1234.5 or leave it empty",
            )
        values[empty] = missing
        return values

    def record(self, row: int) -> str:
        """What to call a row: its id, or its line in the file."""
        if self.has("id"):
            name = self.text("id")[row].as_py()
            if name:
                return str(name)
        return f"on line {row + 2}"

    def need(self, column: str) -> None:
        if not self.has(column):
            there = ", ".join(self._columns) or "none"
            raise BadInput(self.name, column, f"this column is missing; there are: {there}")

    def _array(self, expression: str) -> pa.Array:
        table = self._connection.table("source").project(expression).to_arrow_table()
        return table.column(0).combine_chunks()


def open_table(path: Path, name: str) -> Source:
    """A csv (comma, semicolon or tab) or parquet file with a row of headings."""
    if not path.stat().st_size:
        raise BadInput(path.name, "", "the file is empty; give headings and rows")
    connection = duckdb.connect()
    try:
        if path.suffix.lower() == ".parquet":
            found = connection.read_parquet(str(path))
        else:
            found = connection.read_csv(str(path), header=True, all_varchar=True)
        found.create("source")
    except duckdb.Error as error:
        first = str(error).splitlines()[0]
        raise BadInput(path.name, "", f"cannot be read as a table ({first})") from error
    return Source(name, connection)


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
