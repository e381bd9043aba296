"""What is asked of the optimiser, and what it answers."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


class Status(StrEnum):
    OPTIMAL = "optimal"
    """The best there is, within the gap that was asked."""
    TIME = "time"
    CANCELLED = "cancelled"
    INFEASIBLE = "infeasible"
    """Nothing satisfies all rows."""
    UNBOUNDED = "unbounded"
    FAILED = "failed"


def gap_between(objective: float, bound: float) -> float:
    """How far the objective can be from the best, as a share of the objective; inf if unknown."""
    if not (math.isfinite(objective) and math.isfinite(bound)):
        return math.inf
    return max(objective - bound, 0.0) / max(abs(objective), 1e-9)


@dataclass(frozen=True)
class Progress:
    """How far the work is: seconds since its start, proven bound, best answer so far."""

    seconds: float
    bound: float
    objective: float

    @property
    def gap(self) -> float:
        return gap_between(self.objective, self.bound)


@dataclass(frozen=True)
class Run:
    """When to stop, and who watches; `gap` is a share of the objective."""

    seconds: float = math.inf
    gap: float = 1e-6
    report: Callable[[Progress], None] | None = None
    cancelled: Callable[[], bool] | None = None


@dataclass(frozen=True)
class Answer:
    """An answer of the optimiser: it minimises, so `bound` lies below `objective`.

    Without an answer `objective` is inf and `values` is empty. `prices` are the dual values of
    the rows and `reduced` the reduced costs of the columns, of a model without integers.
    """

    status: Status
    objective: float
    bound: float
    seconds: float
    values: Floats
    prices: Floats
    reduced: Floats

    @property
    def found(self) -> bool:
        return math.isfinite(self.objective)

    @property
    def gap(self) -> float:
        return gap_between(self.objective, self.bound)
