"""What is asked, checked once, and what is answered."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.engine.errors import BadInput
from schakel.engine.solver import Floats, Status, gap_between


@dataclass(frozen=True)
class Siting:
    """`cost[i, j]` is the cost of serving all demand of customer j from facility i."""

    capacity: Floats
    fixed: Floats
    demand: Floats
    cost: Floats

    def __post_init__(self) -> None:
        _check_shapes(self)
        _check_figures("facility", "capacity", self.capacity, least=0.0)
        _check_figures("facility", "fixed cost", self.fixed, least=0.0)
        _check_figures("customer", "demand", self.demand, least=np.finfo(float).tiny)
        _check_figures("customer", "cost", self.cost.T, least=-np.inf)
        short = self.demand.sum() - self.capacity.sum()
        if short > 1e-9 * max(self.demand.sum(), 1.0):
            raise BadInput(
                "all facilities",
                "capacity",
                f"together {short:g} too little for the demand; add capacity or lower the demand",
            )

    @property
    def facilities(self) -> int:
        return len(self.capacity)

    @property
    def customers(self) -> int:
        return len(self.demand)

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


def _check_shapes(siting: Siting) -> None:
    facilities, customers = len(siting.capacity), len(siting.demand)
    if not facilities:
        raise BadInput("siting", "capacity", "there is no facility; give at least one")
    if not customers:
        raise BadInput("siting", "demand", "there is no customer; give at least one")
    if siting.fixed.shape != (facilities,) or siting.cost.shape != (facilities, customers):
        raise BadInput(
            "siting",
            "cost",
            f"needs a row per facility ({facilities}) and a column per customer ({customers})",
        )


def _check_figures(record: str, field: str, figures: Floats, least: float) -> None:
    """Every row of the figures belongs to the record of that number."""
    wrong = ~np.isfinite(figures) | (figures < least)
    if not wrong.any():
        return
    number = int(np.argwhere(wrong)[0][0])
    raise BadInput(
        f"{record} {number + 1}",
        field,
        f"is not a figure of at least {least:g}; correct it"
        if np.isfinite(least)
        else "is not a figure; correct it",
    )
