"""The format of the published two-stage instances (PSC and the like)."""

import numpy as np

from schakel.engine.design.numbers import numbers_in
from schakel.engine.design.two_stage.siting import TwoStage
from schakel.engine.errors import BadInput, Phrase
from schakel.engine.solver import Floats


def read_two_stage(text: str, record: str) -> TwoStage:
    """Numbers in free format. The first line has the numbers of plants, depots, customers and,
    where there is more than one, products; then demand per customer, per plant its capacities and
    fixed cost, costs plant to depot per product, the same for depots and customers."""
    numbers = numbers_in(text, record)
    head = len(text.strip().splitlines()[0].split())
    sizes = numbers[:head]
    if head not in (3, 4) or not np.isfinite(sizes).all() or (sizes < 1).any() or (sizes % 1).any():
        raise BadInput(
            record,
            Phrase("first line"),
            "must hold the numbers of plants, depots, customers and maybe products; correct it",
        )
    plants, depots, customers, products = (int(size) for size in [*sizes, 1][:4])
    pieces = [
        (customers, products),
        (plants, products + 1),
        (products, plants, depots),
        (depots, products + 1),
        (products, depots, customers),
    ]
    demand, plant, first, depot, second = _cut(numbers[head:], pieces, record)
    return TwoStage(
        demand=demand.T.copy(),
        plant_capacity=plant[:, :products].T.copy(),
        plant_fixed=plant[:, products].copy(),
        plant_cost=first.copy(),
        depot_capacity=depot[:, :products].T.copy(),
        depot_fixed=depot[:, products].copy(),
        depot_cost=second.copy(),
    )


def _cut(numbers: Floats, shapes: list[tuple[int, ...]], record: str) -> list[Floats]:
    ends = np.cumsum([int(np.prod(shape)) for shape in shapes])
    if len(numbers) != ends[-1]:
        raise BadInput(
            record,
            Phrase("length"),
            "has %(numbers)s numbers after the first line; its sizes need %(expected)s",
            numbers=len(numbers),
            expected=ends[-1],
        )
    parts = np.split(numbers, ends[:-1])
    return [part.reshape(shape) for part, shape in zip(parts, shapes, strict=True)]
