"""Workbooks as somebody edits them: the register's own file, changed in a spreadsheet."""

import io
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

SHEET = "Initiatieven"


def read(content: bytes) -> list[dict[str, Any]]:
    """The initiatives of a workbook, a row each."""
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True)[SHEET]
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


class Edited:
    """A register file in which cells are changed by the words at the head of their column."""

    def __init__(self, content: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(content))
        self.sheet: Worksheet = self.book[SHEET]
        self.columns = {cell.value: number for number, cell in enumerate(self.sheet[1], start=1)}

    def set(self, row: int, heading: str, value: str) -> str:
        """Change a cell; gives its address, such as B2."""
        return str(self.sheet.cell(row, self.columns[heading], value).coordinate)

    def get(self, row: int, heading: str) -> Any:
        return self.sheet.cell(row, self.columns[heading]).value

    def add(self, **values: str) -> int:
        """Add an initiative at the end; gives the number of its row."""
        row = self.sheet.max_row + 1
        for heading, value in values.items():
            self.set(row, heading, value)
        return row

    def content(self) -> bytes:
        buffer = io.BytesIO()
        self.book.save(buffer)
        return buffer.getvalue()
