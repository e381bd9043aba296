"""Linear programmes on HiGHS (Huangfu and Hall, 2018, doi:10.1007/s12532-017-0130-5).

A programme says whether it is optimal, infeasible or unbounded; anything else the solver reports is
a `SolverFailed`, never a number. Rows can be added between two runs, which then start warm.
"""

from dataclasses import dataclass
from enum import StrEnum

import highspy
import numpy as np
from highspy._core import _Highs
from numpy.typing import ArrayLike, NDArray

TOLERANCE = 1e-9
Floats = NDArray[np.float64]


class SolverFailed(RuntimeError):
    """The solver stopped without an answer: out of time, out of memory, or numerically stuck."""


class Outcome(StrEnum):
    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    UNBOUNDED = "unbounded"


@dataclass(frozen=True)
class Answer:
    """The figures are filled for an optimal outcome only; `duals` and `activity` are per row."""

    outcome: Outcome
    objective: float
    values: Floats
    duals: Floats
    activity: Floats


class LinearProgramme:
    """Minimise cost @ x with lower <= x <= upper and lower <= rows @ x <= upper."""

    def __init__(self, cost: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> None:
        self._cost = np.asarray(cost, float)
        self._highs = _Highs()  # Highs writes its name to stdout at birth
        options: dict[str, bool | int | float | str] = {
            "output_flag": False,
            "presolve": "off",
            "primal_feasibility_tolerance": TOLERANCE,
            "dual_feasibility_tolerance": TOLERANCE,
        }
        for name, value in options.items():
            self._highs.setOptionValue(name, value)
        size = len(self._cost)
        self._highs.addVars(size, _wide(lower, size), _wide(upper, size))
        self._highs.changeColsCost(size, np.arange(size, dtype=np.int32), self._cost)

    def add_rows(self, rows: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> None:
        """Rows as a dense matrix, one row per constraint."""
        dense = np.atleast_2d(np.asarray(rows, float))
        which, columns = np.nonzero(dense)
        starts = np.searchsorted(which, np.arange(len(dense))).astype(np.int32)
        self._highs.addRows(
            len(dense),
            _wide(lower, len(dense)),
            _wide(upper, len(dense)),
            len(columns),
            starts,
            columns.astype(np.int32),
            dense[which, columns],
        )

    def solve(self) -> Answer:
        status = self._run()
        if status == highspy.HighsModelStatus.kUnboundedOrInfeasible:
            status = self._told_apart()
        if status == highspy.HighsModelStatus.kInfeasible:
            return _without_figures(Outcome.INFEASIBLE)
        if status == highspy.HighsModelStatus.kUnbounded:
            return _without_figures(Outcome.UNBOUNDED)
        if status != highspy.HighsModelStatus.kOptimal:
            raise SolverFailed(self._highs.modelStatusToString(status))
        found = self._highs.getSolution()
        return Answer(
            Outcome.OPTIMAL,
            self._highs.getInfo().objective_function_value,
            np.array(found.col_value),
            np.array(found.row_dual),
            np.array(found.row_value),
        )

    def _run(self) -> highspy.HighsModelStatus:
        self._highs.run()
        return self._highs.getModelStatus()

    def _told_apart(self) -> highspy.HighsModelStatus:
        """With nothing to minimise a programme is never unbounded: feasible means unbounded."""
        size = len(self._cost)
        columns = np.arange(size, dtype=np.int32)
        self._highs.changeColsCost(size, columns, np.zeros(size))
        status = self._run()
        self._highs.changeColsCost(size, columns, self._cost)
        if status == highspy.HighsModelStatus.kOptimal:
            return highspy.HighsModelStatus.kUnbounded
        return status


def minimise(  # noqa: PLR0913, PLR0917
    cost: ArrayLike,
    rows: ArrayLike,
    row_lower: ArrayLike,
    row_upper: ArrayLike,
    lower: ArrayLike = 0.0,
    upper: ArrayLike = np.inf,
) -> Answer:
    """One programme, once; a bound given as one number holds for every variable."""
    programme = LinearProgramme(cost, lower, upper)
    programme.add_rows(rows, row_lower, row_upper)
    return programme.solve()


def _wide(bound: ArrayLike, size: int) -> Floats:
    return np.ascontiguousarray(np.broadcast_to(np.asarray(bound, float), size))


def _without_figures(outcome: Outcome) -> Answer:
    nothing = np.empty(0)
    return Answer(outcome, np.nan, nothing, nothing, nothing)
