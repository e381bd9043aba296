"""A small evaluator of Excel formulas: those of the business case, and no more."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import numpy as np
import openpyxl

REFERENCE = re.compile(
    r"""(?P<text>"[^"]*")|(?:(?P<sheet>[A-Za-z]\w*)!)?"""
    r"""\$?(?P<first>[A-Z]{1,2}\$?\d+)(?::\$?(?P<last>[A-Z]{1,2}\$?\d+))?(?![\w(])"""
)


class Formulas:
    """The formulas of a workbook, worked out from its figures alone."""

    def __init__(self, content: bytes) -> None:
        self.book = openpyxl.load_workbook(BytesIO(content))
        self.stored = openpyxl.load_workbook(BytesIO(content), data_only=True)
        self.known: dict[tuple[str, str], Any] = {}

    def cells(self) -> list[tuple[str, str]]:
        """Every cell with a formula."""
        return [
            (sheet.title, cell.coordinate)
            for sheet in self.book
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        ]

    def set(self, sheet: str, place: str, value: float) -> None:
        """Type a figure, and forget what followed from the old one."""
        self.book[sheet][place] = value
        self.known.clear()

    def value(self, sheet: str, place: str) -> Any:
        place = place.replace("$", "")
        if (sheet, place) not in self.known:
            cell = self.book[sheet][place]
            content = cell.value
            if cell.data_type == "f":
                content = self._evaluate(sheet, content[1:])
            if isinstance(content, int | float):
                content = np.float64(content)
            self.known[sheet, place] = content
        return self.known[sheet, place]

    def _evaluate(self, here: str, formula: str) -> Any:
        def in_python(found: re.Match[str]) -> str:
            if found["text"]:
                return found["text"]
            sheet = found["sheet"] or here
            if found["last"]:
                return f"_range({sheet!r}, {found['first']!r}, {found['last']!r})"
            return f"_cell({sheet!r}, {found['first']!r})"

        expression = REFERENCE.sub(in_python, formula).replace("^", "**")
        with np.errstate(all="ignore"):
            return eval(expression, {"_cell": self.value, "_range": self._range, **FUNCTIONS})

    def _range(self, sheet: str, first: str, last: str) -> Any:
        area = self.book[sheet][f"{first}:{last}".replace("$", "")]
        values = [self.value(sheet, cell.coordinate) for row in area for cell in row]
        return np.array([0.0 if value is None else value for value in values])


def _irr(flows: Any, guess: float = 0.1) -> float:
    """Newton's method from the guess, as Excel does it; NaN stands for an error."""
    years = np.arange(len(flows))
    rate = guess
    for _ in range(50):
        value = (flows / (1 + rate) ** years).sum()
        slope = (-years * flows / (1 + rate) ** (years + 1)).sum()
        step = value / slope
        rate -= step
        if abs(step) < 1e-12:
            return float(rate)
    return float("nan")


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "IF": lambda condition, yes, no: yes if condition else no,
    "AND": lambda *conditions: all(conditions),
    "MAX": np.max,
    "EXACT": lambda values, text: values == text,
    "SUMPRODUCT": lambda values: values.sum(),
    "NPV": lambda rate, flows: sum(
        flow / (1 + rate) ** year for year, flow in enumerate(flows, start=1)
    ),
    "IRR": _irr,
    "IFERROR": lambda value, instead: instead if np.isnan(value) else value,
}
