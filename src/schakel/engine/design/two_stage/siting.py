"""What is asked, checked once, and what is answered. The first axis is the product."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.engine.errors import BadInput
from schakel.engine.solver import Floats, Numbers, Status, gap_between

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class TwoStage:
    """Plants send products to depots, and depots serve customers.

    Costs are per tonne: `plant_cost[product, plant, depot]` and
    `depot_cost[product, depot, customer]`; `demand[product, customer]`, capacities
    [product, place], fixed costs per place.
    """

    demand: Floats
    plant_capacity: Floats
    plant_fixed: Floats
    plant_cost: Floats
    depot_capacity: Floats
    depot_fixed: Floats
    depot_cost: Floats

    def __post_init__(self) -> None:
        _check(self)
        if not self.demand.any():
            raise BadInput("all customers", "demand", "is 0; give what they ask for")

    @property
    def products(self) -> int:
        return self.demand.shape[0]

    @property
    def plants(self) -> int:
        return len(self.plant_fixed)

    @property
    def depots(self) -> int:
        return len(self.depot_fixed)

    @property
    def fixed(self) -> Floats:
        """Of the plants, then of the depots: so facilities are numbered everywhere here."""
        return np.concatenate([self.plant_fixed, self.depot_fixed])


@dataclass(frozen=True)
class TwoStageSited:
    status: Status
    objective: float
    bound: float
    seconds: float
    plants: Numbers
    depots: Numbers

    @property
    def gap(self) -> float:
        return gap_between(self.objective, self.bound)


def _check(asked: TwoStage) -> None:
    parts = {
        "customer": {"demand": asked.demand.T, "cost": asked.depot_cost.transpose(2, 0, 1)},
        "plant": {
            "capacity": asked.plant_capacity.T,
            "fixed cost": asked.plant_fixed,
            "cost": asked.plant_cost.transpose(1, 0, 2),
        },
        "depot": {"capacity": asked.depot_capacity.T, "fixed cost": asked.depot_fixed},
    }
    for record, fields in parts.items():
        for field, figures in fields.items():
            wrong = np.argwhere(~np.isfinite(figures) | (figures < 0))
            if len(wrong):
                message = "is not a figure of at least 0; correct it"
                raise BadInput(f"{record} {int(wrong[0][0]) + 1}", field, message)
    for layer, capacity in (("plants", asked.plant_capacity), ("depots", asked.depot_capacity)):
        short = asked.demand.sum(axis=1) - capacity.sum(axis=1)
        if (short > 1e-9 * asked.demand.sum()).any():
            product = int(np.argmax(short)) + 1
            message = f"too little for the demand of product {product}; add capacity"
            raise BadInput(f"all {layer}", "capacity", message)
