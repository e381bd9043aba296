"""Workbooks for tests: sound ones, and ways to spoil them."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl import Workbook as OpenpyxlWorkbook
from openpyxl.utils import get_column_letter

from schakel.domain.register.records import InitiativeRecord, SourceRecord
from schakel.transfer.initiatives import write_xlsx
from schakel.transfer.initiatives.columns import INITIATIVES, layout

SHEET_PART = "xl/worksheets/sheet1.xml"


def record(slug: str = "stadshout", **fields: Any) -> InitiativeRecord:
    """An initiative with something in a field of every type."""
    defaults: dict[str, Any] = {
        "name": "Stadshout",
        "summary": "Zaagt stadsbomen.\nMaakt er meubels van.",
        "hours": Decimal("12.50"),
        "waste_codes": ("200138", "170204"),
        "green_stream": True,
        "values": ("climate", "chain_case"),
        "scale": "city",
        "province": "PV26",
        "first_year": 2018,
        "status": "pilot",
        "sources": (SourceRecord("https://example.org/hout", date(2024, 2, 1), "Nieuws"),),
    }
    return InitiativeRecord(slug=slug, **(defaults | fields))


def sound(*records: InitiativeRecord) -> bytes:
    return write_xlsx(records or (record(),))


def edit(content: bytes, change: Callable[[OpenpyxlWorkbook], None]) -> bytes:
    """Change a workbook as a person would in a spreadsheet."""
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    change(workbook)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def with_cell(field: str, value: Any, row: int = 2) -> bytes:
    """A sound workbook with something else in one cell of the first sheet."""

    def change(workbook: OpenpyxlWorkbook) -> None:
        workbook[INITIATIVES][f"{letter(field)}{row}"] = value

    return edit(sound(), change)


def letter(field: str) -> str:
    """The column letter of a field on the first sheet."""
    names = [column.field for column in layout().initiatives]
    return get_column_letter(names.index(field) + 1)


def rewrite(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Change the bytes of one part inside the zip."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, change(data) if name == part else data)
    return buffer.getvalue()
