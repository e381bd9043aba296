"""The best set of chains that compete for the same tonnes."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.engine.errors import BadInput
from schakel.engine.explore import Search, explore
from schakel.engine.explore.select import select
from schakel.engine.solver.select import Limit, best_amounts
from tests.engine import markets

UTRECHT, AMERSFOORT, ALMERE = (52.09, 5.12), (52.16, 5.39), (52.37, 5.22)
SEARCH = Search(radius_km=60.0)


def test_the_better_use_of_the_same_tonnes_wins() -> None:
    market = markets.market(
        markets.offers([UTRECHT], [0], tonnes=[100], saved=[10]),
        markets.needs([AMERSFOORT, ALMERE], [0, 0], tonnes=[60, 100], price=[50, 20]),
    )
    ideas = explore(market, SEARCH)
    chosen = select(market, ideas)
    by_need = dict(zip(ideas.chains.need.tolist(), chosen, strict=True))
    assert by_need == pytest.approx({0: 60, 1: 40})


def test_a_conversion_that_cannot_be_filled_twice_stands_still() -> None:
    """Two works of 100 tonnes at least, 150 tonnes in all: one of them, filled."""
    market = markets.market(
        markets.offers([UTRECHT, AMERSFOORT], [0, 0], tonnes=[75, 75], saved=[30, 30]),
        markets.needs([ALMERE], [3], tonnes=[900], price=[100]),
        markets.conversions(
            [UTRECHT, AMERSFOORT], [(0, 3), (0, 3)], made=[0.9, 0.8], minimum=[100, 100],
            capacity=[120, 200],
        ),
    )  # fmt: skip
    ideas = explore(market, SEARCH)
    chosen = select(market, ideas)
    first = np.bincount(ideas.chains.conversion[:, 0], chosen, minlength=2)
    assert first == pytest.approx([0, 150])
    worth = chosen * np.nan_to_num(ideas.low / ideas.tonnes)
    assert worth.sum() == pytest.approx(150 * (30 - 20 + 0.8 * 100))


def test_nothing_that_pays_is_nothing_chosen() -> None:
    market = markets.market(
        markets.offers([UTRECHT], [0], saved=[-500]), markets.needs([AMERSFOORT], [0])
    )
    assert len(select(market, explore(market, SEARCH))) == 0


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(-3, 9), min_size=3, max_size=3),
    st.lists(st.integers(1, 4), min_size=3, max_size=3),
    st.integers(1, 6),
    st.integers(0, 5),
)
def test_whole_amounts_tried_one_by_one_are_never_better(
    gain: list[int], most: list[int], shared: int, least: int
) -> None:
    ways = np.array([0, 1, 2])
    limits = [Limit(ways, np.ones(3), shared, min(least, shared))]
    found = best_amounts(np.array(gain, float), np.array(most, float), limits, 10)
    tried = max(
        sum(a * g for a, g in zip(amounts, gain, strict=True))
        for amounts in product(*(range(one + 1) for one in most))
        if not sum(amounts) or min(least, shared) <= sum(amounts) <= shared
    )
    assert float(found @ np.array(gain)) == pytest.approx(tried, abs=1e-5)


def test_no_time_is_a_clear_line() -> None:
    count = 60
    limits = [Limit(np.arange(count), np.linspace(1, 2, count), 31.7, 20.3)]
    limits += [Limit(np.array([n]), np.ones(1), 1.3, 1.1) for n in range(count)]
    with pytest.raises(BadInput, match="search, choose"):
        best_amounts(np.linspace(1, 3, count), np.full(count, 2.0), limits, 0.0)
