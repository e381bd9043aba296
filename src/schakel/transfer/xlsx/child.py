"""Read one workbook from stdin, within limits, and print what is in it as JSON.

`python -m schakel.transfer.xlsx.child` is started by `reading`; whatever a hostile file makes of
this process, the parent gets JSON or an exit code. Imports no Django.

Output: {"unreadable": {"code", "sheet", "cell"}}, or
{"findings": [[code, sheet, cell]], "sheets": [[name, [[cell, ...], ...]]]} where a cell is null,
text, a number, true or false, or ["date", "2024-02-01T00:00:00"].
"""

import io
import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Any
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812

from schakel.transfer.xlsx import limits
from schakel.transfer.xlsx.scan import Scan, TooLarge, Unreadable, scan


def main() -> None:
    _limit()
    content = sys.stdin.buffer.read()
    try:
        answer = _read(content)
    except TooLarge as found:
        answer = _unreadable(str(found), found.sheet, found.cell)
    except Unreadable as found:
        answer = _unreadable(str(found))
    except (BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError):
        answer = _unreadable("broken")
    except MemoryError:
        answer = _unreadable("too_large")
    json.dump(answer, sys.stdout, ensure_ascii=True, allow_nan=False)


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, limits.MEMORY_BYTES),
        (resource.RLIMIT_CPU, limits.CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _unreadable(code: str, sheet: str = "", cell: str = "") -> dict[str, Any]:
    return {"unreadable": {"code": code, "sheet": sheet, "cell": cell}}


def _read(content: bytes) -> dict[str, Any]:
    with ZipFile(io.BytesIO(content)) as archive:
        scanned = scan(archive)
    return {
        "findings": [[found.code, found.sheet, found.cell] for found in scanned.findings],
        "sheets": _sheets(content, scanned),
    }


def _sheets(content: bytes, scanned: Scan) -> list[Any]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            if workbook.sheet_names != scanned.sheets:
                raise Unreadable("broken")
            budget = _Budget()
            return [
                [name, _rows(workbook.get_sheet_by_name(name), scanned, budget)]
                for name in scanned.sheets
            ]
    except CalamineError as error:
        raise Unreadable("broken") from error


class _Budget:
    """One shared text can stand in a million cells: count what is handed over."""

    def __init__(self) -> None:
        self.left = limits.TEXT_CHARACTERS

    def take(self, characters: int) -> None:
        self.left -= characters
        if self.left < 0:
            raise Unreadable("too_large")


def _rows(sheet: Any, scanned: Scan, budget: _Budget) -> list[list[Any]]:
    """All rows from the first; the scan says how many there must be.

    Only a formula without a computed value has no cell; such a sheet is refused anyway.
    """
    rows = sheet.to_python(skip_empty_area=False)
    has_formulas = any(
        found.code == "formula" and found.sheet == sheet.name for found in scanned.findings
    )
    if len(rows) < scanned.last_rows[sheet.name] and not has_formulas:
        raise Unreadable("broken")
    return [[_cell(value, budget) for value in row] for row in rows]


def _cell(value: Any, budget: _Budget) -> Any:
    match value:
        case str():
            budget.take(len(value))
            return value or None
        case float() if not isfinite(value):
            return str(value)
        case bool() | int() | float():
            return value
        case date():
            return ["date", datetime(*value.timetuple()[:6]).isoformat()]  # noqa: DTZ001
        case time() | timedelta():
            return ["time", str(value)]
    raise Unreadable("broken")


if __name__ == "__main__":
    main()
