"""The business case as a workbook: what is read, and formulas that give the engine's figures."""

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.engine.errors import BadInput
from schakel.engine.finance import (
    Course,
    Input,
    internal_rates,
    net_present_value,
    payback,
    simulate,
    tornado,
)
from schakel.engine.model import Scenario
from schakel.transfer.cases import CaseFile, Money, example_workbook, read_case, write_case
from schakel.transfer.cases.columns import (
    BASICS,
    BASICS_COLUMNS,
    MONEY,
    MONEY_COLUMNS,
    PARTIES,
    PARTY_COLUMNS,
    SCENARIO_COLUMNS,
    SCENARIOS,
    UNSURE,
    UNSURE_COLUMNS,
)
from schakel.transfer.cases.writing import MADE_UP, rates_in_words
from schakel.transfer.xlsx.writing import Table, write_workbook
from tests.transfer.formulas import Formulas


def workbook(**changed: list[tuple[Any, ...]] | None) -> bytes:
    """A small case; a sheet is left out with None."""
    sheets: dict[str, tuple[Any, Any]] = {
        BASICS: (BASICS_COLUMNS, [("Discontovoet per jaar", Decimal("0.05"))]),
        PARTIES: (PARTY_COLUMNS, [("Maker",), ("Afnemer",)]),
        MONEY: (
            MONEY_COLUMNS,
            [
                ("Maker", "Machine", 0, Decimal(-1000), None, None, None),
                ("Maker", "Verkoop", 1, Decimal(400), Decimal("0.02"), 4, "Prijs"),
                ("Afnemer", "Besparing", 2, Decimal("50.5"), None, None, None),
            ],
        ),
        UNSURE: (UNSURE_COLUMNS, [("Prijs", Decimal(8), Decimal(10), Decimal(13), "stapelt")]),
        SCENARIOS: (
            SCENARIO_COLUMNS,
            [("Laag", "Prijs", Decimal(5)), ("Hoog", "Prijs", Decimal(20))],
        ),
    }
    return write_workbook(
        [
            Table(name, [column.heading for column in columns], rows)
            for name, (columns, standard) in sheets.items()
            if (rows := changed.get(name, standard)) is not None
        ],
        {},
    )


def test_what_is_read() -> None:
    file = read_case(workbook())
    assert file.parties == ("Maker", "Afnemer")
    assert file.rate == 0.05
    assert file.inputs == (Input("Prijs", 8, 10, 13, Course.ADDS_UP),)
    assert file.money[1] == Money("Maker", "Verkoop", 1, 400, 0.02, 4, ("Prijs",))
    assert not file.example
    assert file.case().flows.amounts[:, 0] == pytest.approx([-1000, 400, 408, 416.16, 424.4832])
    assert file.case().flows.amounts[:, 1].tolist() == [0, 0, 50.5, 0, 0]


def test_uncertain_input_and_scenarios_may_be_left_out() -> None:
    money = [("Maker", "Machine", 0, Decimal(-1000), None, None, None)]
    file = read_case(workbook(**{UNSURE: None, SCENARIOS: None, MONEY: money}))
    assert (file.inputs, file.scenarios) == ((), ())


def test_scenarios_are_read_calculated_and_written() -> None:
    """Each as if its price were typed in the sheet with uncertain input."""
    file = read_case(workbook())
    assert file.scenarios == (Scenario("Laag", {"Prijs": 5}), Scenario("Hoog", {"Prijs": 20}))
    content = write_case(file)
    made = Formulas(content)
    assert [made.value("Uitkomsten", f"{at}10") for at in "ABCD"] == [
        *("Scenario", "Maker", "Afnemer"),
        "Keten als geheel",
    ]
    for row, price in ((11, 5.0), (12, 20.0)):
        typed = Formulas(content)
        typed.set(UNSURE, "F2", price)
        expected = [typed.value("Uitkomsten", f"B{party}") for party in (4, 5, 6)]
        assert [made.value("Uitkomsten", f"{at}{row}") for at in "BCD"] == pytest.approx(expected)
    assert [made.value(SCENARIOS, f"{at}3") for at in "ABC"] == ["Hoog", "Prijs", 20]


def agrees(content: bytes) -> Formulas:
    """Every formula, worked out anew, gives the value that stands in the file."""
    formulas = Formulas(content)
    assert formulas.cells()
    for sheet, place in formulas.cells():
        stored = formulas.stored[sheet][place].value
        found = formulas.value(sheet, place)
        if isinstance(stored, str):
            assert found == stored, (sheet, place)
        else:
            assert found == pytest.approx(stored, rel=1e-6, abs=1e-6), (sheet, place)
    return formulas


def test_the_formulas_of_the_example_give_the_figures_of_the_engine() -> None:
    file = read_case(example_workbook())
    formulas = agrees(write_case(file))
    flows = [*file.case().flows.by_party().values(), file.case().flows.chain]
    for row, amounts in enumerate(flows, start=4):
        found = [formulas.value("Uitkomsten", f"{column}{row}") for column in "BCEF"]
        assert found == pytest.approx(
            [
                net_present_value(amounts, file.rate),
                internal_rates(amounts)[0],
                payback(amounts),
                payback(amounts, file.rate),
            ]
        )


def test_an_example_is_marked_wherever_it_goes() -> None:
    content = example_workbook()
    assert "verzonnen" in Formulas(content).value(BASICS, "B3")
    file = read_case(content)
    assert file.example
    made = Formulas(write_case(file))
    assert made.value("Uitkomsten", "A1") == MADE_UP
    assert made.value(BASICS, "B3") == MADE_UP
    assert "Businesscase" in Formulas(write_case(read_case(workbook()))).value("Uitkomsten", "A1")


def test_the_formulas_are_alive() -> None:
    """Another price and another rate in Excel give what the engine says about that case."""
    file = read_case(workbook())
    formulas = Formulas(write_case(file))
    formulas.set(UNSURE, "F2", 8.0)
    formulas.set(BASICS, "B2", 0.11)
    changed = CaseFile(
        file.parties,
        tuple(
            Money(**vars(line) | {"amount": line.amount * (0.8 if line.inputs else 1.0)})
            for line in file.money
        ),
        file.inputs,
        0.11,
        example=False,
    )
    chain = changed.case().flows.chain
    assert formulas.value("Uitkomsten", "B6") == pytest.approx(net_present_value(chain, 0.11))
    assert formulas.value("Uitkomsten", "C6") == pytest.approx(internal_rates(chain)[0])


names = st.sampled_from(["A", "a", "=A*", "<r>B", "Ç; x"])


@st.composite
def files(draw: st.DrawFn) -> CaseFile:
    parties = draw(st.lists(names, min_size=1, max_size=3, unique=True))
    inputs = (Input("p", 1, 2, 4), Input("q", 3, 3, 3, Course.EACH_YEAR))
    money = []
    for n in range(draw(st.integers(1, 5))):
        year = draw(st.integers(0, 5))
        money.append(
            Money(
                draw(st.sampled_from(parties)),
                f"regel {n}",
                year,
                draw(st.integers(-500, 500)),
                draw(st.sampled_from([0.0, 0.05, -0.1])),
                year + draw(st.integers(0, 4)),
                draw(st.sampled_from([(), ("p",), ("p", "q")])),
            )
        )
    return CaseFile(tuple(parties), tuple(money), inputs, draw(st.sampled_from([0.0, 0.08])), False)


@given(files())
@settings(max_examples=25, deadline=None)
def test_the_formulas_of_any_case_give_the_figures_of_the_engine(file: CaseFile) -> None:
    """Whatever the names; a double root, which Excel's method only creeps up to, left out."""
    for amounts in [*file.case().flows.by_party().values(), file.case().flows.chain]:
        if any(_flat(amounts, rate) for rate in internal_rates(amounts)):
            return
    agrees(write_case(file))


def _flat(amounts: Any, rate: float) -> bool:
    years = np.arange(len(amounts))
    worth = np.abs(amounts) / (1 + rate) ** years
    return bool(abs((years * amounts / (1 + rate) ** years).sum()) < 0.05 * worth.sum())


def test_swings_and_chances_are_in_the_file() -> None:
    file = read_case(workbook())
    chances = simulate(file.case(), 500, 1)
    made = Formulas(write_case(file, chances, "500 trekkingen"))
    swing = tornado(file.case())[0]
    texts = {
        row[0].value: [cell.value for cell in row[1:5]]
        for row in made.book["Uitkomsten"].iter_rows(min_row=7)
    }
    assert texts["Prijs"][:2] == pytest.approx([swing.at_low, swing.at_high])
    assert texts["500 trekkingen"] == [None] * 4
    assert texts["Keten als geheel"] == pytest.approx(
        [*chances.quantiles([0.05, 0.5, 0.95])["chain"], chances.loss()["chain"]]
    )


def test_rates_in_words() -> None:
    assert rates_in_words(()) == "geen"
    assert rates_in_words((0.1, 0.2)) == "10,00 %; 20,00 %"


LINE = ("Maker", "Machine", 0, Decimal(-1000), None, None, None)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({BASICS: None}, "Uitgangspunten: this sheet is missing"),
        ({BASICS: []}, "Uitgangspunten, Discontovoet per jaar: this row is missing"),
        (
            {BASICS: [("Discontovoet per jaar", "veel")]},
            "Uitgangspunten B2, Discontovoet per jaar: “veel” is not a number",
        ),
        ({BASICS: [("Discontovoet per jaar", Decimal(6))]}, "B2.*type a share"),
        ({MONEY: []}, "Kasstromen: the sheet is empty"),
        ({MONEY: [(*LINE[:3], None, *LINE[4:])]}, "Kasstromen D2, Bedrag: is empty"),
        ({MONEY: [(*LINE[:3], "x", *LINE[4:])]}, "Kasstromen D2, Bedrag: “x” is not a number"),
        ({MONEY: [(*LINE[:2], 61, *LINE[3:])]}, "Kasstromen C2, Jaar: A year is a whole"),
        ({MONEY: [(*LINE[:2], 3, LINE[3], None, 2, None)]}, "Kasstromen F2.*before the first"),
        ({MONEY: [(*LINE[:4], Decimal(-1), 2, None)]}, "Kasstromen E2, Groei per jaar"),
        ({MONEY: [("Iemand", *LINE[1:])]}, "Machine, Partij: Iemand is not among the parties"),
        ({MONEY: [(*LINE[:6], "Weer")]}, "Machine, Hangt af van: Weer is not among the inputs"),
        ({PARTIES: []}, "Machine, Partij: Maker is not among the parties"),
        ({UNSURE: [("Prijs", Decimal(9), None, Decimal(3), None)]}, "Onzeker C2, Verwacht"),
        ({UNSURE: [("Prijs", Decimal(9), Decimal(5), Decimal(3), None)]}, "Prijs, Verwacht"),
        ({UNSURE: [("Prijs", Decimal(1), Decimal(2), Decimal(3), "soms")]}, "Onzeker E2, Verloop"),
        ({SCENARIOS: [("Laag", "Weer", Decimal(1))]}, "Laag, Invoer: Weer is not among the inputs"),
        ({SCENARIOS: [("Laag", None, Decimal(1))]}, "Scenario B2, Invoer: is empty"),
        ({SCENARIOS: [("Laag", "Prijs", None)]}, "Scenario C2, Waarde: is empty"),
        ({SCENARIOS: [("Laag", "Prijs", Decimal(1))] * 2}, "Scenario B3, Invoer: is given twice"),
    ],
)
def test_what_is_wrong_is_named_with_its_cell(
    changed: dict[str, list[tuple[Any, ...]]], message: str
) -> None:
    with translation.override("en"), pytest.raises(BadInput, match=message):
        read_case(workbook(**changed)).case()


def test_formulas_are_refused_when_read() -> None:
    with translation.override("en"), pytest.raises(BadInput, match="This is a formula"):
        read_case(write_case(read_case(workbook())))
