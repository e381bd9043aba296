"""A business case as a workbook with live formulas: what follows from a figure changes with it.

Every formula is written with the value that the engine calculated, so that the file also reads well
where nothing recalculates. Chances (with the number of draws and the seed), scenarios, inputs one
at a time and break-even levels stand there as figures, and do not change.
"""

import io
from typing import Any

import numpy as np
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from schakel.engine.finance import (
    Case,
    Chances,
    break_even,
    discount_factors,
    internal_rates,
    net_present_value,
    payback,
    tornado,
)
from schakel.engine.finance.cash import HALF_A_CENT, Floats
from schakel.transfer.cases import columns as layout
from schakel.transfer.cases.reading import CaseFile
from schakel.transfer.cells import SEPARATOR
from schakel.transfer.xlsx.writing import OPTIONS, as_stored

RESULTS, YEARS = "Uitkomsten", "Jaren"
CHAIN_LABEL = "Keten als geheel"
NO_RATE, NOT_BACK = "geen", "niet"
MADE_UP = "VOORBEELD: alle namen en cijfers zijn verzonnen."
QUANTILES = (0.05, 0.5, 0.95)
FIRST_YEAR_COLUMN = 8  # of the sheet with lines; before it stand what a line says and its factor
SERIES = ("Kasstroom", "Opgeteld", "Contant opgeteld", "Terugverdiend", "Contant terugverdiend")
RATE_CELL = f"{layout.BASICS}!$B$2"


class _Pen:
    """Writes cells of one sheet: figures, texts and formulas with their value."""

    def __init__(self, book: Any, name: str, widths: tuple[int, ...]) -> None:
        self.sheet = book.add_worksheet(name)
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        self.money = book.add_format({"num_format": "#,##0.00"})
        self.bold = book.add_format({"bold": True, "bg_color": "#E6EEF2", "bottom": 1})
        self.share = book.add_format({"num_format": "0.0%"})
        self.plain = book.add_format({"num_format": "General"})

    def heads(self, row: int, texts: tuple[str, ...]) -> None:
        for column, text in enumerate(texts):
            self.sheet.write_string(row, column, as_stored(text), self.bold)

    def text(self, row: int, column: int, text: str) -> None:
        self.sheet.write_string(row, column, as_stored(text))

    def number(self, row: int, column: int, value: float, style: Any = None) -> None:
        self.sheet.write_number(row, column, value, style or self.plain)

    def formula(
        self, place: tuple[int, int], formula: str, value: float | str, style: Any = None
    ) -> None:
        self.sheet.write_formula(*place, formula, style or self.money, value)


def write_case(file: CaseFile, chances: Chances | None = None, note: str = "") -> bytes:
    """The bytes of the workbook; `note` says how the chances were drawn."""
    case = file.case()
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        results = _Pen(book, RESULTS, (30, 20, 16, 28, 20, 20))
        _basics(_Pen(book, layout.BASICS, (26, 18)), file)
        _unsure(_Pen(book, layout.UNSURE, (26, 12, 12, 12, 12, 12)), file)
        _money(_Pen(book, layout.MONEY, (26, 32, 8, 14, 14, 14, 26, 10)), file, case)
        _years(_Pen(book, YEARS, (24, 30)), file, case)
        _results(results, file, case)
        if file.scenarios:
            _given_scenarios(_Pen(book, layout.SCENARIOS, (30, 26, 12)), file)
        row = _scenarios(results, case, len(case.parties) + 6)
        row = _swings(results, case, row)
        if chances:
            _chances(results, chances, note, row + 1)
    return buffer.getvalue()


def _basics(pen: _Pen, file: CaseFile) -> None:
    pen.heads(0, ("Naam", "Waarde"))
    pen.text(1, 0, layout.RATE)
    pen.number(1, 1, file.rate)
    if file.example:
        pen.text(2, 0, layout.EXAMPLE)
        pen.text(2, 1, MADE_UP)


def _unsure(pen: _Pen, file: CaseFile) -> None:
    """The last column is what the case counts with: the expected figure until someone types."""
    heads = tuple(column.text for column in layout.UNSURE_COLUMNS)
    pen.heads(0, (*heads, "Rekent met"))
    for row, one in enumerate(file.inputs, start=1):
        pen.text(row, 0, one.name)
        for column, value in enumerate((one.low, one.mode, one.high), start=1):
            pen.number(row, column, value)
        pen.text(row, 4, layout.COURSES.write(one.course))
        pen.formula((row, 5), f"=C{row + 1}", one.mode, pen.plain)


def _money(pen: _Pen, file: CaseFile, case: Case) -> None:
    heads = tuple(column.text for column in layout.MONEY_COLUMNS)
    pen.heads(0, (*heads, "Factor"))
    for year in range(file.years):
        pen.number(0, FIRST_YEAR_COLUMN + year, year, pen.bold)
    places = {one.name: row for row, one in enumerate(file.inputs, start=2)}
    for row, (line, money) in enumerate(zip(case.lines, file.money, strict=True), start=1):
        pen.text(row, 0, money.party)
        pen.text(row, 1, money.name)
        figures = (money.year, money.amount, money.growth, money.until)
        for column, figure in enumerate(figures, start=2):
            pen.number(row, column, figure)
        pen.text(row, 6, SEPARATOR.join(money.inputs))
        rows = [places[name] for name in line.inputs]
        factors = [f"{layout.UNSURE}!F{each}/{layout.UNSURE}!C{each}" for each in rows]
        pen.formula((row, 7), "=" + "*".join(factors or ["1"]), 1.0, pen.plain)
        for year, amount in enumerate(line.amounts.tolist()):
            at = xl_col_to_name(FIRST_YEAR_COLUMN + year)
            n = row + 1
            pen.formula(
                (row, FIRST_YEAR_COLUMN + year),
                f"=IF(AND({at}$1>=$C{n},{at}$1<=$F{n}),$D{n}*(1+$E{n})^({at}$1-$C{n})*$H{n},0)",
                amount,
            )


def _years(pen: _Pen, file: CaseFile, case: Case) -> None:
    pen.heads(0, ("Reeks", "Partij"))
    for year in range(file.years):
        pen.number(0, 2 + year, year, pen.bold)
    flows = [*case.flows.by_party().items(), (CHAIN_LABEL, case.flows.chain)]
    last = len(file.money) + 1
    for block, (party, amounts) in enumerate(flows):
        top = 1 + block * len(SERIES)
        for offset, name in enumerate(SERIES):
            pen.text(top + offset, 0, name)
            pen.text(top + offset, 1, party)
        for year, amount in enumerate(amounts.tolist()):
            if block == len(case.parties):
                at = xl_col_to_name(2 + year)
                rows = [f"{at}{2 + each * len(SERIES)}" for each in range(block)]
                formula = "=" + "+".join(rows)
            else:
                lines = xl_col_to_name(FIRST_YEAR_COLUMN + year)
                formula = (
                    f"=SUMPRODUCT(EXACT({layout.MONEY}!$A$2:$A${last},$B{top + 1})"
                    f"*{layout.MONEY}!{lines}$2:{lines}${last})"
                )
            pen.formula((top, 2 + year), formula, amount)
        _sums(pen, top, amounts, case.rate)


def _sums(pen: _Pen, top: int, amounts: Floats, rate: float) -> None:
    """What has come in so far, plain and discounted, and the moment each becomes whole again."""
    discounted = amounts * discount_factors(len(amounts), rate)
    for offset, flows in ((1, amounts), (2, discounted)):
        sums = np.cumsum(flows).tolist()
        for year, total in enumerate(sums):
            at, before = xl_col_to_name(2 + year), xl_col_to_name(1 + year)
            amount = f"{at}{top + 1}" if offset == 1 else f"{at}{top + 1}/(1+{RATE_CELL})^{at}$1"
            row = top + offset
            start = f"{before}{row + 1}+" if year else ""
            pen.formula((row, 2 + year), f"={start}{amount}", total)
            if year:
                old, new = f"{before}{row + 1}", f"{at}{row + 1}"
                pen.formula(
                    (row + 2, 2 + year),
                    f"=IF(AND({old}<-{HALF_A_CENT},{new}>=-{HALF_A_CENT}),"
                    f"{before}$1-{old}/({new}-{old}),0)",
                    _moment(year, sums[year - 1], total),
                )


def _moment(year: int, before: float, total: float) -> float:
    crosses = before < -HALF_A_CENT <= total
    return year - 1 - before / (total - before) if crosses else 0.0


def _results(pen: _Pen, file: CaseFile, case: Case) -> None:
    pen.text(0, 0, MADE_UP if file.example else "Businesscase per partij en van de keten")
    heads = (
        "Partij",
        "Contante waarde, euro",
        "Rendement",
        "Alle rendementen",
        "Terug in jaren",
        "Contant terug in jaren",
    )
    pen.heads(2, heads)
    flows = [*case.flows.by_party().items(), (CHAIN_LABEL, case.flows.chain)]
    last = xl_col_to_name(1 + file.years)
    for block, (party, amounts) in enumerate(flows):
        row, top = 3 + block, 2 + block * len(SERIES)
        pen.text(row, 0, party)
        later = f"+NPV({RATE_CELL},{YEARS}!D{top}:{last}{top})" if file.years > 1 else ""
        worth = net_present_value(amounts, case.rate)
        pen.formula((row, 1), f"={YEARS}!C{top}{later}", worth)
        rates = internal_rates(amounts)
        guess = f",{rates[0]:.6g}" if rates else ""
        pen.formula(
            (row, 2),
            f'=IFERROR(IRR({YEARS}!C{top}:{last}{top}{guess}),"{NO_RATE}")',
            rates[0] if rates else NO_RATE,
            pen.share,
        )
        pen.text(row, 3, rates_in_words(rates))
        for column, rate in ((4, 0.0), (5, case.rate)):
            sums, marks = top + column - 3, top + column - 1
            back = payback(amounts, rate)
            most = f"MAX({YEARS}!D{marks}:{last}{marks})" if file.years > 1 else "0"
            pen.formula(
                (row, column),
                f'=IF({YEARS}!{last}{sums}<-{HALF_A_CENT},"{NOT_BACK}",{most})',
                NOT_BACK if back is None else back,
            )


def rates_in_words(rates: tuple[float, ...]) -> str:
    """All rates in Dutch notation, since a formula shows only the one nearest to its guess."""
    return SEPARATOR.join(f"{rate * 100:.2f} %".replace(".", ",") for rate in rates) or NO_RATE


def _given_scenarios(pen: _Pen, file: CaseFile) -> None:
    pen.heads(0, tuple(column.text for column in layout.SCENARIO_COLUMNS))
    row = 0
    for scenario in file.scenarios:
        for name, level in scenario.levels.items():
            row += 1
            pen.text(row, 0, scenario.name)
            pen.text(row, 1, name)
            pen.number(row, 2, level)


def _scenarios(pen: _Pen, case: Case, row: int) -> int:
    """The value now per party and of the chain under each scenario."""
    if not case.scenarios:
        return row
    pen.text(row, 0, "Contante waarde per scenario, euro")
    pen.heads(row + 1, ("Scenario", *case.parties, CHAIN_LABEL))
    for scenario in case.scenarios:
        row += 1
        worth = case.worth(scenario.levels)
        pen.text(row + 1, 0, scenario.name)
        for column, value in enumerate([*worth.tolist(), float(worth.sum())], start=1):
            pen.number(row + 1, column, value, pen.money)
    return row + 3


def _swings(pen: _Pen, case: Case, row: int) -> int:
    """One input at a time at its low and high, for the chain, and where the value would be 0."""
    if not case.inputs:
        return row
    pen.text(row, 0, "Contante waarde van de keten als één invoer anders uitvalt")
    pen.heads(row + 1, ("Invoer", "Bij laag", "Bij hoog", "Nul bij"))
    row += 2
    for swing in tornado(case):
        pen.text(row, 0, swing.name)
        pen.number(row, 1, swing.at_low, pen.money)
        pen.number(row, 2, swing.at_high, pen.money)
        level = break_even(case, swing.name)
        if level is None:
            pen.text(row, 3, NO_RATE)
        else:
            pen.number(row, 3, level)
        row += 1
    return row


def _chances(pen: _Pen, chances: Chances, note: str, row: int) -> None:
    pen.text(row, 0, note)
    shares = tuple(f"{share:.0%} blijft eronder" for share in QUANTILES)
    pen.heads(row + 1, ("Partij", *shares, "Kans op verlies"))
    loss = chances.loss()
    for name, values in chances.quantiles(QUANTILES).items():
        row += 1
        pen.text(row + 1, 0, name if name in chances.parties else CHAIN_LABEL)
        for column, value in enumerate(values.tolist(), start=1):
            pen.number(row + 1, column, value, pen.money)
        pen.number(row + 1, 4, loss[name], pen.share)
