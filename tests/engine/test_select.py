"""The best set of chains that compete for the same tonnes."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.engine.explore import Ideas, Kind, Search, explore
from schakel.engine.explore.select import select
from schakel.engine.model import Market
from schakel.engine.reference.explore import best_set
from schakel.engine.solver import Run, Status
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
    by_need = dict(zip(ideas.chains.need.tolist(), chosen.tonnes, strict=True))
    assert chosen.value == pytest.approx(60 * (10 + 50) + 40 * (10 + 20))
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
    first = np.bincount(ideas.chains.conversion[:, 0], chosen.tonnes, minlength=2)
    assert first == pytest.approx([0, 150])
    assert chosen.value == pytest.approx(150 * (30 - 20 + 0.8 * 100))


def test_several_needs_together_fill_a_conversion() -> None:
    """Each need takes 75 of the 100 tonnes from which the work runs: by itself a near miss."""
    market = markets.market(
        markets.offers([UTRECHT], [0], tonnes=[500]),
        markets.needs([AMERSFOORT, ALMERE], [3, 3], tonnes=[60, 60], price=[100, 100]),
        markets.conversions([AMERSFOORT], [(0, 3)], made=[0.8], minimum=[100]),
    )
    ideas = explore(market, SEARCH)
    assert ideas.kind.tolist() == [Kind.TOO_LITTLE] * 2
    assert select(market, ideas).tonnes == pytest.approx([75, 75])


def test_nothing_that_pays_is_nothing_chosen() -> None:
    market = markets.market(
        markets.offers([UTRECHT], [0], saved=[-500]), markets.needs([AMERSFOORT], [0])
    )
    chosen = select(market, explore(market, SEARCH))
    assert (len(chosen.tonnes), chosen.value, chosen.gap) == (0, 0, 0)


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
    found = best_amounts(np.array(gain, float), np.array(most, float), limits)
    tried = max(
        sum(a * g for a, g in zip(amounts, gain, strict=True))
        for amounts in product(*(range(one + 1) for one in most))
        if not sum(amounts) or min(least, shared) <= sum(amounts) <= shared
    )
    assert -found.objective == pytest.approx(tried, abs=1e-5)


PLACES = st.sampled_from([UTRECHT, AMERSFOORT, ALMERE])
amount = st.integers(1, 40).map(float)


@st.composite
def competing(draw: st.DrawFn) -> Market:
    """Offers of 0 that go straight to a need, or through works that make 1 and then 2 of it."""

    def amounts(count: int) -> list[float]:
        return [draw(amount) for _ in range(count)]

    offered, asked, works = (draw(st.integers(1, most)) for most in (3, 3, 3))
    needed, capacity = amounts(asked), amounts(works)
    steps = [draw(st.sampled_from([(0, 1), (1, 2), (0, 2)])) for _ in range(works)]
    return markets.market(
        markets.offers(
            [draw(PLACES) for _ in range(offered)], [0] * offered, tonnes=amounts(offered),
            saved=[draw(st.integers(0, 20)) for _ in range(offered)],
        ),
        markets.needs(
            [draw(PLACES) for _ in range(asked)],
            [draw(st.integers(0, 2)) for _ in range(asked)], tonnes=needed,
            price=amounts(asked), minimum=[draw(st.integers(0, int(one))) for one in needed],
        ),
        markets.conversions(
            [draw(PLACES) for _ in range(works)], steps, capacity=capacity,
            made=[draw(st.sampled_from([0.5, 0.8, 1.0])) for _ in range(works)],
            cost=[draw(st.integers(0, 30)) for _ in range(works)],
            minimum=[draw(st.integers(0, int(one))) for one in capacity],
        ),
    )  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(competing())
def test_no_set_of_found_chains_brings_more_than_the_chosen(market: Market) -> None:
    """The reference switches works and needs on and off one set after the other."""
    search = Search(radius_km=60.0, eur_per_tkm=0.1)
    ideas = explore(market, search)
    chosen = select(market, ideas)
    assert chosen.status is Status.OPTIMAL
    assert chosen.gap <= 1e-6
    expected = best_set(market, search, found_chains(ideas))
    assert chosen.value == pytest.approx(expected, rel=1e-5, abs=1e-4)
    paid = ideas.low / ideas.tonnes
    assert np.nansum(paid * chosen.tonnes) == pytest.approx(chosen.value, rel=1e-6, abs=1e-4)


def found_chains(ideas: Ideas) -> list[tuple[int, tuple[int, ...], int]]:
    rows = np.flatnonzero(ideas.kind <= Kind.TOO_LITTLE)
    steps = [tuple(int(one) for one in path if one >= 0) for path in ideas.chains.conversion[rows]]
    ends = zip(ideas.chains.offer[rows].tolist(), ideas.chains.need[rows].tolist(), strict=True)
    return [(offer, path, need) for (offer, need), path in zip(ends, steps, strict=True)]


def test_a_stop_says_how_far_the_set_is_from_the_best() -> None:
    count = 60
    limits = [Limit(np.arange(count), np.linspace(1, 2, count), 31.7, 20.3)]
    limits += [Limit(np.array([n]), np.ones(1), 1.3, 1.1) for n in range(count)]
    gain, most = np.linspace(1, 3, count), np.full(count, 2.0)
    found = best_amounts(gain, most, limits, Run(seconds=0.0))
    assert found.status is Status.TIME
    assert found.gap > 0
    best = best_amounts(gain, most, limits)
    assert best.bound <= best.objective <= found.objective
