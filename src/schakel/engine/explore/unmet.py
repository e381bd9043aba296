"""Needs that nothing in the market can meet, however far away."""

import numpy as np
from numpy.typing import NDArray

from schakel.engine.model import Market


def unmet(market: Market, steps: int) -> NDArray[np.int64]:
    """Positions of needs for a material that is not offered, nor made of what is in `steps`."""
    there = np.zeros(len(market.codes), dtype=bool)
    there[market.offers.code] = True
    for _step in range(steps):
        there[market.conversions.output[there[market.conversions.code]]] = True
    return np.flatnonzero(~there[market.needs.code])
