"""What each facility earns at given prices: a continuous knapsack per product."""

import numpy as np
from numba import njit


@njit(cache=True)
def knapsacks(margin, most, capacity, amount, worth):
    """For every facility i, the least sum of margin·amount within its capacity, added to `worth`.

    `margin[product, i, j]` per tonne, `most[product, j]` the most tonnes to one j, and
    `capacity[product, i]`. The tonnes are left in `amount`.
    """
    products, count, others = margin.shape
    number = np.empty(others, np.int64)
    value = np.empty(others)
    for product in range(products):
        for i in range(count):
            wanted, load = 0, 0.0
            for j in range(others):
                amount[product, i, j] = 0.0
                if margin[product, i, j] < 0.0:
                    number[wanted] = j
                    value[wanted] = margin[product, i, j]
                    wanted += 1
                    load += most[product, j]
            room = capacity[product, i]
            if load <= room:
                for a in range(wanted):
                    amount[product, i, number[a]] = most[product, number[a]]
                    worth[i] += value[a] * most[product, number[a]]
                continue
            for a in np.argsort(value[:wanted]):
                j = number[a]
                part = min(room, most[product, j])
                amount[product, i, j] = part
                worth[i] += part * value[a]
                room -= part
                if room <= 0.0:
                    break
