"""The compiled loops of the finance part: many rates of return, many draws of chance."""

import numba
import numpy as np
from numpy.typing import NDArray

from schakel.engine.finance.cash import Floats

Whole = NDArray[np.int64]
STEPS = 200
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST_MIX = np.uint64(0xBF58476D1CE4E5B9)
SECOND_MIX = np.uint64(0x94D049BB133111EB)
UNIT = 2.0**-53


@numba.njit(cache=True)
def _changes(signs: Floats) -> int:
    count, last = 0, 0.0
    for sign in signs:
        if sign != 0:
            if last not in (0.0, sign):
                count += 1
            last = sign
    return count


@numba.njit(cache=True)
def _value_and_slope(amounts: Floats, at: float) -> tuple[float, float]:
    value = slope = 0.0
    for year in range(amounts.size - 1, -1, -1):
        slope = slope * at + value
        value = value * at + amounts[year]
    return value, slope


@numba.njit(cache=True)
def _single_rate(amounts: Floats, signs: Floats) -> float:
    """The one root, by Newton's method within a bracket that starts at all of g > 0."""
    last_sign = 0.0
    for sign in signs:
        if sign != 0:
            last_sign = sign
    left, right, at = 0.0, np.inf, 0.9
    for _ in range(STEPS):
        value, slope = _value_and_slope(amounts, at)
        if value * last_sign > 0:
            right = at
        else:
            left = at
        to = at - value / slope if slope != 0 else left
        if not left < to < right:
            to = 2 * at if right == np.inf else (left + right) / 2
        if abs(to - at) <= 1e-14 * at:
            break
        at = to
    return 1 / to - 1


@numba.njit(cache=True, parallel=True)
def single_rates(amounts: Floats, signs: Floats) -> tuple[Floats, Whole]:
    """Per row the rate where the amounts change sign once (else NaN), and the changes."""
    rates = np.full(amounts.shape[0], np.nan)
    changes = np.zeros(amounts.shape[0], np.int64)
    for row in numba.prange(amounts.shape[0]):
        changes[row] = _changes(signs[row])
        if changes[row] == 1:
            rates[row] = _single_rate(amounts[row], signs[row])
    return rates, changes


@numba.njit(cache=True)
def _uniform(seed: np.uint64, number: np.uint64) -> float:
    """The number-th figure between 0 and 1 of a seed: SplitMix64 (Steele, Lea, Flood, 2014)."""
    mixed = seed + (number + np.uint64(1)) * GOLDEN
    mixed = (mixed ^ (mixed >> np.uint64(30))) * FIRST_MIX
    mixed = (mixed ^ (mixed >> np.uint64(27))) * SECOND_MIX
    mixed ^= mixed >> np.uint64(31)
    return float(mixed >> np.uint64(11)) * UNIT


@numba.njit(cache=True)
def _triangular(chance: float, spread: Floats) -> float:
    """The figure with this chance of being undershot; spread is low, mode, high."""
    low, mode, high = spread[0], spread[1], spread[2]
    if high == low:
        return mode
    if chance * (high - low) < mode - low:
        return low + np.sqrt(chance * (high - low) * (mode - low))
    return high - np.sqrt((1 - chance) * (high - low) * (high - mode))


@numba.njit(cache=True)
def _draw_factors(  # noqa: PLR0913, PLR0917
    seed: np.uint64, draw: int, per_draw: int, spreads: Floats, courses: Whole, factors: Floats
) -> None:
    """Fill factors (input x year): once for all years, anew each year, or adding up."""
    number = np.uint64(draw * per_draw)
    for i in range(spreads.shape[0]):
        if courses[i] == 0:
            factors[i, :] = _triangular(_uniform(seed, number), spreads[i])
            number += np.uint64(1)
            continue
        walked = 1.0
        for year in range(factors.shape[1]):
            drawn = _triangular(_uniform(seed, number), spreads[i])
            walked *= drawn
            factors[i, year] = walked if courses[i] == 2 else drawn
            number += np.uint64(1)


@numba.njit(cache=True)
def _multiply(members: NDArray[np.bool_], factors: Floats, product: Floats) -> None:
    product[:] = 1.0
    for i in range(members.size):
        if members[i]:
            for year in range(product.size):
                product[year] *= factors[i, year]


@numba.njit(cache=True, fastmath=True)
def _sum_over_years(product: Floats, weights: Floats, worth: Floats) -> None:
    """worth = product @ weights, with the columns in the inner loop."""
    worth[:] = 0.0
    for year in range(product.size):
        for column in range(worth.size):
            worth[column] += product[year] * weights[year, column]


@numba.njit(cache=True)
def _worth_of_draw(
    factors: Floats, plan: tuple[Floats, ...], room: tuple[Floats, Floats], out: Floats
) -> None:
    """Add up one draw per party: columns over the years, times what holds for all years."""
    yearly_sets, ends, weights, once_sets, once_of, party_of = plan
    product, worth = room
    begin = 0
    for y in range(ends.size):
        _multiply(yearly_sets[y], factors, product)
        _sum_over_years(product, weights[:, begin : ends[y]], worth[begin : ends[y]])
        begin = ends[y]
    for column in range(worth.size):
        once = 1.0
        for i in range(once_sets.shape[1]):
            if once_sets[once_of[column], i]:
                once *= factors[i, 0]
        out[party_of[column]] += worth[column] * once


@numba.njit(cache=True, parallel=True)
def worths(
    seed: np.uint64,
    inputs: tuple[Floats, Whole, int],
    plan: tuple[Floats, ...],
    draws: tuple[int, int],
    out: Floats,
) -> None:
    """Fill out (draw x party) for draws from the first of these on, the same on any machine."""
    spreads, courses, per_draw = inputs
    years, columns = plan[2].shape
    parts = draws[1]
    for part in numba.prange(parts):
        factors = np.empty((spreads.shape[0], years))
        room = (np.empty(years), np.empty(columns))
        for row in range(part * out.shape[0] // parts, (part + 1) * out.shape[0] // parts):
            _draw_factors(seed, draws[0] + row, per_draw, spreads, courses, factors)
            out[row] = 0.0
            _worth_of_draw(factors, plan, room, out[row])
