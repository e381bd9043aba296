"""Any list as CSV for a spreadsheet in Dutch: a heading, and a function from a row to its cells."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from django.utils import timezone
from django.utils.formats import date_format

Row = TypeVar("Row")
Cell = object
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def sheet_csv(
    headings: Sequence[object], rows: Iterable[Row], cells: Callable[[Row], Sequence[Cell]]
) -> bytes:
    """Semicolons, UTF-8 with a mark, Dutch days and decimals, text that cannot be a formula."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([str(heading) for heading in headings])
    writer.writerows([_written(cell) for cell in cells(row)] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _written(cell: Cell) -> str:
    match cell:
        case datetime():
            return date_format(timezone.localtime(cell), "d-m-Y H:i")
        case date():
            return date_format(cell, "d-m-Y")
        case int() | Decimal():
            return str(cell).replace(".", ",")
    return "" if cell is None else as_text(str(cell))


def as_text(text: str) -> str:
    """Text that a spreadsheet will not take for a formula: an apostrophe stands before it."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
