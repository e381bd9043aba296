"""Loops of conversions in which a material becomes more each time round."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def in_growing_loop(start: NDArray, end: NDArray, made: Floats) -> int:
    """A row of such a loop, -1 where there is none; `made`: tonnes of `end` per tonne of `start`.

    Materials by number or by name.

    With the logarithms of the yields as lengths a growing loop is longer than zero (Bellman-Ford).
    """
    if not (made > 1).any():
        return -1
    codes, places = np.unique(np.concatenate([start, end]), return_inverse=True)
    begin, until = np.split(places, 2)
    length = np.log(made)
    best, via = np.zeros(len(codes)), np.full(len(codes), -1)
    for _turn in codes:
        through = best[begin] + length
        longer = np.flatnonzero(through > best[until] + 1e-9)
        if not len(longer):
            return -1
        order = longer[np.argsort(through[longer])]
        best[until[order]], via[until[order]] = through[order], order
    row = order[-1]
    for _turn in codes:
        # From a conversion behind the loop back into it.
        row = via[begin[row]]
    return int(row)
