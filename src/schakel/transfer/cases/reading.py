"""A business case from a workbook; the first thing wrong is named with its sheet and cell."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from schakel.engine.errors import BadInput
from schakel.engine.finance import Case, Course, Input, Line
from schakel.engine.model import Scenario
from schakel.lib.faults import Fault
from schakel.transfer.cases import columns as layout
from schakel.transfer.cells import BadCell
from schakel.transfer.tables import Column, Row, TableReading, read_table
from schakel.transfer.xlsx.reading import Workbook, read_workbook


@dataclass(frozen=True)
class Money:
    """A line of money in EUR: from `year` up to `until`, growing by a share a year."""

    party: str
    name: str
    year: int
    amount: float
    growth: float
    until: int
    inputs: tuple[str, ...]

    def amounts(self, years: int) -> Line:
        year = np.arange(years, dtype=float)
        during = (year >= self.year) & (year <= self.until)
        since = np.where(during, year - self.year, 0.0)
        with np.errstate(over="ignore"):
            amounts = np.where(during, self.amount * (1 + self.growth) ** since, 0.0)
        return Line(self.name, self.party, amounts, self.inputs)


@dataclass(frozen=True)
class CaseFile:
    """What the workbook says; `example` carries the mark of made-up figures along, `unread`
    are sheets with names that say nothing here."""

    parties: tuple[str, ...]
    money: tuple[Money, ...]
    inputs: tuple[Input, ...]
    rate: float
    example: bool
    scenarios: tuple[Scenario, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def years(self) -> int:
        return max(line.until for line in self.money) + 1

    def case(self) -> Case:
        lines = tuple(line.amounts(self.years) for line in self.money)
        with _called_as_in_the_workbook():
            return Case(self.parties, lines, self.rate, self.inputs, self.scenarios)


def read_case(content: bytes) -> CaseFile:
    """Raises `Refused` for a file that cannot be read, `BadInput` for what stands in it."""
    workbook = read_workbook(content)
    for finding in workbook.findings:
        place = f"{finding.sheet} {finding.cell}".strip()
        raise BadInput(place, "", "%(reason)s", reason=finding.reason)
    basics = _by_name(_table(workbook, layout.BASICS, layout.BASICS_COLUMNS))
    parties = _table(workbook, layout.PARTIES, layout.PARTY_COLUMNS)
    money = _table(workbook, layout.MONEY, layout.MONEY_COLUMNS)
    if not money.rows:
        raise BadInput(layout.MONEY, "", "the sheet is empty; give at least one line of money")
    scenarios = _table(workbook, layout.SCENARIOS, layout.SCENARIO_COLUMNS, optional=True)
    unsure = _table(workbook, layout.UNSURE, layout.UNSURE_COLUMNS, optional=True)
    return CaseFile(
        tuple(row.values["name"] for row in parties.rows),
        tuple(_money(money, row) for row in money.rows),
        tuple(_input(unsure, row) for row in unsure.rows),
        _rate(basics),
        layout.EXAMPLE.casefold() in basics,
        _scenarios(scenarios),
        tuple(sheet.name for sheet in workbook.sheets if sheet.name not in layout.SHEETS),
    )


def _table(
    workbook: Workbook, name: str, columns: Sequence[Column], *, optional: bool = False
) -> TableReading:
    for sheet in workbook.sheets:
        if sheet.name == name:
            reading = read_table(sheet, columns)
            for fault in reading.faults:
                raise BadInput(_cell(name, fault), fault.heading, "%(reason)s", reason=fault.reason)
            return reading
    if optional:
        return TableReading(name, columns)
    raise BadInput(name, "", "this sheet is missing; `schakel case --example` shows them all")


def _by_name(table: TableReading) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in table.rows:
        name = row.values["name"].casefold()
        if name in found:
            cell, heading = _place(table, row, "name")
            raise BadInput(cell, heading, "is given twice; keep one")
        found[name] = row
    return found


def _rate(basics: dict[str, Row]) -> float:
    row = basics.get(layout.RATE.casefold())
    if row is None:
        raise BadInput(layout.BASICS, layout.RATE, "this row is missing; add it")
    cell = f"{layout.BASICS} B{row.number}"
    try:
        rate = layout.read_number(row.values.get("value"))
    except BadCell as bad:
        raise BadInput(cell, layout.RATE, "%(reason)s", reason=bad) from bad
    if rate is None or not -1 < rate < 1:
        raise BadInput(cell, layout.RATE, "type a share, as in 0,06 for 6 percent")
    return rate


def _money(table: TableReading, row: Row) -> Money:
    values = row.values
    year = int(_needed(table, row, "year"))
    until = year if values.get("until") is None else values["until"]
    if until < year:
        cell, heading = _place(table, row, "until")
        raise BadInput(cell, heading, "is before the first year; mend one of them")
    growth = values.get("growth") or 0.0
    if growth <= -1:
        cell, heading = _place(table, row, "growth")
        raise BadInput(cell, heading, "type a share above -1, as in 0,02 for 2 percent")
    return Money(
        _needed(table, row, "party"),
        values.get("name") or f"{table.sheet} {row.number}",
        year,
        _needed(table, row, "amount"),
        growth,
        until,
        values.get("inputs", ()),
    )


def _input(table: TableReading, row: Row) -> Input:
    low, mode, high = (_needed(table, row, field) for field in ("low", "mode", "high"))
    name = _needed(table, row, "name")
    course = Course(row.values.get("course", Course.ONCE))
    with _called_as_in_the_workbook():
        return Input(name, low, mode, high, course)


def _scenarios(table: TableReading) -> tuple[Scenario, ...]:
    """In the order in which their names first stand there, with a row per input."""
    levels: dict[str, dict[str, float]] = {}
    for row in table.rows:
        scenario = levels.setdefault(_needed(table, row, "name"), {})
        name = _needed(table, row, "input")
        if name in scenario:
            cell, heading = _place(table, row, "input")
            raise BadInput(cell, heading, "is given twice; keep one")
        scenario[name] = _needed(table, row, "level")
    return tuple(Scenario(name, given) for name, given in levels.items())


def _needed(table: TableReading, row: Row, field: str) -> Any:
    value = row.values.get(field)
    if value in {None, ""}:
        cell, heading = _place(table, row, field)
        raise BadInput(cell, heading, "is empty; fill it in")
    return value


def _place(table: TableReading, row: Row, field: str) -> tuple[str, str]:
    fault = table.fault(row.number, field, "")
    return _cell(table.sheet, fault), fault.heading


def _cell(sheet: str, fault: Fault) -> str:
    return f"{sheet} {fault.cell}".strip()


@contextmanager
def _called_as_in_the_workbook() -> Iterator[None]:
    try:
        yield
    except BadInput as bad:
        raise bad.called(layout.RECORDS, layout.FIELDS) from bad
