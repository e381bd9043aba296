"""Designing a chain: every figure against the slow reference, on small made-up chains."""

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.engine.design.chain import (
    Chain,
    Conversion,
    Facility,
    Kind,
    Material,
    Need,
    Network,
    Offer,
    Share,
    Site,
    Transport,
    best,
    break_even,
    coalitions,
    design,
    next_best,
)
from schakel.engine.design.chain.coalitions import members
from schakel.engine.reference.design import break_even_volume, cheapest_chain, costs_of_open_sets
from schakel.engine.solver import Run, Status

PARTIES = ("A", "B", "C")
money = st.integers(-40, 90).map(float)
cost = st.integers(0, 90).map(float)
amount = st.integers(0, 30).map(float)
party = st.sampled_from(PARTIES)


@st.composite
def chains(draw: st.DrawFn) -> Chain:
    """Waste w becomes product p and residue r; p can be refined to q with a co-input c."""
    sites = tuple(Site(f"s{name}", name, 52.0, 5.0) for name in PARTIES)
    pairs = [("sA", "sB"), ("sA", "sC"), ("sB", "sC")]
    refined = draw(st.integers(0, 120)) / 100
    place = st.sampled_from([site.name for site in sites])
    facilities = []
    for number in range(draw(st.integers(0, 4))):
        most = draw(st.integers(1, 40))
        facilities.append(
            Facility(
                name=f"f{number}",
                site=draw(place),
                owner=draw(party),
                conversion=draw(st.sampled_from(["make", "refine"])),
                fixed=draw(st.integers(0, 900)) + 0.0,
                capacity=float(most),
                smallest=float(draw(st.integers(0, most))),
            )
        )
    return Chain(
        parties=PARTIES,
        sites=sites,
        materials=(
            Material("w", price=0.0),
            Material("p", price=1.0, sell=draw(st.none() | money.map(lambda x: x - 50))),
            Material("q", price=1.0, sell=-80.0),
            Material("c", buy=draw(cost)),
            Material("r", sell=-draw(cost)),
        ),
        transport=Transport(cost=0.25),
        offers=tuple(
            Offer(f"o{n}", draw(place), "w", draw(amount), draw(money))
            for n in range(draw(st.integers(0, 3)))
        ),
        needs=tuple(
            Need(f"n{n}", draw(place), draw(st.sampled_from(["p", "q"])), draw(amount), draw(cost))
            for n in range(draw(st.integers(1, 3)))
        ),
        conversions=(
            Conversion("make", "w", (Share("p", 0.5), Share("r", 0.5)), draw(cost) - 20),
            Conversion("refine", "p", (Share("q", refined),), draw(cost), (Share("c", 0.25),)),
        ),
        facilities=tuple(facilities),
        distances=tuple((*pair, float(draw(st.integers(0, 80)))) for pair in pairs),
    )


def close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-4)


@settings(max_examples=60, deadline=None)
@given(chains())
def test_the_design_costs_what_the_reference_finds(chain: Chain) -> None:
    found = best(Network(chain), Run())
    assert found.status is Status.OPTIMAL
    assert close(found.cost, cheapest_chain(chain))
    assert close(found.cost, sum(each.cost for each in found.used))


@settings(max_examples=30, deadline=None)
@given(chains())
def test_every_group_reaches_what_the_reference_finds(chain: Chain) -> None:
    network = Network(chain)
    found = coalitions(network, Run())
    assert found is not None
    for mask in range(1, 2 ** len(PARTIES)):
        group = sorted(members(chain, mask))
        assert close(-found.value[mask], cheapest_chain(chain, group)), group


@settings(max_examples=30, deadline=None)
@given(chains())
def test_together_costs_no_more_than_alone_and_payments_add_up(chain: Chain) -> None:
    report = design(chain)
    positions = report.meter.positions
    assert report.meter.euro is not None
    assert report.meter.euro >= -1e-4
    assert close(sum(each.paid or 0.0 for each in positions), report.design.cost)
    assert close(sum(each.gain or 0.0 for each in positions), report.meter.euro)


@settings(max_examples=30, deadline=None)
@given(chains())
def test_next_best_are_the_other_open_sets_in_order(chain: Chain) -> None:
    """Every set whose facilities all do what cannot be done as cheap without them is there, at the
    cost of the reference, and none in which a facility has no work."""
    network = Network(chain)
    first = best(network, Run())
    after = next_best(network, Run(), first, 20)
    found = [first, *after.designs]
    assert after.complete
    assert len({each.opened for each in found}) == len(found)
    assert all(one.cost <= two.cost + 1e-4 for one, two in itertools.pairwise(found))
    cost = costs_of_open_sets(chain)
    for each in found:
        at_work = {one.column.sender.name for one in each.used if one.column.kind is Kind.RUN}
        assert each.opened == at_work
        assert close(each.cost, cost[each.opened])
    needed = {opened for opened in cost if all_at_work(chain, opened, cost)}
    assert needed <= {each.opened for each in found}


def all_at_work(chain: Chain, opened: frozenset[str], cost: dict[frozenset[str], float]) -> bool:
    """Whether flows would cost more without any of these, or these must run."""
    fixed = {each.name: each.fixed for each in chain.facilities}
    must = {each.name for each in chain.facilities if each.smallest > 0}
    return math.isfinite(cost[opened]) and all(
        name in must or cost[opened - {name}] + fixed[name] > cost[opened] + 1e-3 for name in opened
    )


@settings(max_examples=30, deadline=None)
@given(chains())
def test_at_the_break_even_volume_the_saving_is_the_fixed_cost(chain: Chain) -> None:
    """The reference halves as well, on linear models of its own."""
    network = Network(chain)
    first = best(network, Run())
    for each in break_even(network, first):
        expected = break_even_volume(chain, first.opened, each.facility)
        if expected is None:
            assert each.volume is None
        else:
            assert each.volume == pytest.approx(expected, abs=2e-3)
