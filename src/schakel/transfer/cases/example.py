"""An example to begin with, marked as made up wherever it goes."""

from decimal import Decimal

from schakel.transfer.cases import columns as layout
from schakel.transfer.tables import Column
from schakel.transfer.xlsx.writing import CellValue, Table, write_workbook

COLLECTOR, MAKER = "Inzamelaar (voorbeeld)", "Maker (voorbeeld)"
PRICE, VOLUME = "Prijs van het product", "Ingezamelde hoeveelheid"


def example_workbook() -> bytes:
    """Two parties, five years, two uncertain inputs; every figure is made up."""
    return write_workbook(
        [
            _table(
                layout.BASICS,
                layout.BASICS_COLUMNS,
                [
                    (layout.RATE, Decimal("0.06")),
                    (layout.EXAMPLE, "Dit is een voorbeeld: alle namen en cijfers zijn verzonnen."),
                ],
            ),
            _table(layout.PARTIES, layout.PARTY_COLUMNS, [(COLLECTOR,), (MAKER,)]),
            _table(
                layout.MONEY,
                layout.MONEY_COLUMNS,
                [
                    _row(COLLECTOR, "Wagens", 0, "-120000", None, None, ""),
                    _row(COLLECTOR, "Ophalen", 1, "-45000", "0.02", 5, VOLUME),
                    _row(COLLECTOR, "Verkoop van grondstof", 1, "80000", None, 5, VOLUME),
                    _row(MAKER, "Machine", 0, "-200000", None, None, ""),
                    _row(MAKER, "Inkoop van grondstof", 1, "-80000", None, 5, VOLUME),
                    _row(MAKER, "Verkoop", 1, "150000", "0.01", 5, f"{PRICE}; {VOLUME}"),
                    _row(MAKER, "Opruimen", 5, "-10000", None, None, ""),
                ],
            ),
            _table(
                layout.UNSURE,
                layout.UNSURE_COLUMNS,
                [
                    (PRICE, Decimal(80), Decimal(100), Decimal(115), "stapelt"),
                    (VOLUME, Decimal(700), Decimal(1000), Decimal(1200), "elk jaar"),
                ],
            ),
            _table(
                layout.SCENARIOS,
                layout.SCENARIO_COLUMNS,
                [
                    ("Het zit tegen", PRICE, Decimal(85)),
                    ("Het zit tegen", VOLUME, Decimal(800)),
                    ("Meer ingezameld", VOLUME, Decimal(1150)),
                ],
            ),
        ],
        {"title": "Voorbeeld van een businesscase"},
    )


def _table(sheet: str, columns: tuple[Column, ...], rows: list[tuple[CellValue, ...]]) -> Table:
    return Table(sheet, [column.heading for column in columns], rows)


def _row(  # noqa: PLR0913, PLR0917
    party: str,
    name: str,
    year: int,
    amount: str,
    growth: str | None,
    until: int | None,
    inputs: str,
) -> tuple[CellValue, ...]:
    return (
        party,
        name,
        year,
        Decimal(amount),
        None if growth is None else Decimal(growth),
        until,
        inputs,
    )
