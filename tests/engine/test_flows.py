"""Balances, reconciliation, propagation and circularity of flows."""

from math import sqrt
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.engine.errors import BadInput
from schakel.engine.flows import (
    Flow,
    Kind,
    Passing,
    Product,
    imbalances,
    material_circularity,
    material_use_rate,
    network_of,
    propagate,
    reconcile,
    recycling_rate,
    without,
)
from schakel.engine.reference import flows as reference

NODES = ("a", "b", "c", "d", "in", "out")
MEASURED = st.sampled_from([False, False, True])


@st.composite
def networks(draw: st.DrawFn, missing: st.SearchStrategy[bool] = MEASURED) -> list[Flow]:
    """Flows between nodes, a few exact ones that end outside, and some that were not measured."""
    flows: list[Flow] = []
    ends = draw(
        st.lists(
            st.tuples(st.sampled_from(NODES[:5]), st.sampled_from([*NODES[:4], "out"])),
            min_size=1,
            max_size=12,
        )
    )
    for number, (source, target) in enumerate(pair for pair in ends if pair[0] != pair[1]):
        exact = source == "in" and draw(st.booleans())
        value = draw(st.floats(10, 100))
        deviation = 0.0 if exact else draw(st.floats(0.5, 10))
        flows.append(Flow(f"f{number}", source, target, value, deviation))
    # Every node can give way: no exact flow stands alone.
    flows += [Flow(f"out {node}", node, "out", 20.0, 2.0) for node in NODES[:4]]
    return [
        Flow(one.name, one.source, one.target) if one.deviation and draw(missing) else one
        for one in flows
    ]


def plain(flows: list[Flow]) -> list[reference.PlainFlow]:
    return [(flow.source, flow.target, flow.value, flow.deviation) for flow in flows]


@given(networks())
@settings(max_examples=150, deadline=None)
def test_equals_the_reference(flows: list[Flow]) -> None:
    network = network_of(flows)
    found = reconcile(network)
    values, covariance, chi_square, freedom = reference.reconcile(plain(flows))
    known = np.array([value is not None for value in values])
    assert (np.isnan(found.values) == ~known).all()
    assert (found.kinds == Kind.UNKNOWN).tolist() == (~known).tolist()
    assert found.values[known] == pytest.approx([v for v in values if v is not None], abs=1e-6)
    expected = np.sqrt(np.maximum(np.diag(covariance), 0))
    assert found.deviations[known] == pytest.approx(expected[known], abs=1e-5)
    assert np.isnan(found.deviations[~known]).all()
    assert found.chi_square == pytest.approx(chi_square, abs=1e-6)
    assert found.freedom == freedom
    for flow, value in zip(flows, found.values, strict=True):
        assert flow.deviation != 0 or value == flow.value


@given(networks())
@settings(max_examples=60, deadline=None)
def test_every_node_balances_whose_flows_are_known(flows: list[Flow]) -> None:
    network = network_of(flows)
    off = imbalances(network, reconcile(network).values)
    assert off[~np.isnan(off)] == pytest.approx(0, abs=1e-8)


@given(networks())
@settings(max_examples=60, deadline=None)
def test_what_a_balance_checks_is_what_it_gives_when_it_was_not_measured(flows: list[Flow]) -> None:
    network = network_of(flows)
    found = reconcile(network)
    for at in np.flatnonzero(np.isin(found.kinds, [Kind.CHECKED, Kind.UNCHECKED])).tolist():
        again = reconcile(without(network, at))
        given_back = again.kinds[at] == Kind.CALCULATED
        assert given_back == (found.kinds[at] == Kind.CHECKED)
        if given_back:
            left = np.hypot(again.deviations[at], network.deviations[at])
            off = again.values[at] - network.values[at]
            assert found.standardised[at] == pytest.approx(off / left, abs=1e-6)


@given(networks())
@settings(max_examples=40, deadline=None)
def test_gradients_equal_the_factor(flows: list[Flow]) -> None:
    network = network_of(flows)
    small = reconcile(network)
    with patch("schakel.engine.flows.reconcile.FACTORED", -1):
        large = reconcile(network)
        asked = reconcile(network, np.arange(len(flows)))
    assert large.values == pytest.approx(small.values, abs=1e-6, nan_ok=True)
    assert np.isnan(large.deviations).all()
    assert large.suspects == ()
    assert asked.deviations == pytest.approx(small.deviations, abs=1e-5, nan_ok=True)
    assert asked.standardised == pytest.approx(small.standardised, abs=1e-5, nan_ok=True)


def test_two_measurements_of_one_stream_meet_by_their_certainty() -> None:
    """By hand: (100/1 + 110/4) / (1/1 + 1/4) = 102, with variance 1 / (1 + 1/4)."""
    flows = [Flow("in", "farm", "plant", 100, 1), Flow("out", "plant", "shop", 110, 2)]
    found = reconcile(network_of(flows))
    assert found.values == pytest.approx([102, 102])
    assert found.deviations == pytest.approx([sqrt(0.8)] * 2)
    assert found.chi_square == pytest.approx(100 / 5)
    assert found.freedom == 1
    assert found.suspects == (0, 1), "in series they can't be told apart"


def test_a_published_balance() -> None:
    """A heat exchanger with a bypass: Narasimhan and Jordache (2000), chapter 1, table 1-1."""
    flows = [
        Flow("1", "feed", "splitter", 101.91, 1),
        Flow("2", "splitter", "exchanger", 64.45, 1),
        Flow("3", "splitter", "valve", 34.65, 1),
        Flow("4", "exchanger", "mixer", 64.20, 1),
        Flow("5", "valve", "mixer", 36.44, 1),
        Flow("6", "mixer", "product", 98.88, 1),
    ]
    found = reconcile(network_of(flows))
    expected = [100.22, 64.50, 35.72, 64.50, 35.72, 100.22]
    assert found.values == pytest.approx(expected, abs=0.006)


def test_flows_that_were_not_measured_by_hand() -> None:
    """c = a - b = 70 with variance 3^2 + 4^2; d and e make a loop, so only their sum is known."""
    flows = [
        Flow("a", "mine", "plant", 100, 3),
        Flow("b", "plant", "dump", 30, 4),
        Flow("c", "plant", "store"),
        Flow("d", "store", "shop"),
        Flow("e", "store", "shop"),
        Flow("f", "shop", "homes", 70, 1),
    ]
    found = reconcile(network_of(flows[:3]))
    assert found.values.tolist() == [100, 30, 70]
    assert found.deviations == pytest.approx([3, 4, 5])
    assert [Kind(kind) for kind in found.kinds] == [
        Kind.UNCHECKED,
        Kind.UNCHECKED,
        Kind.CALCULATED,
    ]
    whole = reconcile(network_of(flows))
    assert whole.kinds.tolist() == [1, 1, Kind.CALCULATED, Kind.UNKNOWN, Kind.UNKNOWN, 1]
    assert np.isnan(whole.values[3:5]).all()
    assert whole.freedom == 1


def test_deviations_that_lie_far_apart_are_refused_or_balance() -> None:
    flows = [
        Flow("a", "x", "n", 500, 1e9),
        Flow("b", "n", "m", 400, 1e-9),
        Flow("c", "m", "n", 300, 1e9),
        Flow("d", "n", "y", 900, 1e-9),
        Flow("e", "m", "y", 700, 1e9),
    ]
    network = network_of(flows)
    assert imbalances(network, reconcile(network).values) == pytest.approx(0, abs=1e-5)
    with patch("schakel.engine.flows.reconcile.BALANCED", -1.0), pytest.raises(BadInput) as caught:
        reconcile(network)
    assert "too far apart" in str(caught.value)


def test_a_gross_error_is_named() -> None:
    flows = [
        Flow("a", "x", "n", 100, 1),
        Flow("b", "n", "m", 130, 1),
        Flow("c", "m", "y", 100, 1),
        Flow("d", "n", "z", 0.5, 0.1),
    ]
    found = reconcile(network_of(flows))
    assert [flows[at].name for at in found.suspects] == ["b"]
    assert found.chance < 0.001


def test_without_a_gross_error_nobody_is_named() -> None:
    flows = [Flow("a", "x", "n", 100, 2), Flow("b", "n", "y", 101, 2)]
    assert reconcile(network_of(flows)).suspects == ()


def test_exact_values_that_contradict_name_the_node() -> None:
    flows = [
        Flow("a", "x", "n", 100, 0),
        Flow("b", "n", "y", 90, 0),
        Flow("c", "x", "m", 5, 1),
        Flow("d", "m", "y", 5, 1),
    ]
    with pytest.raises(BadInput, match=r"^n, standard deviation: .* 10 t more comes in"):
        reconcile(network_of(flows))


def test_exact_values_around_a_group_name_a_node_of_it() -> None:
    flows = [
        Flow("a", "x", "n", 100, 0),
        Flow("b", "n", "m", 95, 1),
        Flow("c", "m", "y", 90, 0),
    ]
    with pytest.raises(BadInput, match=r"^m, .*joined to: n\)"):
        reconcile(network_of(flows))


def test_exact_values_that_agree_are_kept() -> None:
    flows = [
        Flow("a", "x", "n", 100, 0),
        Flow("b", "n", "m", 95, 1),
        Flow("c", "m", "y", 100, 0),
    ]
    found = reconcile(network_of(flows))
    assert found.values == pytest.approx([100, 100, 100])
    assert found.deviations == pytest.approx([0, 0, 0], abs=1e-9)


@pytest.mark.parametrize(
    ("flow", "field"),
    [
        (Flow("b", "n", "y", float("nan"), 1), "value"),
        (Flow("b", "n", "y", -1, 1), "value"),
        (Flow("b", "n", "y", 1, float("inf")), "standard deviation"),
        (Flow("b", "n", "y", 1, 1e-12), "standard deviation"),
        (Flow("b", "n", "y", 1, 1e13), "standard deviation"),
        (Flow("b", "n", "y", 1), "standard deviation"),
        (Flow("b", "n", "y", None, 1), "standard deviation"),
        (Flow("b", "n", "n", 1, 1), "to"),
        (Flow("b", "", "y", 1, 1), "from"),
        (Flow("a", "n", "y", 1, 1), "flow"),
        (Flow("b", "n", "y", 100_000, 1), "value"),
    ],
)
def test_bad_flows_are_named(flow: Flow, field: str) -> None:
    with pytest.raises(BadInput) as caught:
        network_of([Flow("a", "x", "n", 100, 1), flow])
    assert caught.value.field == field


def test_no_flows() -> None:
    with pytest.raises(BadInput):
        network_of([])


@given(
    st.lists(
        st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde"), st.floats(0, 0.18)),
        min_size=1,
        max_size=5,
        unique_by=lambda one: one[:2],
    ),
    st.floats(-50, 50),
)
def test_propagation_equals_the_reference(
    given_passings: list[tuple[str, str, float]], tonnes: float
) -> None:
    passings = [Passing(*one) for one in given_passings]
    change = {given_passings[0][0]: tonnes}
    found = propagate(passings, change)
    expected = reference.propagate(given_passings, change, rounds=400)
    for node, value in found.items():
        assert value == pytest.approx(expected.get(node, 0.0), abs=1e-6)


def test_a_loop_without_end_is_named() -> None:
    loop = [Passing("a", "b", 1.0), Passing("b", "a", 1.0)]
    with pytest.raises(BadInput, match="loop"):
        propagate(loop, {"a": 1})
    gain = [Passing("a", "b", 1.5), Passing("b", "a", 1.0)]
    with pytest.raises(BadInput, match="loop"):
        propagate(gain, {"a": 1}, frozenset("a"))


@pytest.mark.parametrize("ratio", [1.0, 1.5])
def test_a_node_that_gives_itself_back_all_it_gets_is_named(ratio: float) -> None:
    with pytest.raises(BadInput, match=r"^a, ratio: is in a loop"):
        propagate([Passing("a", "a", ratio)], {"a": 1}, frozenset("a"))


def test_a_long_loop_that_leaks_everywhere_is_followed() -> None:
    """Every node gives nine tenths to its two neighbours, so each tonne moves 10 times in all."""
    ring = [f"n{number:02}" for number in range(80)]
    passings = [
        Passing(one, ring[(at + step) % len(ring)], 0.45)
        for at, one in enumerate(ring)
        for step in (-1, 1)
    ]
    found = propagate(passings, {"n00": 1.0})
    assert sum(found.values()) == pytest.approx(1 / (1 - 0.9))


def test_a_yield_above_one_needs_a_co_input() -> None:
    passings = [Passing("mixer", "shop", 1.2)]
    with pytest.raises(BadInput, match="co-input"):
        propagate(passings, {"mixer": 10})
    assert propagate(passings, {"mixer": 10}, frozenset(["mixer"]))["shop"] == pytest.approx(12)


def test_use_and_recycling_rates_by_hand() -> None:
    """(30 - 5 + 15) / (160 + 40) and 55 / 100."""
    rate = material_use_rate(recovered=30, imported=5, exported=15, consumption=160)
    assert rate == pytest.approx(0.2)
    assert recycling_rate(recycled=55, generated=100) == pytest.approx(0.55)
    with pytest.raises(BadInput):
        recycling_rate(recycled=2, generated=1)
    with pytest.raises(BadInput):
        recycling_rate(recycled=0, generated=0)
    with pytest.raises(BadInput):
        material_use_rate(recovered=1, imported=2, exported=0, consumption=1)


@pytest.mark.parametrize(
    ("product", "expected"),
    [
        # The ends of the scale, as its methodology gives them.
        (Product(10), 0.1),
        (Product(10, from_reuse=1, to_reuse=1), 1.0),
        (Product(10, from_recycling=1, to_recycling=1), 1.0),
        # Used twice as long; used half as long stays at 0.
        (Product(10, utility=2), 0.55),
        (Product(10, utility=0.5), 0.0),
        # V = 6, lost = 5, W = 5 + (1 + 1) / 2 = 6, index = 12 / (20 + 0) = 0.6.
        (
            Product(
                10,
                from_recycling=0.4,
                to_recycling=0.5,
                collected_yield=0.8,
                feedstock_yield=0.8,
            ),
            0.46,
        ),
        # V = 10, lost = 0, W = 0 + 4 / 2 = 2, index = 12 / (20 - 2).
        (Product(10, to_recycling=1, collected_yield=0.6), 0.4),
    ],
)
def test_the_material_circularity_indicator(product: Product, expected: float) -> None:
    assert material_circularity(product) == pytest.approx(expected)


@pytest.mark.parametrize(
    "product",
    [
        Product(0),
        Product(float("nan")),
        Product(1, utility=0),
        Product(1, feedstock_yield=1.1),
        Product(1, from_recycling=0.6, from_reuse=0.5),
        Product(1, to_reuse=-0.1),
    ],
)
def test_a_product_that_cannot_be(product: Product) -> None:
    with pytest.raises(BadInput, match=r"^material circularity, "):
        material_circularity(product)
