"""The sheets of a business case and their columns, in Dutch whatever the language of the reader."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from schakel.engine.finance import Course
from schakel.transfer.cells import SEPARATOR, BadCell, Labels, read_decimal, read_text, split
from schakel.transfer.tables import Column

BASICS, PARTIES, MONEY, UNSURE = "Uitgangspunten", "Partijen", "Kasstromen", "Onzeker"
SCENARIOS = "Scenario"
SHEETS = (BASICS, PARTIES, MONEY, UNSURE, SCENARIOS)
RATE, EXAMPLE = "Discontovoet per jaar", "Voorbeeld"
MOST_YEARS = 60
COURSES = Labels(
    {
        Course.ONCE: "één keer",
        Course.EACH_YEAR: "elk jaar",
        Course.ADDS_UP: "stapelt",
    }
)


def read_number(value: Any) -> float | None:
    number = read_decimal(value)
    return None if number is None else float(number)


def read_case_year(value: Any) -> int | None:
    """A year of the case: 0 is now."""
    number = read_decimal(value)
    if number is None:
        return None
    if number != int(number) or not 0 <= number <= MOST_YEARS:
        raise BadCell(
            _("A year is a whole number from 0 (now) to %(most)s.") % {"most": MOST_YEARS}
        )
    return int(number)


def read_names(value: Any) -> tuple[str, ...]:
    return tuple(split(read_text(value)))


def as_decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.15g}")


def read_course(value: Any) -> str:
    return COURSES.read(value) or Course.ONCE


BASICS_COLUMNS = (
    Column("name", "Naam", "Discontovoet per jaar"),
    Column("value", "Waarde", "Als deel: 0,06 is 6 procent", width=18),
)
PARTY_COLUMNS = (Column("name", "Partij", "De partijen in de keten"),)
MONEY_COLUMNS = (
    Column("party", "Partij", "Van wie dit geld is"),
    Column("name", "Omschrijving", "Waar het geld voor is", width=32),
    Column("year", "Jaar", "0 is nu", read_case_year, width=8),
    Column("amount", "Bedrag", "In euro; kosten onder nul", read_number, as_decimal, width=14),
    Column("growth", "Groei per jaar", "0,02 is 2 procent", read_number, as_decimal, width=14),
    Column("until", "Tot en met jaar", "Leeg: alleen dit jaar", read_case_year, width=14),
    Column("inputs", "Hangt af van", "Namen van onzekere invoer", read_names, SEPARATOR.join),
)
UNSURE_COLUMNS = (
    Column("name", "Naam", "Onzekere invoer, zoals een prijs"),
    Column("low", "Laag", "Laagste waarde", read_number, as_decimal, width=12),
    Column("mode", "Verwacht", "Waarbij de bedragen horen", read_number, as_decimal, width=12),
    Column("high", "Hoog", "Hoogste waarde", read_number, as_decimal, width=12),
    Column(
        "course",
        "Verloop",
        "Hoe het toeval over de jaren loopt",
        read_course,
        COURSES.write,
        offers=tuple(COURSES.words.values()),
    ),
)
SCENARIO_COLUMNS = (
    Column("name", "Scenario", "Bijvoorbeeld: Tegenvallende prijs"),
    Column("input", "Invoer", "Naam van een onzekere invoer"),
    Column("level", "Waarde", "In dit scenario", read_number, as_decimal, width=12),
)
RECORDS = {"parties": PARTIES, "lines": MONEY, "inputs": UNSURE}
FIELDS = {
    "amounts": "Bedrag",
    **{one.field: one.text for one in (*UNSURE_COLUMNS, *MONEY_COLUMNS, *SCENARIO_COLUMNS)},
}
"""What this workbook calls the records and fields of the engine."""
