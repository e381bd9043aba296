"""Cash flows, their value and their uncertainty, against plain loops and another package."""

from typing import Any

import numpy as np
import numpy_financial
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.engine.errors import BadInput
from schakel.engine.finance import (
    Case,
    CashFlows,
    Course,
    Input,
    Line,
    break_even,
    internal_rate_each,
    internal_rates,
    net_present_value,
    net_present_values,
    payback,
    simulate,
    tornado,
)
from schakel.engine.finance.chance import first_number
from schakel.engine.model import Scenario
from schakel.engine.reference import finance as slow

amounts_of = st.lists(st.integers(-50, 50), min_size=1, max_size=12)
rates = st.floats(-0.5, 1.0)


@given(amounts_of, rates)
def test_net_present_value(amounts: list[int], rate: float) -> None:
    expected = slow.net_present_value(amounts, rate)
    assert net_present_value(amounts, rate) == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert numpy_financial.npv(rate, amounts) == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_parties_add_up_to_the_chain() -> None:
    flows = CashFlows(("a", "b"), np.array([[-100.0, -50], [60, 40], [70, 30]]))
    assert net_present_values(flows, 0.1).sum() == pytest.approx(
        net_present_value(flows.chain, 0.1)
    )
    assert flows.by_party()["b"].tolist() == [-50, 40, 30]


@given(amounts_of, st.sampled_from([0.0, 0.07]))
def test_payback(amounts: list[int], rate: float) -> None:
    assert payback(amounts, rate) == pytest.approx(slow.payback(amounts, rate))


@pytest.mark.parametrize(
    ("amounts", "years"),
    [
        ([-100, 50, 50, 50], 2),
        ([-100, 40, 40, 40], 2.5),
        ([100, 0], 0),
        ([-100, 50], None),
        ([-100, 200, -150, 100], 2.5),
        ([-100, 200, -150], None),
        ([-0.3, 0.1, 0.1, 0.1], 3),
    ],
)
def test_payback_is_when_it_stays_paid(amounts: list[float], years: float | None) -> None:
    assert payback(amounts) == pytest.approx(years)


@given(amounts_of)
@settings(deadline=None)
def test_every_internal_rate_is_found_and_no_other(amounts: list[int]) -> None:
    found = internal_rates(amounts)
    assert len(found) == slow.count_rates(amounts)
    for rate in found:
        size = slow.net_present_value([abs(amount) for amount in amounts], rate)
        assert abs(slow.net_present_value(amounts, rate)) <= 1e-9 * size


@pytest.mark.parametrize(
    ("amounts", "rates"),
    [
        ([-100, 110], [0.1]),
        ([100, 50], []),
        ([0, 0], []),
        ([-1, 2, -1], [0]),
        ([-1000, 2300, -1320], [0.1, 0.2]),
        ([-1000, 3600, -4310, 1716], [0.1, 0.2, 0.3]),
        ([1, -3, 2.5], []),
        ([-100, 0, 25], [-0.5]),
        ([0, -100, 150], [0.5]),
    ],
)
def test_none_one_or_several_rates(amounts: list[float], rates: list[float]) -> None:
    assert internal_rates(amounts) == pytest.approx(rates, abs=1e-6)


def test_newtons_step_may_find_no_slope() -> None:
    """6 (g - 1)(1 - g^3 / 2) is level where the search for its turning point begins, and
    g^2 - 1.8 g - 1 where the kernel begins, at 0.9."""
    assert internal_rates([-6, 6, 0, 3, -3]) == pytest.approx([2 ** (-1 / 3) - 1, 0])
    rate = 1 / (0.9 + (0.9**2 + 1) ** 0.5) - 1
    assert internal_rates([-100, -180, 100]) == pytest.approx([rate])
    found, _counts = internal_rate_each(np.array([[-100.0, -180, 100]]))
    assert found == pytest.approx([rate])


@pytest.mark.parametrize("seed", range(5))
def test_forty_years_with_replacements(seed: int) -> None:
    """Money goes out every ten years, so there may be several rates; none is missed."""
    amounts = np.random.default_rng(seed).integers(20, 60, 41)
    amounts[[0, 10, 20, 30, 40]] = [-300, -250, -400, -200, -900]
    found = internal_rates(amounts)
    assert len(found) == slow.count_rates(amounts.tolist())
    for rate in found:
        size = slow.net_present_value(np.abs(amounts).tolist(), rate)
        assert abs(slow.net_present_value(amounts.tolist(), rate)) <= 1e-9 * size


def test_one_rate_as_another_package_finds_it() -> None:
    chance = np.random.default_rng(1)
    many = np.column_stack([-chance.uniform(5e5, 1e6, 200), chance.uniform(2e4, 2e5, (200, 20))])
    rates, counts = internal_rate_each(many)
    assert (counts == 1).all()
    theirs = [numpy_financial.irr(row) for row in many]
    assert rates == pytest.approx(theirs, abs=1e-9)


@given(st.lists(st.lists(st.integers(-9, 9), min_size=5, max_size=5), min_size=1, max_size=8))
@settings(deadline=None)
def test_many_rates_are_the_rates_of_each(rows: list[list[int]]) -> None:
    rates, counts = internal_rate_each(np.array(rows, float))
    for row, rate, count in zip(rows, rates, counts, strict=True):
        found = internal_rates(row)
        assert count == len(found)
        if count == 1:
            assert rate == pytest.approx(found[0], rel=1e-7, abs=1e-7)
        else:
            assert np.isnan(rate)


PARTIES = ("a", "b", "c")
NAMES = ("price", "volume", "cost")


@st.composite
def cases(draw: st.DrawFn) -> Case:
    years = draw(st.integers(1, 6))
    inputs = []
    for name in NAMES[: draw(st.integers(0, 3))]:
        low, mode, high = sorted(draw(st.lists(st.integers(1, 30), min_size=3, max_size=3)))
        inputs.append(Input(name, low, mode, high, draw(st.sampled_from(Course))))
    known = [one.name for one in inputs]
    names = st.lists(st.sampled_from(known), unique=True) if known else st.just([])
    money = st.lists(st.integers(-99, 99), min_size=years, max_size=years)
    lines = draw(
        st.lists(st.tuples(st.sampled_from(PARTIES), money, names), min_size=1, max_size=5)
    )
    return Case(
        PARTIES,
        tuple(
            Line(f"line {n}", party, np.array(amounts, float), tuple(uses))
            for n, (party, amounts, uses) in enumerate(lines)
        ),
        draw(st.sampled_from([0.0, 0.06])),
        tuple(inputs),
    )


@given(cases(), st.integers(0, 5))
@settings(deadline=None, max_examples=60)
def test_a_draw_is_the_one_of_the_plain_loops(case: Case, seed: int) -> None:
    found = simulate(case, 4, seed).values
    for draw in range(4):
        expected = slow.worth_of_draw(
            case.parties,
            [(line.party, line.amounts.tolist(), line.inputs) for line in case.lines],
            [(one.name, one.low, one.mode, one.high, one.course) for one in case.inputs],
            case.rate,
            int(first_number(seed)),
            draw,
        )
        assert found[draw] == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(cases())
@settings(deadline=None, max_examples=40)
def test_the_tornado_moves_one_input_at_a_time(case: Case) -> None:
    swings = tornado(case)
    assert {swing.name for swing in swings} == {one.name for one in case.inputs}
    assert [swing.width for swing in swings] == sorted(
        (swing.width for swing in swings), reverse=True
    )
    assert case.worth({}) == pytest.approx(net_present_values(case.flows, case.rate))
    by_name = {one.name: one for one in case.inputs}
    for swing in swings:
        lines = tuple(
            Line(
                line.name,
                line.party,
                line.amounts
                * (by_name[swing.name].low / by_name[swing.name].mode)
                ** (swing.name in line.inputs),
            )
            for line in case.lines
        )
        moved = Case(case.parties, lines, case.rate)
        assert swing.at_low == pytest.approx(net_present_value(moved.flows.chain, case.rate))


@given(cases(), st.sampled_from(["chain", *PARTIES]))
@settings(deadline=None)
def test_at_the_break_even_level_the_value_is_nothing(case: Case, who: str) -> None:
    for one in case.inputs:
        level = break_even(case, one.name, who)
        if level is None:
            assert case.worth_of(who, {one.name: 3.0}) == pytest.approx(case.worth_of(who, {}))
        else:
            size = sum(float(np.abs(line.amounts).sum()) for line in case.lines)
            assert abs(case.worth_of(who, {one.name: level})) <= 1e-7 * size * max(1, abs(level))


def selling(course: Course = Course.ONCE) -> Case:
    """Invest 1,000 now and sell 10 tonnes a year for five years."""
    return Case(
        ("maker",),
        (
            Line("line", "maker", np.array([-1000.0, 0, 0, 0, 0, 0])),
            Line("sales", "maker", np.array([0.0, *[250.0] * 5]), ("price",)),
        ),
        0.05,
        (Input("price", 15, 25, 35, course),),
    )


def test_break_even_price() -> None:
    years = sum(1.05**-year for year in range(1, 6))
    assert break_even(selling(), "price") == pytest.approx(1000 / years / 10)
    with pytest.raises(BadInput, match="inputs, volume"):
        break_even(selling(), "volume")


def test_what_parties_only_pay_each_other_has_no_break_even_level() -> None:
    """In floats 0.1 + 0.2 - 0.3 is not 0, and neither are three lines of it."""
    money = {"a": 0.1, "b": 0.2, "d": -0.3}
    lines = [Line(who, who, np.array([0.0, much]), ("price",)) for who, much in money.items()]
    case = Case(tuple(money), tuple(lines), 0.0, (Input("price", 1, 2, 3),))
    assert case.worth_of("chain", {}) != 0
    assert break_even(case, "price") is None
    assert break_even(case, "price", "a") == pytest.approx(0)


def test_no_party_stands_for_the_chain() -> None:
    with pytest.raises(BadInput, match=r"^parties, chain: is what all"):
        CashFlows(("a", "chain"), np.zeros((1, 2)))
    with pytest.raises(BadInput, match=r"^parties, nobody: is not among"):
        selling().worth_of("nobody", {})


def test_chances_agree_with_what_can_be_calculated() -> None:
    """A triangle's mean and quantiles are known; the value is a straight line of the price."""
    found = simulate(selling(), 200_000, seed=7)
    years = 10 * sum(1.05**-year for year in range(1, 6))
    low, median = 15 + (0.05 * 20 * 10) ** 0.5, 25
    assert found.mean()["chain"] == pytest.approx(25 * years - 1000, abs=3)
    quantiles = found.quantiles([0.05, 0.5])["maker"]
    assert quantiles == pytest.approx([low * years - 1000, median * years - 1000], abs=3)
    limit = 1000 / years
    expected = (limit - 15) ** 2 / (20 * 10)
    assert found.loss()["chain"] == pytest.approx(expected, abs=0.004)


def test_a_new_draw_each_year_spreads_less_and_a_wandering_price_more() -> None:
    spread = {
        course: float(simulate(selling(course), 20_000, seed=3).chain.std()) for course in Course
    }
    assert spread[Course.EACH_YEAR] < 0.6 * spread[Course.ONCE]
    assert spread[Course.ADDS_UP] > spread[Course.ONCE]


def test_the_seed_decides() -> None:
    done: list[int] = []
    long = simulate(selling(), 150_001, 1, done.append).values
    assert done == [100_000, 50_001]
    assert (simulate(selling(), 300, 1).values == long[:300]).all()
    assert (simulate(selling(), 300, 2).values != long[:300]).all()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: CashFlows((), np.zeros((1, 0))), "parties: is empty"),
        (lambda: CashFlows(("a", "a"), np.zeros((1, 2))), "parties, a: is named twice"),
        (lambda: CashFlows(("a",), np.zeros((1, 2))), "a column for each party"),
        (lambda: CashFlows(("a",), np.zeros((0, 1))), "amounts: is empty"),
        (lambda: CashFlows(("a",), np.array([[0.0], [np.nan]])), "a, year 1: is not a finite"),
        (lambda: net_present_value([1], -1), "discount rate: must be a number above -1"),
        (lambda: net_present_value([1], float("nan")), "discount rate"),
        (lambda: Input("price", 1, 3, 2), "price, mode: must lie from low"),
        (lambda: Input("price", -1, 0, 2), "price, mode: must be above 0"),
        (lambda: Input("price", 1, float("inf"), 2), "price, mode: is not a finite"),
        (lambda: Case(("a",), (), 0.1), "lines: is empty"),
        (lambda: Case(("a",), (Line("x", "b", np.zeros(2)),), 0.1), "x, party: b is not among"),
        (
            lambda: Case(("a",), (Line("x", "a", np.zeros(2)), Line("y", "a", np.zeros(3))), 0.1),
            "y, amounts: must cover the same years",
        ),
        (lambda: Case(("a",), (Line("x", "a", np.array([np.inf])),), 0.1), "x, amounts"),
        (lambda: Case(("a",), (Line("x", "a", np.zeros(1), ("p",)),), 0.1), "p is not among"),
        (lambda: simulate(selling(), 0, 1), "draws: must be 1 or more"),
        (lambda: simulate(selling(), 1, -1), "seed"),
    ],
)
def test_bad_input(make: Any, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        make()


def test_a_scenario_moves_the_lines_of_its_inputs_and_nothing_else() -> None:
    lines = (
        Line("sell", "a", np.array([0.0, 200.0]), ("price",)),
        Line("buy", "b", np.array([-50.0, 0.0])),
    )
    high = Scenario("high", {"price": 3.0})
    case = Case(("a", "b"), lines, 0.25, (Input("price", 1, 2, 3),), (high,))
    assert case.worth(case.scenarios[0].levels).tolist() == [240.0, -50.0]
    with pytest.raises(BadInput, match="high, input: volume is not among the inputs"):
        Case(("a", "b"), lines, 0.25, case.inputs, (Scenario("high", {"volume": 3.0}),))
    with pytest.raises(BadInput, match="high, level: is not a finite number"):
        Scenario("high", {"price": np.nan})


def test_inputs_are_named_once() -> None:
    price = Input("price", 1, 2, 3)
    with pytest.raises(BadInput, match="inputs, price: is named twice"):
        Case(("a",), (Line("x", "a", np.zeros(1)),), 0.1, (price, price))
    with pytest.raises(BadInput, match="x, inputs: price is named twice"):
        Case(("a",), (Line("x", "a", np.zeros(1), ("price", "price")),), 0.1, (price,))
