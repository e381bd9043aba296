"""Balances, reconciliation, propagation and circularity of flows."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.engine.errors import BadInput
from schakel.engine.flows import (
    Flow,
    Passing,
    imbalances,
    material_use_rate,
    network_of,
    propagate,
    reconcile,
    recycling_rate,
)
from schakel.engine.reference import flows as reference

NODES = ("a", "b", "c", "d", "in", "out")


@st.composite
def networks(draw: st.DrawFn) -> list[Flow]:
    """Free flows between nodes, and a few exact ones that end outside."""
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
    return flows


@given(networks())
@settings(max_examples=60, deadline=None)
def test_equals_the_reference(flows: list[Flow]) -> None:
    network = network_of(flows)
    found = reconcile(network)
    plain = [(flow.source, flow.target, flow.value, flow.deviation) for flow in flows]
    values, covariance, chi_square = reference.reconcile(plain)
    assert found.values == pytest.approx(values, abs=1e-6)
    expected = [sqrt(max(covariance[j][j], 0)) for j in range(len(flows))]
    assert found.deviations == pytest.approx(expected, abs=1e-5)
    assert found.chi_square == pytest.approx(chi_square, abs=1e-6)
    assert imbalances(network, found.values) == pytest.approx(0, abs=1e-8)
    for flow, value in zip(flows, found.values, strict=True):
        assert flow.deviation > 0 or value == flow.value


@given(networks())
@settings(max_examples=30, deadline=None)
def test_gradients_equal_the_factor(flows: list[Flow]) -> None:
    from unittest.mock import patch

    network = network_of(flows)
    with patch("schakel.engine.flows.reconcile.FACTORED", 0):
        large = reconcile(network)
    small = reconcile(network)
    assert large.values == pytest.approx(small.values, abs=1e-6)
    if network.nodes:
        assert np.isnan(large.deviations).all()


def test_two_measurements_of_one_stream_meet_by_their_certainty() -> None:
    """By hand: (100/1 + 110/4) / (1/1 + 1/4) = 102, with variance 1 / (1 + 1/4)."""
    flows = [Flow("in", "farm", "plant", 100, 1), Flow("out", "plant", "shop", 110, 2)]
    found = reconcile(network_of(flows))
    assert found.values == pytest.approx([102, 102])
    assert found.deviations == pytest.approx([sqrt(0.8)] * 2)
    assert found.chi_square == pytest.approx(100 / 5)
    assert found.freedom == 1
    assert found.suspects == (0, 1), "in series they can't be told apart"


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


def test_a_yield_above_one_needs_a_co_input() -> None:
    passings = [Passing("mixer", "shop", 1.2)]
    with pytest.raises(BadInput, match="co-input"):
        propagate(passings, {"mixer": 10})
    assert propagate(passings, {"mixer": 10}, frozenset(["mixer"]))["shop"] == pytest.approx(12)


def test_circularity() -> None:
    rate = material_use_rate(recovered=30, imported=5, exported=15, consumption=160)
    assert rate == pytest.approx(0.2)
    assert recycling_rate(recycled=55, generated=100) == pytest.approx(0.55)
    with pytest.raises(BadInput):
        recycling_rate(recycled=2, generated=1)
    with pytest.raises(BadInput):
        recycling_rate(recycled=0, generated=0)
    with pytest.raises(BadInput):
        material_use_rate(recovered=1, imported=2, exported=0, consumption=1)
