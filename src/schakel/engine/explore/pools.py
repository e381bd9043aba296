"""Several offers that together make a chain run: pooled to the smallest viable volume."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.engine.explore.chains import Chains
from schakel.engine.explore.measure import Measured

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Pools:
    """Chains with the same conversions and the same need, as one.

    `of`: row per chain, its pool. `share`: row per chain, tonnes a year of its offer that the pool
    takes, the best per tonne first, until the chain is full. The rest: row per pool. `tonnes`: what
    they bring together. `needed`: what the chain asks.
    """

    of: Places
    share: Floats
    tonnes: Floats
    needed: Floats
    offers: Places

    @property
    def viable(self) -> NDArray[np.bool_]:
        return self.tonnes >= self.needed * (1 - 1e-12)


def pool(chains: Chains, measured: Measured, offered: Floats) -> Pools:
    """Bring the chains that share their whole way together; `offered`: tonnes per offer."""
    if not len(chains):
        no, nothing = np.zeros(0, np.int64), np.zeros(0)
        return Pools(no, nothing, nothing, nothing, no)
    ways = np.column_stack([chains.conversion, chains.need])
    _ways, first, of = np.unique(ways, axis=0, return_index=True, return_inverse=True)
    of = of.ravel()
    order = np.lexsort((-chains.value, of))
    brought = offered[chains.offer[order]]
    before = np.cumsum(brought) - brought
    begins = np.searchsorted(of[order], np.arange(len(first)))
    before -= before[begins][of[order]]
    taken = np.clip(measured.most[order] - before, 0, brought)
    share = np.empty(len(chains))
    share[order] = taken
    return Pools(
        of=of,
        share=share,
        tonnes=np.bincount(of, share).astype(np.float64),
        needed=measured.needed[first],
        offers=np.bincount(of, share > 0).astype(np.int64),
    )
