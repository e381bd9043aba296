"""Measured flows out of a table: who sends what to whom, and how sure that is.

Columns: see docs/reference/engine-formats.md. Headings may be Dutch or English, and may name the
unit in brackets when that is tonnes.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.engine.errors import BadInput
from schakel.engine.flows import Flow
from schakel.engine.tables.markets import TONNE
from schakel.engine.tables.source import Source

NAMES: Mapping[str, tuple[str, ...]] = {
    "flow": ("stroom", "flow"),
    "from": ("van", "from"),
    "to": ("naar", "to"),
    "value": ("waarde", "value"),
    "standard deviation": ("standaardafwijking", "standard_deviation"),
}
AMOUNTS = ("value", "standard deviation")
UNITS = ("eenheid", "unit")
OTHER_UNITS = {"kg", "kilo", "kilos", "kilogram", "kilograms", "g", "gram", "kt", "kton", "mt"}
EXACT = "exact"
WITH_UNIT = re.compile(r"(?P<name>.+?)_?[(\[](?P<unit>.*)[)\]]")


@dataclass(frozen=True)
class FlowTable:
    """The flows, and per flow its row in the table; empty rows are left out.

    `headings` says what the table calls each field.
    """

    flows: list[Flow]
    rows: list[int]
    headings: Mapping[str, str]


def read_flows(source: Source) -> FlowTable:
    """Read the table, without judging the flows; raises BadInput with the first cell that is wrong.

    A flow without a value was not measured.
    """
    columns = _columns(source)
    source.key = columns["flow"]
    _check_units(source)
    words: dict[str, Sequence[str | None]] = {
        field: source.text(column).to_pylist() for field, column in columns.items()
    }
    for field in AMOUNTS:
        source.check_thousands(columns[field])
    values = source.numbers(columns["value"])
    deviations = source.numbers(columns["standard deviation"], words={EXACT: 0.0})
    _check_exact(source, columns["standard deviation"], words["standard deviation"], deviations)
    rows = [row for row in range(source.rows) if any(words[field][row] for field in columns)]
    if not rows:
        raise BadInput(source.name, "", "there are no records; give at least one row")
    for row in rows:
        if not words["flow"][row]:
            raise BadInput(source.line(row), columns["flow"], "is empty; name every flow")
    flows = [
        Flow(
            words["flow"][row] or "",
            words["from"][row] or "",
            words["to"][row] or "",
            _given(values[row]),
            _given(deviations[row]),
        )
        for row in rows
    ]
    return FlowTable(flows, rows, {field: source.headings[name] for field, name in columns.items()})


def _given(number: float) -> float | None:
    return None if np.isnan(number) else float(number)


def _columns(source: Source) -> dict[str, str]:
    """Which column holds each field."""
    found: dict[str, str] = {}
    for column in source.headings:
        field = _field(source, column)
        if field in found:
            raise BadInput(source.name, column, "this column is there twice; keep one")
        if field:
            found[field] = column
    for field, names in NAMES.items():
        if field not in found:
            source.need(names[0])
    return found


def _field(source: Source, column: str) -> str:
    name, unit = _parts(column)
    if unit and unit not in TONNE and (name == "" or _known(name) in AMOUNTS):
        raise BadInput(
            source.name,
            source.headings[column],
            "amounts are in tonnes a year; convert them, and write t or nothing in the heading",
        )
    return _known(name)


def _known(name: str) -> str:
    return next((field for field, names in NAMES.items() if name in names), "")


def _parts(column: str) -> tuple[str, str]:
    """The name and the unit of a heading: "value (kg)", "value kg", "kg"."""
    if column in OTHER_UNITS:
        return "", column
    bracketed = WITH_UNIT.fullmatch(column)
    if bracketed:
        return bracketed["name"], bracketed["unit"].replace("_", " ").strip()
    name, _, last = column.rpartition("_")
    if last in OTHER_UNITS | TONNE:
        return name, last
    return column, ""


def _check_units(source: Source) -> None:
    for column in UNITS:
        if source.has(column):
            for row, unit in enumerate(source.text(column).to_pylist()):
                if unit and unit.casefold() not in TONNE:
                    raise BadInput(
                        source.record(row),
                        column,
                        "is %(unit)s; give tonnes a year (kilograms divided by a thousand)",
                        unit=unit,
                    )


def _check_exact(
    source: Source, column: str, words: Sequence[str | None], numbers: NDArray[np.float64]
) -> None:
    for row in np.flatnonzero(numbers == 0).tolist():
        if (words[row] or "").casefold() != EXACT:
            heading = source.headings[column]
            raise BadInput(source.record(row), heading, "must be more than 0, or the word exact")
