"""Designing a chain: against the reference, and what is refused at the door."""

import copy
import itertools
import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import schakel.cli
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
    chain_of,
    coalitions,
    design,
    next_best,
    read_chain,
    written,
)
from schakel.engine.design.chain.coalitions import members
from schakel.engine.design.chain.optimum import kept
from schakel.engine.errors import BadInput
from schakel.engine.reference.design import break_even_volume, cheapest_chain, costs_of_open_sets
from schakel.engine.solver import Run, Status

EXAMPLE = Path(schakel.cli.__file__).parent / "data" / "design.json"
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


def test_the_sub_optimisation_of_a_chain_of_two() -> None:
    """A pays 100 to burn its waste, B could make of it what it buys for 300, at a cost of 150 and
    with 1000 fixed: together 10 t save 10 * (100 + 300 - 150) - 1000 = 1500. At a price of -60 A
    gains 40 a tonne, B the rest; at -160 A stands in the way."""
    content = two()
    report = design(chain_of(content, "two"))
    assert report.meter.euro == pytest.approx(1500)
    assert [each.gain for each in report.meter.positions] == pytest.approx([400, 1100])
    assert not any(each.in_the_way for each in report.meter.positions)
    assert report.break_even[0].volume == pytest.approx(1000 / 250)
    assert kept(report.chain, report.design) == pytest.approx(10)
    content["materials"][0]["price_eur_per_tonne"] = -160
    assert design(chain_of(content, "two")).meter.positions[0].in_the_way


def test_one_missing_figure_makes_the_co2_unknown() -> None:
    content = two()
    assert written(design(chain_of(content, "two")))["meter"]["co2_less_kg"] == 10 * (700 + 2000)
    del content["needs"][0]["virgin_co2_kg_per_tonne"]
    assert written(design(chain_of(content, "two")))["meter"]["co2_less_kg"] is None


def test_who_cannot_do_alone_leaves_the_gain_unknown() -> None:
    content = two()
    content["needs"][0]["virgin_eur_per_tonne"] = None
    report = design(chain_of(content, "two"))
    assert report.meter.euro is None
    assert report.design.opened == {"plant"}
    with pytest.raises(BadInput, match="need product, virgin_eur_per_tonne"):
        coalitions(Network(report.chain), Run())


def test_a_smallest_viable_volume_that_is_not_reached_keeps_it_closed() -> None:
    content = two()
    content["facilities"][0] |= {"smallest_tonnes": 11, "capacity_tonnes": 20}
    assert design(chain_of(content, "two")).design.opened == frozenset()


def test_cancelled_says_so_or_is_ready() -> None:
    run = Run(cancelled=lambda: True)
    assert best(Network(chain_of(two(), "two")), run).status in (Status.CANCELLED, Status.OPTIMAL)


def test_the_example_can_be_designed() -> None:
    report = design(read_chain(EXAMPLE.read_text(encoding="utf-8"), "example"))
    assert report.design.status is Status.OPTIMAL
    assert report.design.tonnes(Kind.FLOW) > 0
    assert "made up" in EXAMPLE.read_text(encoding="utf-8")


def two() -> dict[str, Any]:
    return {
        "parties": [{"name": "A"}, {"name": "B"}],
        "sites": [
            {"name": "a", "party": "A", "lat": 52, "lon": 5},
            {"name": "b", "party": "B", "lat": 52, "lon": 5},
        ],
        "materials": [{"name": "waste", "price_eur_per_tonne": -60}, {"name": "product"}],
        "transport": {"eur_per_tonne_km": 1, "co2_kg_per_tonne_km": 0, "detour": 1},
        "offers": [
            {
                "name": "waste",
                "site": "a",
                "material": "waste",
                "tonnes": 10,
                "outlet_eur_per_tonne": 100,
                "outlet_co2_kg_per_tonne": 700,
            }
        ],
        "needs": [
            {
                "name": "product",
                "site": "b",
                "material": "product",
                "tonnes": 10,
                "virgin_eur_per_tonne": 300,
                "virgin_co2_kg_per_tonne": 2000,
            }
        ],
        "conversions": [
            {
                "name": "make",
                "input": "waste",
                "eur_per_tonne": 150,
                "co2_kg_per_tonne": 0,
                "outputs": [{"material": "product", "yield": 1}],
            }
        ],
        "facilities": [
            {
                "name": "plant",
                "site": "b",
                "conversion": "make",
                "fixed_eur": 1000,
                "capacity_tonnes": 10,
            }
        ],
    }


Path_ = tuple[str | int, ...]
BROKEN: list[tuple[str, Path_, Any, str]] = [
    ("yield", ("conversions", 0, "outputs", 0, "yield"), 1.2, "conversion make, yield: .*co-input"),
    ("unit", ("offers", 0, "unit"), "kg", "offer waste, unit: 'kg' is not tonnes"),
    ("not a number", ("offers", 0, "tonnes"), math.nan, "offer waste, tonnes: nan is not a figure"),
    ("text", ("offers", 0, "tonnes"), "12", "offer waste, tonnes: '12' is not a figure"),
    ("below zero", ("needs", 0, "tonnes"), -1, "need product, tonnes: -1 is below 0"),
    ("no outlet", ("offers", 0, "outlet_eur_per_tonne"), None, "offer waste, outlet_eur.* missing"),
    ("price", ("materials", 0, "price_eur_per_tonne"), None, "material waste, price_eur.*missing"),
    ("reference", ("offers", 0, "site"), "x", "offer waste, site: there is no site 'x'"),
    ("twice", ("parties", 1, "name"), "A", "party A, name: is there twice"),
    ("misspelt", ("offers", 0, "tons"), 3, "offer waste, tons: is not a field here"),
    ("off the earth", ("sites", 0, "lat"), 152, "site a, lat: is not a place on earth"),
    ("smallest", ("facilities", 0, "smallest_tonnes"), 11, "facility plant, smallest_tonnes"),
    ("no detour", ("transport",), {"eur_per_tonne_km": 1}, "transport, detour: is missing"),
    ("kilograms", ("offers", 0, "tonnes"), 6e7, "offer waste, tonnes: is more .* kilograms"),
    ("kilograms in", ("facilities", 0, "capacity_tonnes"), 6e7, "plant, capacity_tonnes: .* kilo"),
    (
        "no money",
        ("needs", 0, "virgin_eur_per_tonne"),
        1e25,
        "need product, virgin.*: is more than",
    ),
    (
        "no distance",
        ("distances",),
        [{"from": "a", "to": "a", "km": 1}],
        "distance a - a, to: is w",
    ),
    (
        "distance twice",
        ("distances",),
        [{"from": "a", "to": "b", "km": 1}, {"from": "b", "to": "a", "km": 2}],
        "distance b - a, km: is there twice",
    ),
    ("no list", ("offers",), {}, "chain.json, offers: is not a list"),
    ("no record", ("offers", 0), 3, "offer 1: is not a record"),
    ("nothing", ("parties",), [], "chain, offers: there is nothing to design"),
]


@pytest.mark.parametrize(("path", "value", "message"), [row[1:] for row in BROKEN],
                         ids=[row[0] for row in BROKEN])  # fmt: skip
def test_bad_input_is_named_at_its_record(path: Path_, value: Any, message: str) -> None:
    content: Any = two()
    place = content
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(BadInput, match=message):
        design(chain_of(content, "chain.json"))


def test_a_need_that_nobody_can_meet() -> None:
    content = two()
    content["needs"][0] |= {"virgin_eur_per_tonne": None, "tonnes": 11}
    with pytest.raises(BadInput, match="need product, tonnes: 11 t is more than the 10 t"):
        chain_of(content, "x")


def test_needs_that_cannot_all_be_met() -> None:
    """Each by itself could be met, so that only the design finds it."""
    content = two()
    more = copy.deepcopy(content["needs"][0]) | {"name": "more", "virgin_eur_per_tonne": None}
    content["needs"][0]["virgin_eur_per_tonne"] = None
    content["needs"].append(more)
    with pytest.raises(BadInput, match=r"need more, tonnes: of 10.* t, 10.* t cannot be met"):
        design(chain_of(content, "x"))


def test_what_a_need_is_short_of() -> None:
    """Two plants could make 20 t, but 10 t of waste is all there is."""
    content = two()
    content["facilities"].append(content["facilities"][0] | {"name": "second"})
    content["needs"][0] |= {"virgin_eur_per_tonne": None, "tonnes": 15}
    with pytest.raises(BadInput, match=r"need product, tonnes: of 15.* t, 5.* t cannot be met"):
        design(chain_of(content, "x"))


def test_a_loop_that_makes_more() -> None:
    content = two()
    content["materials"].append({"name": "water", "buy_eur_per_tonne": 1})
    content["conversions"].append(
        {
            "name": "back",
            "input": "product",
            "eur_per_tonne": 1,
            "co_inputs": [{"material": "water", "tonnes": 0.5}],
            "outputs": [{"material": "waste", "yield": 1.5}],
        }
    )
    with pytest.raises(BadInput, match="yield: is in a loop that makes more"):
        chain_of(content, "x")


def test_trade_without_end() -> None:
    content = two()
    content["materials"][1] |= {"buy_eur_per_tonne": 5, "sell_eur_per_tonne": 6}
    with pytest.raises(BadInput, match=r"material product, sell_eur_per_tonne: .* without end"):
        chain_of(content, "x")


def test_an_output_that_has_nowhere_to_go() -> None:
    content = two()
    content["materials"].append({"name": "rest"})
    content["conversions"][0]["outputs"] = [
        {"material": "product", "yield": 0.5},
        {"material": "rest", "yield": 0.5},
    ]
    with pytest.raises(BadInput, match="conversion make, outputs: rest has nowhere to go"):
        chain_of(content, "x")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "x.json: the file is empty"),
        ("{", "is not JSON at line 1"),
        ("[" * 100_000, "is nested too deep"),
        ('{"offers": [{"name": "o", "tonnes": 1, "tonnes": 2}]}', "o, tonnes: is there twice"),
        (
            '{"transport": {"eur_per_tonne_km": 1' + "0" * 400 + "}}",
            "eur_per_tonne_km: .* is not a figure",
        ),
    ],
)
def test_a_file_that_is_no_chain(text: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        read_chain(text, "x.json")


def test_what_is_written_is_json() -> None:
    found = design(chain_of(two(), "two"), with_coalitions=True)
    content = json.loads(json.dumps(written(found), allow_nan=False))
    assert content["design"]["open"] == [{"facility": "plant", "tonnes": 10.0}]
    assert content["coalitions"]["values"][3] == {"parties": ["A", "B"], "value_eur": -2500.0}
