"""Tables in and out of the command: csv, xlsx and parquet."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from schakel.cli.outputs import whole
from schakel.engine.tables import Source, from_rows, open_table, write_table
from schakel.lib.errors import Refused
from schakel.transfer.xlsx.reading import read_workbook
from schakel.transfer.xlsx.writing import CellValue, Heading, Table, write_workbook

SUFFIXES = (".csv", ".xlsx", ".parquet")
EXCEL_ROWS = 1_048_575


def check_suffix(path: Path) -> Path:
    if path.suffix.lower() not in SUFFIXES:
        raise Refused(
            _("%(file)s: give a name that ends in .csv, .xlsx or .parquet.") % {"file": path}
        )
    return path


def read(path: Path, name: str) -> Source:
    """A table of the file; of a workbook the first sheet."""
    check_suffix(path)
    if path.suffix.lower() != ".xlsx":
        path.open("rb").close()
        return open_table(path, name)
    content = path.read_bytes()
    try:
        workbook = read_workbook(content)
    except Refused as error:
        raise Refused(f"{path.name}: {error}") from error
    for finding in workbook.findings:
        raise Refused(f"{path.name}, {finding.sheet} {finding.cell}: {finding.reason}")
    return from_rows(workbook.sheets[0].rows, name)


def write(path: Path, columns: Mapping[str, NDArray], sheet: str) -> None:
    with whole(path) as part:
        _write(part, columns, sheet)


def _write(path: Path, columns: Mapping[str, NDArray], sheet: str) -> None:
    if path.suffix.lower() != ".xlsx":
        write_table(path, columns)
        return
    rows = len(next(iter(columns.values())))
    if rows > EXCEL_ROWS:
        raise Refused(_("A sheet holds 1,048,575 rows at most: write .csv or .parquet."))
    cells = [[_cell(value) for value in column.tolist()] for column in columns.values()]
    table = Table(sheet, [Heading(name) for name in columns], list(zip(*cells, strict=True)))
    path.write_bytes(write_workbook([table], {"title": sheet}))


def _cell(value: object) -> CellValue:
    if isinstance(value, float):
        return None if np.isnan(value) else Decimal(repr(round(value, 6)))
    return value if value is None or isinstance(value, (str, int, bool)) else str(value)
