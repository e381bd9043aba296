"""Amounts that don't fit with their like: to ask about before a chain is built on them."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FEW = 5
SPREAD_TO_DEVIATION = 1.4826
"""Median absolute deviation x this is the standard deviation of a normal distribution."""
LEAST_SPREAD = 0.1
"""For amounts that are nearly the same: less than 2.2 times the middle is then no outlier."""


def outlying(amounts: Floats, group: NDArray, most: float = 3.5) -> Floats:
    """How far each amount lies from the middle of its group, 0 where that is within `most`.

    In robust standard deviations of the logarithm (Iglewicz and Hoaglin's modified z-score, 3.5 as
    they advise), so that factors count and one outlier does not hide another. Groups of fewer than
    5 are not judged; amounts are above zero.
    """
    logarithm = np.log10(amounts)
    far = np.zeros(len(amounts))
    order = np.argsort(group, kind="stable")
    _names, begins = np.unique(group[order], return_index=True)
    for some in np.split(order, begins[1:]):
        middle = np.median(logarithm[some])
        spread = np.median(np.abs(logarithm[some] - middle)) * SPREAD_TO_DEVIATION
        if len(some) >= FEW:
            far[some] = (logarithm[some] - middle) / max(spread, LEAST_SPREAD)
    return np.where(np.abs(far) > most, far, 0.0)
