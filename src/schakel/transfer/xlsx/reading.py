"""Read an uploaded workbook without trusting it: look at the outside, then let a child read it."""

import io
import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from schakel.lib.errors import Refused
from schakel.transfer.xlsx import limits

SOURCE_ROOT = Path(__file__).resolve().parents[3]
COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class NotADate:
    """A time or a duration: Excel's reading of something else that was typed."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Sheet:
    """Rows from the first of the sheet on (row 1 of Excel is rows[0]).

    A cell is None, text, a number, True, False, a datetime or `NotADate`.
    """

    name: str
    rows: list[list[Any]]


@dataclass(frozen=True)
class Finding:
    """A part of the workbook that keeps it from being imported, with the reason in words."""

    sheet: str
    cell: str
    reason: str


@dataclass(frozen=True)
class Workbook:
    sheets: list[Sheet]
    findings: list[Finding]


def read_workbook(content: bytes) -> Workbook:
    """The sheets of an .xlsx file, and what makes them unfit (formulas, merged cells, ...).

    Raises `Refused`, with what the person can do about it, when the file as a whole cannot be
    read: not a workbook, damaged, protected, too large, or out of the limits in `limits`.
    """
    _check_outside(content)
    answer = _ask_child(content)
    if "unreadable" in answer:
        unreadable = answer["unreadable"]
        raise Refused(_why_unreadable(**unreadable))
    return Workbook(
        sheets=[
            Sheet(name, [[_value(value) for value in row] for row in rows])
            for name, rows in answer["sheets"]
        ],
        findings=[
            Finding(sheet, cell, _why_unfit(code)) for code, sheet, cell in answer["findings"]
        ],
    )


def _check_outside(content: bytes) -> None:
    if not content:
        raise Refused(_("The file is empty. Choose the workbook that you want to import."))
    if len(content) > limits.FILE_BYTES:
        raise Refused(_too_large())
    if content.startswith(COMPOUND_FILE):
        raise Refused(_compound_file(content))
    if not content.startswith(b"PK\x03\x04"):
        raise Refused(_not_a_workbook())
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (BadZipFile, ValueError, EOFError, NotImplementedError, OverflowError) as error:
        raise Refused(_broken()) from error
    _check_parts(parts)


def _check_parts(parts: list[ZipInfo]) -> None:
    """Refuse what unpacks too large, and two parts that differ only in upper and lower case."""
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    is_bomb = unpacked > limits.RATIO_COUNTS_FROM and unpacked > packed * limits.COMPRESSION_RATIO
    if unpacked > limits.UNPACKED_BYTES or is_bomb or len(parts) > limits.PARTS:
        raise Refused(_too_large())
    if len({part.filename.casefold() for part in parts}) < len(parts):
        raise Refused(_broken())
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(_protected())


def _ask_child(content: bytes) -> dict[str, Any]:
    """Run the reader; a crash, a time-out and an answer that is none are all refusals."""
    command = [sys.executable, "-P", "-m", "schakel.transfer.xlsx.child"]
    environment = {"PYTHONPATH": str(SOURCE_ROOT), "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(
            command,
            input=content,
            capture_output=True,
            timeout=limits.WALL_SECONDS,
            env=environment,
            check=True,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise Refused(_too_large()) from error
    except (subprocess.CalledProcessError, ValueError) as error:
        raise Refused(_broken()) from error
    return answer


def _value(value: Any) -> Any:
    match value:
        case ["date", text]:
            return datetime.fromisoformat(text)
        case ["time", text]:
            return NotADate(text)
    return value


def _why_unreadable(code: str, sheet: str, cell: str) -> str:
    place = {"sheet": sheet, "cell": cell, "rows": limits.ROWS, "columns": limits.COLUMNS}
    match code:
        case "not_a_workbook":
            return _not_a_workbook()
        case "macros":
            return _(
                "The workbook holds macros. Save it as an Excel workbook (.xlsx) without them."
            )
        case "too_many_rows":
            return (
                _(
                    "Sheet %(sheet)s goes on to cell %(cell)s or further; a sheet may have "
                    "%(rows)s rows. Split the workbook, or remove what stands below the table."
                )
                % place
            )
        case "too_many_columns":
            return (
                _(
                    "Sheet %(sheet)s has something in cell %(cell)s, far to the right of the "
                    "table. Remove it."
                )
                % place
            )
        case "too_large":
            return _too_large()
    return _broken()


def _why_unfit(code: str) -> str:
    reasons = {
        "formula": _("This is a formula. Replace it by its value."),
        "merged": _("These cells are merged. Split them and fill each of them."),
        "error_value": _("This is an error of Excel, not a value. Type the value."),
        "hidden_sheet": _("This sheet is hidden. Make it visible or remove it."),
    }
    return reasons[code]


def _not_a_workbook() -> str:
    return _(
        "This is not an Excel workbook (.xlsx). Save the file in Excel as .xlsx and try again."
    )


def _broken() -> str:
    return _(
        "The workbook is damaged and cannot be read. Open it in Excel, save it as .xlsx under "
        "another name and try again."
    )


def _protected() -> str:
    return _("The workbook is protected by a password. Save it without one and try again.")


def _too_large() -> str:
    return _(
        "The workbook is too large: at most %(mib)s MB, and it must not unpack to much more. "
        "Split it into smaller ones."
    ) % {"mib": limits.FILE_BYTES // limits.MIB}


def _compound_file(content: bytes) -> str:
    if ENCRYPTED_PACKAGE in content:
        return _protected()
    return _(
        "This is an Excel file of the old kind (.xls). Save it in Excel as .xlsx and try again."
    )
