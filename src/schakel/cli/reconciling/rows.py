"""The table that came in, with what was found beside it, as CSV for a spreadsheet in Dutch."""

from collections.abc import Iterator
from decimal import Decimal
from math import isnan

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from schakel.engine.flows import Kind, Reconciled
from schakel.engine.tables import Source
from schakel.engine.tables.flows import FlowTable
from schakel.transfer.sheet_csv import as_text, sheet_csv

DECIMALS = 6


def kind_word(kind: Kind) -> str:
    return {
        Kind.EXACT: _("exact"),
        Kind.CHECKED: _("measured, checked by a balance"),
        Kind.UNCHECKED: _("measured, no balance checks it"),
        Kind.CALCULATED: _("calculated from the balances"),
        Kind.UNKNOWN: _("cannot be determined"),
    }[kind]


def as_csv(source: Source, table: FlowTable, found: Reconciled) -> bytes:
    headings = [
        *map(as_text, source.headings.values()),
        _("reconciled value"),
        _("standard deviation after reconciling"),
        _("measured less reconciled, in standard deviations"),
        _("gross error"),
        _("what the balances do"),
    ]
    return sheet_csv(headings, _rows(source, table, found), lambda row: row)


def _rows(source: Source, table: FlowTable, found: Reconciled) -> Iterator[list[object]]:
    given = [_cells(source, table, column) for column in source.headings]
    kinds = {kind: kind_word(kind) for kind in Kind}
    size = np.where(found.kinds == Kind.CHECKED, -found.standardised, np.nan)
    gross = _("yes") if len(found.suspects) == 1 else _("one of these")
    suspects = dict.fromkeys(found.suspects, gross)
    columns = zip(
        *given, _numbers(found.values), _numbers(found.deviations), _numbers(size),
        (suspects.get(at, "") for at in range(len(table.flows))),
        (kinds[Kind(kind)] for kind in found.kinds.tolist()),
        strict=True,
    )  # fmt: skip
    yield from map(list, columns)


def _cells(source: Source, table: FlowTable, column: str) -> list[object]:
    """What stood in this column, with its figures as figures."""
    cells = source.text(column).to_pylist()
    heading = source.headings[column]
    if heading == table.headings["value"]:
        return list(map(_figure, (flow.value for flow in table.flows)))
    if heading == table.headings["standard deviation"]:
        return [
            _figure(flow.deviation) if flow.deviation else cells[row]
            for flow, row in zip(table.flows, table.rows, strict=True)
        ]
    return [cells[row] for row in table.rows]


def _numbers(values: NDArray) -> Iterator[Decimal | None]:
    return (None if isnan(value) else _figure(value) for value in values.tolist())


def _figure(value: float | None) -> Decimal | None:
    if value is None:
        return None
    return Decimal(f"{round(value, DECIMALS) + 0.0:.{DECIMALS}f}".rstrip("0").rstrip("."))
