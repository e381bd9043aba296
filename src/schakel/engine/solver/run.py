"""One run of the optimiser on a model."""

import math
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from schakel.engine.solver.answer import Answer, Progress, Run, Status
from schakel.engine.solver.model import Model

GLANCE = 0.1
"""Seconds between two looks at who watches; the optimiser offers it thousands of times."""


def solve(model: Model, run: Run | None = None) -> Answer:
    """The best values of the columns, within the limits of the run."""
    run = run or Run()
    begin = time.perf_counter()
    highs = loaded(model)
    _limit(highs, run)
    watch(highs, run, begin)
    highs.run()
    if _undecided(highs):
        highs.setOptionValue("presolve", "off")
        highs.run()
    answer = answer_of(highs, bool(model.integer.any()), time.perf_counter() - begin)
    if answer.status is Status.FAILED and run.cancelled is not None and run.cancelled():
        return replace(answer, status=Status.CANCELLED)
    return answer


def _undecided(highs: Any) -> bool:
    """Whether simplifying the model showed no more than that there is no answer."""
    import highspy

    return bool(highs.getModelStatus() == highspy.HighsModelStatus.kUnboundedOrInfeasible)


def loaded(model: Model) -> Any:
    """The optimiser with this model in it."""
    import highspy

    linear = highspy.HighsLp()
    linear.num_col_, linear.num_row_ = len(model.cost), len(model.row_lower)
    linear.col_cost_, linear.col_lower_, linear.col_upper_ = model.cost, model.lower, model.upper
    linear.row_lower_, linear.row_upper_ = model.row_lower, model.row_upper
    matrix = linear.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_, matrix.index_ = model.start.astype(np.int32), model.index.astype(np.int32)
    matrix.value_ = model.value
    if model.integer.any():
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        linear.integrality_ = [kinds[flag] for flag in model.integer.tolist()]
    highs = highspy.highs._Highs()  # type: ignore[attr-defined]  # Highs writes to stdout at birth
    highs.setOptionValue("output_flag", False)
    highs.passModel(linear)
    return highs


def _limit(highs: Any, run: Run) -> None:
    highs.setOptionValue("mip_rel_gap", run.gap)
    if math.isfinite(run.seconds):
        highs.setOptionValue("time_limit", max(run.seconds, 0.0))


def watch(highs: Any, run: Run, begin: float) -> None:
    """Let the run look on, and stop the optimiser where it says so."""
    if run.report is None and run.cancelled is None:
        return
    import highspy

    highs.setCallback(_glancer(run, begin), None)
    kinds = highspy.cb.HighsCallbackType
    for moment in (kinds.kCallbackMipInterrupt, kinds.kCallbackSimplexInterrupt):
        highs.startCallback(moment)


def _glancer(run: Run, begin: float) -> Callable[..., None]:
    last = [begin]

    def glance(_kind: Any, message: str, seen: Any, answer: Any, _data: Any) -> None:
        now = time.perf_counter()
        if now - last[0] < GLANCE:
            return
        last[0] = now
        if run.report is not None and "MIP" in message:
            run.report(Progress(now - begin, seen.mip_dual_bound, _known(seen.mip_primal_bound)))
        if run.cancelled is not None and run.cancelled():
            answer.user_interrupt = True

    return glance


def _known(objective: float) -> float:
    return objective if abs(objective) < 1e30 else math.inf


NO_ANSWER = (Status.INFEASIBLE, Status.UNBOUNDED)


def answer_of(highs: Any, integer: bool, seconds: float) -> Answer:
    """What came out, in our words."""
    status = _status(highs.getModelStatus())
    info = highs.getInfo()
    feasible = info.primal_solution_status == 2 and status not in NO_ANSWER
    solution = highs.getSolution()
    empty = np.zeros(0)
    objective = info.objective_function_value if feasible else math.inf
    return Answer(
        status=status,
        objective=objective,
        bound=_bound(info, status, objective, integer),
        seconds=seconds,
        values=np.array(solution.col_value) if feasible else empty,
        prices=empty if integer or not feasible else np.array(solution.row_dual),
        reduced=empty if integer or not feasible else np.array(solution.col_dual),
    )


def _bound(info: Any, status: Status, objective: float, integer: bool) -> float:
    if status is Status.INFEASIBLE:
        return math.inf
    if integer:
        return info.mip_dual_bound
    return objective if status is Status.OPTIMAL else -math.inf


def _status(status: Any) -> Status:
    import highspy

    kinds = highspy.HighsModelStatus
    known = {
        kinds.kOptimal: Status.OPTIMAL,
        kinds.kTimeLimit: Status.TIME,
        kinds.kInterrupt: Status.CANCELLED,
        kinds.kInfeasible: Status.INFEASIBLE,
        kinds.kObjectiveBound: Status.INFEASIBLE,
        kinds.kUnbounded: Status.UNBOUNDED,
        kinds.kUnboundedOrInfeasible: Status.UNBOUNDED,
        kinds.kModelEmpty: Status.OPTIMAL,
    }
    return known.get(status, Status.FAILED)
