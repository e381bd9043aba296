"""What is asked, checked once, and what is answered. The first axis is the product."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.engine.errors import BadInput, Phrase
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
            raise BadInput(
                Phrase("all customers"), Phrase("demand"), "is 0; give what they ask for"
            )

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
        Phrase("customer"): {
            Phrase("demand"): asked.demand.T,
            Phrase("cost"): asked.depot_cost.transpose(2, 0, 1),
        },
        Phrase("plant"): {
            Phrase("capacity"): asked.plant_capacity.T,
            Phrase("fixed cost"): asked.plant_fixed,
            Phrase("cost"): asked.plant_cost.transpose(1, 0, 2),
        },
        Phrase("depot"): {
            Phrase("capacity"): asked.depot_capacity.T,
            Phrase("fixed cost"): asked.depot_fixed,
        },
    }
    for record, fields in parts.items():
        for field, figures in fields.items():
            wrong = np.argwhere(~np.isfinite(figures) | (figures < 0))
            if len(wrong):
                number = int(wrong[0][0]) + 1
                place = Phrase("%(record)s %(number)s", record=record, number=number)
                raise BadInput(place, field, "is not a figure of 0 or more; correct it")
    for layer, capacity in (
        (Phrase("all plants"), asked.plant_capacity),
        (Phrase("all depots"), asked.depot_capacity),
    ):
        asks = asked.demand.sum(axis=1)
        short = asks * (1 - 1e-12) > capacity.sum(axis=1)
        if short.any():
            product = int(np.argmax(short)) + 1
            raise BadInput(
                layer,
                Phrase("capacity"),
                "is too little for the demand of product %(product)s; add capacity",
                product=product,
            )
