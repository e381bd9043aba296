"""A chain of three layers by hand: gain, tonnes, CO2, who stands in the way, volumes; and stops.

100 t of mixed waste is sorted (0.6 fibre, 0.4 rest), spun (0.5 yarn, 0.5 dust) and woven with a
tenth of dye to the 33 t of cloth that is asked. Against today's outlet (100 EUR/t) and new cloth
(1,000 EUR/t), one tonne of waste saves

    100 + 0.33 * 1,000 - transport 1 - sorting 20 - rest 0.4 * 50 - transport 0.6 * 2
    - spinning 0.6 * 50 - dust 0.3 * 20 - transport 0.3 * 3 - weaving 0.3 * 10 - dye 0.03 * 200

which is 341.90 EUR; less the fixed 1,000 + 500 + 300 that is 32,390 EUR a year.
"""

import math
from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest

from schakel.engine.design.chain import (
    Chain,
    Conversion,
    Facility,
    Material,
    Need,
    Network,
    Offer,
    Part,
    Position,
    Share,
    Site,
    Transport,
    best,
    coalitions,
    design,
    next_best,
    written,
)
from schakel.engine.reference.design import cheapest_chain
from schakel.engine.solver import Progress, Run, Status

SAVING = 341.9
SOURCE, SORTER, SPINNER, WEAVER = "source", "sorter", "spinner", "weaver"
WORKS = (
    Facility("sorting", SORTER, SORTER, "sort", fixed=1000, capacity=100, smallest=50),
    Facility("spinning", SPINNER, SPINNER, "spin", fixed=500, capacity=60, smallest=30),
    Facility("weaving", WEAVER, WEAVER, "weave", fixed=300, capacity=40),
)


def three_layers(fibre: float = 40.0, offered: float = 100.0) -> Chain:
    parties = (SOURCE, SORTER, SPINNER, WEAVER)
    legs = {(SOURCE, SORTER): 10.0, (SORTER, SPINNER): 20.0, (SPINNER, WEAVER): 30.0}
    return Chain(
        parties=parties,
        sites=tuple(Site(party, party, 52.0, 5.0) for party in parties),
        materials=(
            Material("mix", price=-30.0),
            Material("fibre", price=fibre),
            Material("yarn", price=900.0),
            Material("cloth"),
            Material("dye", buy=200.0, buy_co2=1000.0),
            Material("rest", sell=-50.0, sell_co2=100.0),
            Material("dust", sell=-20.0, sell_co2=0.0),
        ),
        transport=Transport(cost=0.1, co2=0.1),
        offers=(Offer("waste", SOURCE, "mix", offered, outlet=100.0, outlet_co2=500.0),),
        needs=(Need("cloth", WEAVER, "cloth", 33.0, virgin=1000.0, virgin_co2=3000.0),),
        conversions=(
            Conversion("sort", "mix", (Share("fibre", 0.6), Share("rest", 0.4)), 20.0, co2=10.0),
            Conversion("spin", "fibre", (Share("yarn", 0.5), Share("dust", 0.5)), 50.0, co2=20.0),
            Conversion("weave", "yarn", (Share("cloth", 1.1),), 10.0, (Share("dye", 0.1),), co2=0),
        ),
        facilities=WORKS,
        distances=tuple(
            (one, other, legs.get((one, other), 400.0))
            for number, one in enumerate(parties)
            for other in parties[number + 1 :]
        ),
    )


def test_the_meter_in_euro_tonnes_and_co2() -> None:
    """CO2 today 100 * 500 + 33 * 3,000; in the design 310 for transport, 1,000 sorting, 4,000
    rest, 1,200 spinning and 3,000 dye."""
    report = design(three_layers())
    meter = report.meter
    assert report.design.opened == {"sorting", "spinning", "weaving"}
    assert report.design.cost == pytest.approx(43_000 - 32_390)
    assert meter.euro == pytest.approx(100 * SAVING - 1800)
    assert (meter.least, meter.most) == pytest.approx((meter.euro, meter.euro))
    assert meter.tonnes == pytest.approx(100)
    assert meter.co2 == pytest.approx(149_000 - 9_510)
    assert report.design.cost == pytest.approx(cheapest_chain(report.chain))
    assert report.unfinished == ()


@pytest.mark.parametrize(
    ("fibre", "gains"),
    [(40.0, [6900, 280, 20_410, 4800]), (20.0, [6900, -920, 21_610, 4800])],
)
def test_whose_own_interest_stands_in_the_way(fibre: float, gains: list[float]) -> None:
    """The source pays 30 a tonne and the transport instead of 100. The sorter gets 30 for the waste
    and 40 (or 20) for the fibre, and has its work, the rest, the transport and the fixed cost. The
    spinner buys fibre and sells yarn at 900, the weaver buys it instead of cloth."""
    positions = design(three_layers(fibre)).meter.positions
    assert [each.gain for each in positions] == pytest.approx(gains)
    assert [each.party for each in positions if each.in_the_way] == [SORTER] * (fibre < 40)


def test_a_cent_of_loss_stands_in_the_way_and_rounding_does_not() -> None:
    assert Position(SORTER, alone=100.0, paid=100.01).in_the_way
    assert not Position(SORTER, alone=100.0, paid=100.001).in_the_way


def test_break_even_volumes_are_tonnes_of_input() -> None:
    """A tonne of fibre is 1/0.6 tonne of waste, a tonne of yarn 1/0.3."""
    volumes = {each.facility: each.volume for each in design(three_layers()).break_even}
    assert volumes == pytest.approx({
        "sorting": 1000 / SAVING,
        "spinning": 500 / (SAVING / 0.6),
        "weaving": 300 / (SAVING / 0.3),
    })  # fmt: skip


def test_the_smallest_viable_volume_is_kept() -> None:
    """Of 49 t the sorting, that starts at 50, takes nothing, though each tonne would pay."""
    assert design(three_layers(offered=49.0)).design.opened == frozenset()
    report = design(three_layers(offered=50.0))
    assert report.design.opened == {"sorting", "spinning", "weaving"}
    assert report.meter.euro == pytest.approx(50 * SAVING - 1800)


def test_the_only_other_design_is_to_do_nothing() -> None:
    """Each work without the other two has nothing to do; opening it all the same is no design."""
    report = design(three_layers(), others=5)
    assert [each.opened for each in report.others] == [frozenset()]
    assert report.others[0].cost == pytest.approx(43_000)


def test_an_open_facility_without_work_is_no_design_of_its_own() -> None:
    """A second weaving mill, free to open, would give the same flows once more."""
    chain = three_layers()
    spare = replace(WORKS[2], name="spare", fixed=0.0, capacity=20.0)
    chain = replace(chain, facilities=(*WORKS, spare))
    network = Network(chain)
    first = best(network, Run())
    after = next_best(network, Run(), first, 9)
    assert after.complete
    for each in (first, *after.designs):
        assert {one.column.sender.name for one in each.used if one.column.kind.value == "run"} == (
            each.opened
        )


def large() -> Chain:
    """More sorting works and mills than are settled at a glance."""
    random = np.random.default_rng(4)
    parties = tuple(f"p{number}" for number in range(4))
    sites = tuple(
        Site(f"s{n}", parties[n % 4], 52 + random.random(), 5 + random.random()) for n in range(40)
    )
    facilities = tuple(
        Facility(
            name=f"f{n}",
            site=f"s{n}",
            owner=parties[n % 4],
            conversion=("sort", "spin")[n % 2],
            fixed=float(random.integers(20_000, 60_000)),
            capacity=float(random.integers(1500, 4000)),
            smallest=500.0,
        )
        for n in range(40)
    )
    base = three_layers()
    return replace(
        base,
        parties=parties,
        sites=sites,
        transport=Transport(cost=0.2, detour=1.3),
        distances=(),
        materials=tuple(
            replace(each, sell=-90.0) if each.name == "yarn" else each for each in base.materials
        ),
        offers=tuple(
            Offer(f"o{n}", f"s{n}", "mix", float(random.integers(100, 900)), 110.0)
            for n in range(40)
        ),
        needs=tuple(
            Need(f"n{n}", f"s{n}", "yarn", float(random.integers(100, 500)), 600.0)
            for n in range(40)
        ),
        facilities=facilities,
    )  # fmt: skip


def test_a_stop_says_how_good_the_answer_is_and_what_is_not_finished() -> None:
    seen: list[Progress] = []
    run = Run(report=seen.append, cancelled=lambda: any(math.isfinite(one.gap) for one in seen))
    chain = large()
    report = design(chain, run, with_coalitions=True)
    assert report.design.status is Status.CANCELLED
    assert seen[-1].bound <= report.design.bound + 1e-6 <= report.design.cost
    assert 1e-6 < report.design.gap < 1
    assert {Part.BREAK_EVEN, Part.COALITIONS, Part.OTHERS} <= set(report.unfinished)
    assert written(report)["unfinished"] == [part.value for part in report.unfinished]
    assert report.coalitions is None
    if report.meter.euro is not None:
        assert report.meter.least is not None
        assert report.meter.least <= report.meter.euro


def test_a_gap_that_is_asked_ends_it_early() -> None:
    found = best(Network(large()), Run(gap=0.2))
    assert found.status is Status.OPTIMAL
    assert found.gap <= 0.2
    assert found.bound < found.cost


def test_what_groups_reach_is_exact_whatever_gap_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each group designed by itself: a gap of 0.9 would leave half of it on the table."""
    module = import_module("schakel.engine.design.chain.coalitions")
    monkeypatch.setattr(module, "WORTH_ENUMERATING", 0)
    chain = large()
    chain = replace(chain, offers=chain.offers[:9], needs=chain.needs[:9])
    chain = replace(chain, facilities=chain.facilities[:8])
    network = Network(chain)
    rough, exact = coalitions(network, Run(gap=0.9)), coalitions(network, Run())
    assert rough is not None
    assert exact is not None
    assert rough.value == pytest.approx(exact.value, rel=1e-5)


def test_groups_need_time() -> None:
    assert coalitions(Network(three_layers()), Run(seconds=0.0)) is None
