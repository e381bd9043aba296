"""Make a workbook in which every text stays text and nothing is cut off."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape
from typing import Any

import xlsxwriter

CELL_CHARACTERS = 32_767
EXCEL_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

CellValue = str | int | bool | Decimal | date | None


@dataclass(frozen=True)
class Heading:
    """A column: its heading, its width in characters, and the values Excel offers as a list.

    `keep_typed` keeps Excel from making a number or date of what someone types in a new row.
    """

    text: str
    width: int = 24
    offers: Sequence[str] = ()
    keep_typed: bool = False


@dataclass(frozen=True)
class Table:
    sheet: str
    headings: Sequence[Heading]
    rows: Sequence[Sequence[CellValue]]


def write_workbook(tables: Sequence[Table], properties: dict[str, str]) -> bytes:
    """The bytes of an .xlsx file with one sheet per table. Raises ValueError on a text too long."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as workbook:
        workbook.set_properties(properties)
        formats = _formats(workbook)
        for table in tables:
            _write_table(workbook.add_worksheet(table.sheet), table, formats)
    return buffer.getvalue()


def _formats(workbook: Any) -> dict[str, Any]:
    top = {"valign": "top"}
    return {
        "heading": workbook.add_format(
            {**top, "bold": True, "text_wrap": True, "bg_color": "#E6EEF2", "bottom": 1}
        ),
        "text": workbook.add_format({**top, "text_wrap": True}),
        "formula_like": workbook.add_format({**top, "text_wrap": True, "quote_prefix": True}),
        "as_typed": workbook.add_format({**top, "text_wrap": True, "num_format": "@"}),
        "whole": workbook.add_format({**top, "num_format": "0"}),
        "decimal": workbook.add_format({**top, "num_format": "#,##0.00"}),
        "date": workbook.add_format({**top, "num_format": "dd-mm-yyyy"}),
    }


def _write_table(sheet: Any, table: Table, formats: dict[str, Any]) -> None:
    sheet.xls_strmax = 2**31
    sheet.freeze_panes(1, 1)
    last_row = max(1, len(table.rows))
    for column, heading in enumerate(table.headings):
        sheet.set_column(
            column, column, heading.width, formats["as_typed"] if heading.keep_typed else None
        )
        sheet.write_string(0, column, heading.text, formats["heading"])
        if heading.offers:
            _offer(sheet, column, heading.offers)
    sheet.autofilter(0, 0, last_row, len(table.headings) - 1)
    for number, row in enumerate(table.rows, start=1):
        for column, value in enumerate(row):
            _write_cell(sheet, (number, column), value, formats)


def _offer(sheet: Any, column: int, values: Sequence[str]) -> None:
    """A list to choose from, for the rows that are there and for those to come."""
    sheet.data_validation(
        1, column, 20_000, column, {"validate": "list", "source": list(values), "show_error": False}
    )


def _write_cell(
    sheet: Any, place: tuple[int, int], value: CellValue, formats: dict[str, Any]
) -> None:
    match value:
        case None | "":
            return
        case str():
            _write_text(sheet, place, value, formats)
        case bool():
            sheet.write_boolean(*place, value)
        case int():
            sheet.write_number(*place, value, formats["whole"])
        case Decimal():
            sheet.write_number(*place, float(value), formats["decimal"])
        case date():
            sheet.write_datetime(*place, value, formats["date"])


def _write_text(sheet: Any, place: tuple[int, int], text: str, formats: dict[str, Any]) -> None:
    """Text in a string cell; one that looks like a formula is marked as text for who edits it."""
    if len(text.encode("utf-16-le")) // 2 > CELL_CHARACTERS:
        raise ValueError(f"text of {len(text)} characters does not fit in a cell")
    style = formats["formula_like" if text[0] in "=+-@" else "text"]
    sheet.write_string(*place, as_stored(text), style)


def as_stored(text: str) -> str:
    """Work round two slips of xlsxwriter (3.3).

    It takes text in <r> tags for markup of its own, and escapes only every other one of two
    adjoining `_x0041_x0042_`. Such a text is handed over as finished markup.
    """
    if not EXCEL_ESCAPE.search(text) and not text.startswith("<r>"):
        return text
    escaped = escape(EXCEL_ESCAPE.sub("_x005F_", text), quote=False).replace("_", "&#95;")
    return f'<r><t xml:space="preserve">{escaped}</t></r>'
