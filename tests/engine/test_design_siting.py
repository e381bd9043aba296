"""Capacitated location: published optima, the reference, and what is refused at the door."""

import lzma
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.engine.design.capacitated import Siting, plain_model, read_orlib, site
from schakel.engine.design.capacitated.transport import transport
from schakel.engine.errors import BadInput
from schakel.engine.reference.design import cheapest_siting
from schakel.engine.solver import Progress, Run, Status, solve


def orlib() -> Path | None:
    places = [each / "shared/data/benchmarks/orlib" for each in Path(__file__).resolve().parents]
    return next((each for each in places if each.is_dir()), None)


FOLDER = orlib()
needs_instances = pytest.mark.skipif(FOLDER is None, reason="../shared/data is not here")


def published() -> dict[str, float]:
    """Optima out of capopt.txt; the large ones are listed there by capacity."""
    assert FOLDER is not None
    text = (FOLDER / "capopt.txt").read_text()
    small = {name: float(cost) for name, cost in re.findall(r"(cap\d+) +([\d.]+)", text)}
    large: dict[str, float] = {}
    for letter, *rows in (part.split("\n") for part in re.split(r"\ncap(?=[abc])", text)[1:]):
        costs = [re.search(r"([\d.]+) \(capacity", row) for row in (letter[1:], *rows)]
        known = [each.group(1) for each in costs if each]
        large |= {f"cap{letter[0]}{n}": float(cost) for n, cost in enumerate(known, 1)}
    return small | large


def read(name: str) -> Siting:
    assert FOLDER is not None
    path = FOLDER / f"{name}.txt"
    if path.exists():
        return read_orlib(path.read_text(), name)
    with lzma.open(f"{path}.xz", "rt") as file:
        return read_orlib(file.read(), name)


@needs_instances
def test_all_published_small_optima_are_proven() -> None:
    small = {name: cost for name, cost in published().items() if name[3].isdigit()}
    assert len(small) == 37
    for name, cost in small.items():
        found = site(read(name), Run(seconds=60))
        assert found.status is Status.OPTIMAL, name
        assert found.gap <= 1e-6, name
        assert found.objective == pytest.approx(cost, rel=1e-8), name


@needs_instances
@pytest.mark.parametrize("name", ["capa1", "capa4", "capb1", "capb4", "capc1", "capc4"])
def test_published_large_optima_are_proven(name: str) -> None:
    found = site(read(name), Run(seconds=120))
    assert found.status is Status.OPTIMAL
    assert found.objective == pytest.approx(published()[name], rel=1e-9)


whole = st.integers(1, 30).map(float)


@st.composite
def sitings(draw: st.DrawFn) -> Siting:
    facilities, customers = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    demand = np.array(draw(st.lists(whole, min_size=customers, max_size=customers)))
    capacity = np.array(draw(st.lists(whole, min_size=facilities, max_size=facilities)))
    if draw(st.booleans()):
        capacity[:] = capacity[0]
    capacity[0] += max(0.0, demand.sum() - capacity.sum())
    figures = st.lists(whole, min_size=facilities, max_size=facilities)
    fixed = np.array(draw(figures)) * 5
    cost = np.array([draw(figures) for _ in range(customers)]).T.copy()
    return Siting(capacity, fixed, demand, cost)


@settings(max_examples=60, deadline=None)
@given(sitings())
def test_the_answer_is_that_of_the_reference(siting: Siting) -> None:
    found = site(siting)
    parts = (siting.capacity, siting.fixed, siting.demand, siting.cost)
    slow = cheapest_siting(*(part.tolist() for part in parts))
    assert found.status is Status.OPTIMAL
    assert found.objective == pytest.approx(slow, rel=1e-6)
    assert found.bound <= found.objective * (1 + 1e-9)
    assert np.allclose(found.served.sum(axis=0), 1)
    assert (found.served @ siting.demand <= siting.capacity * found.opened + 1e-6).all()


@settings(max_examples=30, deadline=None)
@given(sitings())
def test_the_textbook_model_agrees(siting: Siting) -> None:
    model, _opened = plain_model(siting)
    assert solve(model).objective == pytest.approx(site(siting).objective, rel=1e-6)


@settings(max_examples=60, deadline=None)
@given(sitings())
def test_transport_stops_where_it_is_of_no_use(siting: Siting) -> None:
    price = siting.cost / siting.demand
    cost, amount = transport(price, siting.demand, siting.capacity)
    assert cost == pytest.approx((price * amount).sum())
    assert transport(price, siting.demand, siting.capacity, cost * 0.99)[0] == np.inf


def test_it_stops_when_cancelled_and_says_how_good_it_is() -> None:
    rng = np.random.default_rng(1)
    siting = Siting(
        rng.uniform(20, 40, 30),
        rng.uniform(50, 99, 30),
        np.ones(200),
        rng.uniform(1, 20, (30, 200)),
    )
    seen: list[float] = []
    found = site(siting, Run(report=lambda progress: seen.append(progress.bound), cancelled=_yes))
    assert found.status is Status.CANCELLED
    assert found.bound <= found.objective
    assert seen == sorted(seen)
    assert site(siting, Run(seconds=0.0)).status is Status.TIME


def _yes() -> bool:
    return True


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "file: the file is empty"),
        ("1 x", "file: “x” is not a number"),
        ("1 1\n5 1\n2", "file, length: has 5 numbers; .* need 6"),
        ("0 1", "file, first line"),
        ("1 1\n5 1\n6\n1", "all facilities, capacity: together 1 too little"),
        ("1 1\n5 1\nnan\n1", "customer 1, demand: is not a figure"),
        ("1 1\n-5 1\n2\n1", "facility 1, capacity: is not a figure of 0 or more"),
        ("1 1\n5 1\n2\ninf", "customer 1, cost: is not a figure"),
    ],
)
def test_bad_input_is_named_at_its_record(text: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        read_orlib(text, "file")


@pytest.mark.parametrize("money", [1e-9, 1e-6, 1.0, 1e9])
@pytest.mark.parametrize("tonnes", [1e-9, 1.0, 1e9])
def test_the_unit_of_the_figures_changes_no_answer(money: float, tonnes: float) -> None:
    """Both open; the first, at 3 and 4 a tonne, is full, and 1 t of the second customer costs 9."""
    siting = Siting(
        capacity=np.array([4.0, 4.0]) * tonnes,
        fixed=np.array([1.0, 0.0]) * money,
        demand=np.array([2.0, 3.0]) * tonnes,
        cost=np.array([[6.0, 12.0], [18.0, 27.0]]) * money,
    )
    seen: list[Progress] = []
    found = site(siting, Run(report=seen.append))
    assert found.status is Status.OPTIMAL
    assert found.objective == pytest.approx((1 + 6 + 8 + 9) * money, rel=1e-9)
    assert found.gap <= 1e-6
    assert seen[-1].objective == found.objective
    assert (found.served @ siting.demand <= siting.capacity * (1 + 1e-9)).all()


def test_a_little_too_little_is_too_little() -> None:
    """In kilotonnes and less the figures are small, and so is what may be rounding."""
    with pytest.raises(BadInput, match="too little for the demand"):
        Siting(np.array([1e-9]), np.array([1.0]), np.array([1.5e-9]), np.array([[1.0]]))
