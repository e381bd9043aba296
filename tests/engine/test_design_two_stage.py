"""Two layers of facilities: against the optimiser on the whole model, and bad files."""

import heapq

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.engine.design.two_stage import TwoStage, read_two_stage, site_two_stage
from schakel.engine.design.two_stage.flows import least_flows, weak
from schakel.engine.design.two_stage.solve import _Branch, _Work
from schakel.engine.errors import BadInput
from schakel.engine.reference.design import cheapest_two_stage
from schakel.engine.solver import Run, Status, solve

FILE = "1 1 2 2\n3 1\n2 1\n9 9 50\n4\n6\n9 9 20\n1 2\n3 4\n"


@st.composite
def questions(draw: st.DrawFn) -> TwoStage:
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    products, plants, depots, customers = (draw(st.integers(1, 3)) for _ in range(4))
    demand = rng.integers(1, 9, (products, customers)).astype(float)

    def enough(places: int) -> np.ndarray:
        capacity = rng.integers(1, 20, (products, places)).astype(float)
        capacity[:, 0] += np.maximum(demand.sum(axis=1) - capacity.sum(axis=1), 0)
        return capacity

    return TwoStage(
        demand=demand,
        plant_capacity=enough(plants),
        plant_fixed=rng.integers(0, 99, plants).astype(float),
        plant_cost=rng.integers(0, 9, (products, plants, depots)).astype(float),
        depot_capacity=enough(depots),
        depot_fixed=rng.integers(0, 99, depots).astype(float),
        depot_cost=rng.integers(0, 9, (products, depots, customers)).astype(float),
    )


@settings(max_examples=40, deadline=None)
@given(questions())
def test_the_answer_is_that_of_the_whole_model(asked: TwoStage) -> None:
    relaxed = weak(asked)
    relaxed.model.integer[relaxed.opened] = True
    whole = solve(relaxed.model)
    found = site_two_stage(asked)
    assert found.status is Status.OPTIMAL
    assert found.objective == pytest.approx(whole.objective, rel=1e-6)
    assert found.bound <= found.objective * (1 + 1e-9)
    opened = np.zeros(len(asked.fixed), bool)
    opened[found.plants] = opened[asked.plants + found.depots] = True
    flows = least_flows(asked, opened, np.inf)
    assert flows is not None
    assert asked.fixed[opened].sum() + flows.cost == pytest.approx(found.objective)


@settings(max_examples=25, deadline=None)
@given(questions())
def test_the_answer_is_that_of_the_reference(asked: TwoStage) -> None:
    found = site_two_stage(asked)
    assert found.status is Status.OPTIMAL
    assert found.objective == pytest.approx(cheapest_two_stage(asked), rel=1e-6)


def test_a_small_file_by_hand() -> None:
    """One plant and one depot carry all: 70 fixed, then 5 t at 4 + 2 t at 6, then 3 t at 1, 2 t at
    2, 1 t at 3 and 1 t at 4."""
    found = site_two_stage(read_two_stage(FILE, "file"))
    assert found.objective == pytest.approx(70 + 20 + 12 + 3 + 4 + 3 + 4)


def test_it_stops_in_time() -> None:
    asked = read_two_stage(FILE, "file")
    assert site_two_stage(asked, Run(seconds=0.0)).status is Status.TIME


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "file: the file is empty"),
        ("inf 1 1", "file, first line"),
        ("1 1 1\n0\n5 10\n3\n5 20\n4", "all customers, demand: is 0"),
        ("1 2\n3", "file, first line: must hold the numbers"),
        (FILE + "7", "file, length: has 17 numbers after the first line; its sizes need 16"),
        (FILE.replace("9 9 50", "9 1 50"), "all plants, capacity: is too little .* of product 2"),
        (FILE.replace("9 9 20", "9 9 nan"), "depot 1, fixed cost: is not a figure"),
    ],
)
def test_bad_input_is_named_at_its_record(text: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        read_two_stage(text, "file")


def test_a_product_of_which_little_is_asked_needs_capacity_too() -> None:
    text = "1 1 1 2\n1000 0.0000001\n2000 0 50\n4\n6\n2000 9 20\n1\n3\n"
    with pytest.raises(BadInput, match=r"all plants, capacity: is too little .* of product 2"):
        read_two_stage(text, "file")


def test_what_was_not_looked_at_holds_the_bound_down() -> None:
    work = _Work(read_two_stage(FILE, "file"), Run(seconds=0.0))
    low, high = np.zeros(4), np.ones(4)
    work.bound = 10.0
    heapq.heappush(work.heap, _Branch(15.0, 0, low, high, high))
    work.look(low, high)
    work.stopped = Status.FAILED
    work.raise_bound()
    assert work.bound == 10.0
    work.run = Run()
    assert work.ended() is Status.FAILED


def test_flows_past_the_limit_are_of_no_use() -> None:
    asked = read_two_stage(FILE, "file")
    assert least_flows(asked, np.array([True, True]), 46.1) is not None
    assert least_flows(asked, np.array([True, True]), 45.9) is None
