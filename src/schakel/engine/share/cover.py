"""The superadditive cover: a coalition may also fall apart and work side by side."""

import numba
import numpy as np
from numpy.typing import NDArray


@numba.njit(cache=True)
def best_partitions(values: NDArray[np.float64]) -> None:
    """Raise each value, in place, to the best sum over a partition of its coalition; 3^n steps.

    Smaller indices are done first, so two parts are enough; the part with the lowest member is
    tried, the other is its complement.
    """
    for whole in range(1, values.size):
        lowest = whole & -whole
        rest = whole ^ lowest
        best = values[whole]
        part = rest
        while part:
            best = max(best, values[part] + values[whole ^ part])
            part = (part - 1) & rest
        values[whole] = best
