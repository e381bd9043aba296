"""Which ideas no other idea beats on everything at once."""

import numba
import numpy as np
from numpy.typing import NDArray


@numba.njit(cache=True)  # pragma: no cover - compiled
def _front(points, order):  # type: ignore[no-untyped-def]
    """Walk down from the best on the first axis: who comes is beaten by the front only."""
    count, axes = points.shape
    on, front = np.zeros(count, np.bool_), np.empty(count, np.int64)
    size = 0
    for i in order:
        beaten = False
        for place in range(size):
            j = front[place]
            no_worse, better = True, False
            for axis in range(axes):
                if points[j, axis] < points[i, axis]:
                    no_worse = False
                    break
                better = better or points[j, axis] > points[i, axis]
            if no_worse and better:
                beaten = True
                break
        if not beaten:
            on[i], front[size] = True, i
            size += 1
    return on


def pareto_front(points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """True per row that no other row equals or beats on every column while beating it on one.

    More is better. NaN counts as the worst: what isn't known beats nothing.
    """
    known = np.where(np.isnan(points), -np.inf, points)
    order = np.lexsort(tuple(-known[:, axis] for axis in reversed(range(known.shape[1]))))
    return _front(np.ascontiguousarray(known), order)
