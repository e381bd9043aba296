"""What each facility earns at given prices: a continuous knapsack per product."""

import numpy as np
from numba import njit

from schakel.engine.solver import Floats


@njit(cache=True)
def knapsacks(margin: Floats, most: Floats, capacity: Floats, worth: Floats) -> None:
    """For every facility i, the least sum of margin·amount within its capacity, added to `worth`.

    `margin[product, i, j]` per tonne, `most[product, j]` the most tonnes to one j, and
    `capacity[product, i]`.
    """
    products, count, _others = margin.shape
    for product in range(products):
        for i in range(count):
            worth[i] += _knapsack(margin[product, i], most[product], capacity[product, i])


@njit(cache=True)
def _knapsack(margin: Floats, most: Floats, room: float) -> float:
    worth = 0.0
    for j in np.argsort(margin):
        if margin[j] >= 0.0 or room <= 0.0:
            break
        part = min(room, most[j])
        worth += part * margin[j]
        room -= part
    return worth
