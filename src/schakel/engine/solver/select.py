"""The best amounts through ways that share limits, some of which have a smallest amount."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from highspy._core import _Highs
from numpy.typing import NDArray

from schakel.engine.errors import BadInput, Phrase

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Limit:
    """Some ways share a place: sum of weight x amount is at most `most`, and 0 or at least
    `least`."""

    ways: Places
    weight: Floats
    most: float
    least: float = 0.0


def best_amounts(gain: Floats, most: Floats, limits: Sequence[Limit], seconds: float) -> Floats:
    """Amount per way that brings the most in all; `gain` per unit, `most` per way.

    Raises BadInput when no proven answer was found within `seconds`.
    """
    solver: Any = _Highs()  # Highs writes its name to stdout at birth
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("mip_rel_gap", 1e-6)
    solver.passModel(_model(gain, most, limits))
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise BadInput(
            Phrase("search"),
            "choose",
            "no proven best set within %(seconds)s s; give fewer ideas or leave it out",
            seconds=seconds,
        )
    return np.array(solver.getSolution().col_value[: len(gain)])


def _model(gain: Floats, most: Floats, limits: Sequence[Limit]) -> highspy.HighsLp:
    """Columns: the ways, then one switch per limit that has a least."""
    switched = [limit for limit in limits if limit.least > 0]
    rows = [_row(limit, None) for limit in limits if not limit.least]
    for number, limit in enumerate(switched, start=len(gain)):
        rows += [_row(limit, number), _at_least(limit, number)]
    count, none = len(gain) + len(switched), np.zeros(len(switched))
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = count, len(rows)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.concatenate([gain, none])
    model.col_lower_ = np.zeros(count)
    model.col_upper_ = np.concatenate([most, none + 1])
    kinds = highspy.HighsVarType
    model.integrality_ = [kinds.kContinuous] * len(gain) + [kinds.kInteger] * len(switched)
    model.row_lower_ = np.full(len(rows), -np.inf)
    model.row_upper_ = np.array([upper for _at, _weight, upper in rows])
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.concatenate([[0], np.cumsum([len(at) for at, _w, _u in rows])])
    matrix.index_ = np.concatenate([at for at, _w, _u in rows])
    matrix.value_ = np.concatenate([weight for _at, weight, _u in rows])
    return model


Row = tuple[Places, Floats, float]


def _row(limit: Limit, switch: int | None) -> Row:
    """Sum at most `most`, or at most `most` x switch."""
    if switch is None:
        return limit.ways, limit.weight, limit.most
    return np.append(limit.ways, switch), np.append(limit.weight, -limit.most), 0.0


def _at_least(limit: Limit, switch: int) -> Row:
    """`least` x switch - sum at most 0."""
    return np.append(limit.ways, switch), np.append(-limit.weight, limit.least), 0.0
