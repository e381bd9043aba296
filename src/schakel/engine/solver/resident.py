"""A linear model that stays in the optimiser: other bounds, then on from the last answer."""

import math
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from schakel.engine.solver.answer import Answer, Numbers, Run
from schakel.engine.solver.model import Model
from schakel.engine.solver.run import answer_of, loaded, watch


class Resident:
    """For many runs that differ little, such as coalitions: about 100 times a fresh run.

    Once `cancelled` says yes, a run under way stops too.
    """

    def __init__(self, model: Model, cancelled: Callable[[], bool] | None = None) -> None:
        self._highs = loaded(model)
        self._highs.setOptionValue("presolve", "off")
        watch(self._highs, Run(cancelled=cancelled), time.perf_counter())

    def bound(self, columns: Numbers, lower: ArrayLike, upper: ArrayLike) -> None:
        """Other bounds for these columns."""
        size = len(columns)
        low = np.broadcast_to(np.asarray(lower, float), size).copy()
        high = np.broadcast_to(np.asarray(upper, float), size).copy()
        self._highs.changeColsBounds(size, columns.astype(np.int32), low, high)

    def solve(self, seconds: float = math.inf) -> Answer:
        begin = time.perf_counter()
        if math.isfinite(seconds):
            used = self._highs.getRunTime()
            self._highs.setOptionValue("time_limit", used + max(seconds, 0.0))
        self._highs.run()
        return answer_of(self._highs, False, time.perf_counter() - begin)
