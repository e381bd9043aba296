"""One pass over all coalition values, in blocks that stay in the cache, on every core."""

import numba
import numpy as np

from schakel.engine.share.game import Floats

LOW_BITS = 11  # a block of 2^11 values and its sums take 32 kB: the first cache


@numba.njit(cache=True)
def _members(coalition: int) -> int:
    count = 0
    while coalition:
        coalition &= coalition - 1
        count += 1
    return count


@numba.njit(cache=True, fastmath=True)
def _add_block(values: Floats, weights: Floats, sums: Floats) -> float:
    """Add a block's weighted values to the sums per low half; gives their total."""
    total = 0.0
    for low in range(values.size):
        weighted = values[low] * weights[low]
        sums[low] += weighted
        total += weighted
    return total


@numba.njit(cache=True)
def _add_blocks(
    values: Floats, by_size: Floats, highs: tuple[int, int], sums: Floats, having: Floats
) -> None:
    """A range of blocks: sums per low half, and per high player the totals that have it."""
    size = sums.size
    for high in range(highs[0], highs[1]):
        block = values[high * size : (high + 1) * size]
        total = _add_block(block, by_size[_members(high)], sums)
        player = 0
        while high >> player:
            if (high >> player) & 1:
                having[player] += total
            player += 1


@numba.njit(cache=True, parallel=True)
def _on_all_cores(values: Floats, by_size: Floats, sums: Floats, having: Floats) -> None:
    parts = sums.shape[0]
    blocks = values.size // sums.shape[1]
    for part in numba.prange(parts):
        _add_blocks(
            values,
            by_size,
            (part * blocks // parts, (part + 1) * blocks // parts),
            sums[part],
            having[part],
        )


def weighted_sums(values: Floats, weights: Floats) -> Floats:
    """Per player the sum over its coalitions of value times the weight of their size."""
    n = len(weights) - 1
    low_size = np.array([_members(low) for low in range(1 << LOW_BITS)])
    by_size = weights[low_size[None, :] + np.arange(n - LOW_BITS + 1)[:, None]]
    parts = numba.get_num_threads()
    sums = np.zeros((parts, 1 << LOW_BITS))
    having = np.zeros((parts, n - LOW_BITS))
    _on_all_cores(values, by_size, sums, having)
    low = sums.sum(axis=0)
    lows = [low.reshape(-1, 2, 1 << i)[:, 1].sum() for i in range(LOW_BITS)]
    return np.concatenate([lows, having.sum(axis=0)])
