"""What is wrong in a file is said in Dutch, with figures as Dutch has them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from openpyxl import Workbook

from schakel.cli.base import in_one_line
from schakel.engine.errors import BadInput, Phrase
from schakel.transfer.cases import example_workbook
from schakel.transfer.cases.columns import MONEY, UNSURE
from tests.transfer.workbooks import edit


def share(folder: Path, **changed: object) -> None:
    given = {
        "players": ["A", "B"],
        "values": {"A": 0, "B": 0, "A,B": 900},
        "received": {"A": 0, "B": 900},
        "flows": [],
    }
    path = folder / "gain.json"
    path.write_text(json.dumps(given | changed))
    call_command("share", path)


def design(folder: Path, found: str, instead: str) -> None:
    path = folder / "chain.json"
    call_command("design", path, example=True)
    text = path.read_text()
    assert found in text
    path.write_text(text.replace(found, instead, 1))
    call_command("design", path)


def explore(folder: Path, found: str, instead: str) -> None:
    call_command("explore", example=folder)
    offers = folder / "offers.csv"
    text = offers.read_text()
    assert found in text
    offers.write_text(text.replace(found, instead, 1))
    call_command("explore", offers=offers, needs=folder / "needs.csv", out=folder / "out.csv")


def case(folder: Path, sheet: str, cell: str, value: str | float | None) -> None:
    def spoil(workbook: Workbook) -> None:
        workbook[sheet][cell] = value

    path = folder / "case.xlsx"
    path.write_bytes(edit(example_workbook(), spoil))
    call_command("case", path, out=folder / "out.xlsx")


def said(does: Callable[[], object]) -> str:
    with translation.override("nl"), pytest.raises(CommandError) as stopped:
        does()
    line = str(stopped.value)
    assert "\n" not in line
    return line


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"players": "A"}, "players: moet een lijst van namen zijn"),
        ({"values": {"A": 0, "A,B": 9}}, "values, B: wat deze partij alleen bereikt ontbreekt"),
        (
            {"received": {"A": 0, "B": 20_000.5}},
            "received: is samen 19.100,5 EUR meer dan de waarde van allen samen",
        ),
        (
            {"received": {"A": 1, "B": 899}, "flows": [{"from": "A", "to": "B", "tonnes": -3}]},
            "flow 1, tonnes: moet een getal boven 0 zijn",
        ),
    ],
)
def test_share(tmp_path: Path, changed: dict[str, object], line: str) -> None:
    assert said(lambda: share(tmp_path, **changed)).startswith(line)


def test_no_json(tmp_path: Path) -> None:
    path = tmp_path / "gain.json"
    path.write_text('{"players":')
    told = said(lambda: call_command("share", path))
    assert told == "gain.json: is geen JSON op regel 1, kolom 12; verbeter het daar"


@pytest.mark.parametrize(
    ("found", "instead", "line"),
    [
        (
            '"tonnes": 1900',
            '"tonnes": -1900.5',
            "offer matrassen west, tonnes: -1.900,5 is lager dan 0; verbeter dit",
        ),
        (
            '"yield": 0.4',
            '"yield": 0.62',
            "conversion demonteren, yield: samen 1,22 t uit 1 t; voeg een co_input toe",
        ),
        ('"lat": 52.37, ', "", "site Almere, lat: ontbreekt; geef een getal"),
    ],
)
def test_design(tmp_path: Path, found: str, instead: str, line: str) -> None:
    assert said(lambda: design(tmp_path, found, instead)).startswith(line)


@pytest.mark.parametrize(
    ("found", "instead", "line"),
    [
        (
            "52.0907,5.1214",
            "52.2,2.5",
            "offer sloop-utrecht, latitude, longitude: 52.2, 2.5 ligt in de Noordzee; neem het",
        ),
        (
            "17 02 01,900",
            "17 02 01,90000000",
            "offer sloop-utrecht, tonnes: is meer dan 50.000.000 t; zijn dit kilogrammen?",
        ),
        ("sloop-utrecht", "", "offer op regel 2, id: is leeg; geef elke regel een naam"),
    ],
)
def test_explore(tmp_path: Path, found: str, instead: str, line: str) -> None:
    assert said(lambda: explore(tmp_path, found, instead)).startswith(line)


@pytest.mark.parametrize(
    ("place", "value", "line"),
    [
        ((MONEY, "D2"), None, f"{MONEY} D2, Bedrag: is leeg; vul dit in"),
        ((MONEY, "D2"), "veel", f"{MONEY} D2, Bedrag: "),
        ((UNSURE, "B2"), 1e9, "moet tussen laag en hoog liggen"),
    ],
)
def test_case(tmp_path: Path, place: tuple[str, str], value: str | float | None, line: str) -> None:
    told = said(lambda: case(tmp_path, *place, value))
    assert line in told


@pytest.mark.parametrize(
    ("value", "english", "dutch"),
    [
        (1234567.891, "1,234,567.89", "1.234.567,89"),
        (3500.0, "3,500", "3.500"),
        (0.00012345678, "0.000123457", "0,000123457"),
        (2015, "2015", "2015"),
        (Phrase("North Sea"), "North Sea", "Noordzee"),
        ("1,5 m%", "1,5 m%", "1,5 m%"),
    ],
)
def test_values_in_both_languages(value: object, english: str, dutch: str) -> None:
    error = BadInput("a", Phrase("first line"), "is %(unit)s", unit=value)
    assert str(error) == f"a, first line: is {english}"
    with translation.override("nl"):
        assert in_one_line(error) == f"a, eerste regel: is {dutch}"
