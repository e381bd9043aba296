"""What is asked, checked once, and what is answered."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.engine.errors import BadInput, Phrase
from schakel.engine.solver import Floats, Status, gap_between

SITING = Phrase("location problem")


@dataclass(frozen=True)
class Siting:
    """`cost[i, j]` is the cost of serving all demand of customer j from facility i."""

    capacity: Floats
    fixed: Floats
    demand: Floats
    cost: Floats

    def __post_init__(self) -> None:
        _check_shapes(self)
        facility, customer = Phrase("facility"), Phrase("customer")
        _check_figures(facility, Phrase("capacity"), self.capacity, least=0.0)
        _check_figures(facility, Phrase("fixed cost"), self.fixed, least=0.0)
        _check_figures(customer, Phrase("demand"), self.demand, least=np.finfo(float).tiny)
        _check_figures(customer, Phrase("cost"), self.cost.T, least=-np.inf)
        short = self.demand.sum() - self.capacity.sum()
        if short > 1e-9 * self.demand.sum():
            raise BadInput(
                Phrase("all facilities"),
                Phrase("capacity"),
                "together %(short)s too little for the demand; add capacity or lower the demand",
                short=short,
            )

    @property
    def facilities(self) -> int:
        return len(self.capacity)

    @property
    def customers(self) -> int:
        return len(self.demand)

    def scaled(self) -> tuple["Siting", float]:
        """The same question with amounts and prices about 1, and what its costs are multiplied by.

        Powers of two, so that no figure is rounded.
        """
        amount = _power_of_two(float(self.demand.sum()))
        worth = _power_of_two(_typical(np.abs(self.cost / self.demand))) * amount
        capacity, demand = self.capacity / amount, self.demand / amount
        return Siting(capacity, self.fixed / worth, demand, self.cost / worth), worth

    def only(self, kept: NDArray[np.bool_]) -> "Siting":
        """The same question with these facilities alone."""
        return Siting(self.capacity[kept], self.fixed[kept], self.demand, self.cost[kept])


@dataclass(frozen=True)
class Sited:
    """The answer: `served[i, j]` is the share of customer j that facility i serves."""

    status: Status
    objective: float
    bound: float
    seconds: float
    opened: NDArray[np.bool_]
    served: Floats

    @property
    def gap(self) -> float:
        return gap_between(self.objective, self.bound)


def _typical(price: Floats) -> float:
    """What a tonne costs at the cheapest facility; where all is free there, at another."""
    cheapest = float(price.min(axis=0).mean())
    above = price[price > 0]
    return cheapest or (float(np.median(above)) if len(above) else 1.0)


def _power_of_two(figure: float) -> float:
    return float(2.0 ** np.round(np.log2(figure)))


def _check_shapes(siting: Siting) -> None:
    facilities, customers = len(siting.capacity), len(siting.demand)
    if not facilities:
        raise BadInput(SITING, Phrase("capacity"), "there is no facility; give at least one")
    if not customers:
        raise BadInput(SITING, Phrase("demand"), "there is no customer; give at least one")
    if siting.fixed.shape != (facilities,) or siting.cost.shape != (facilities, customers):
        raise BadInput(
            SITING,
            Phrase("cost"),
            "needs a row per facility (%(facilities)s) and a column per customer (%(customers)s)",
            facilities=facilities,
            customers=customers,
        )


def _check_figures(record: Phrase, field: Phrase, figures: Floats, least: float) -> None:
    """Every row of the figures belongs to the record of that number."""
    wrong = ~np.isfinite(figures) | (figures < least)
    if not wrong.any():
        return
    number = int(np.argwhere(wrong)[0][0])
    place = Phrase("%(record)s %(number)s", record=record, number=number + 1)
    if least > 0:
        raise BadInput(place, field, "is not a figure above 0; correct it")
    if least == 0:
        raise BadInput(place, field, "is not a figure of 0 or more; correct it")
    raise BadInput(place, field, "is not a figure; correct it")
