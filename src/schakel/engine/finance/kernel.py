"""The compiled loops of the finance part: many rates of return, many draws of chance.

Both go in blocks, with the rows of a block in the innermost loops, so that every step is done for
several at once.
"""

import numba
import numpy as np
from numpy.typing import NDArray

from schakel.engine.finance.cash import Floats

Whole = NDArray[np.int64]
STEPS = 200
CLOSE = 1e-12
"""Of the root: Newton's next step would be far below what rounding leaves."""

BLOCK = 64
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST_MIX = np.uint64(0xBF58476D1CE4E5B9)
SECOND_MIX = np.uint64(0x94D049BB133111EB)
UNIT = 2.0**-53


@numba.njit(cache=True)
def _changes(amounts: Floats) -> tuple[int, float]:
    """How often the amounts change sign, and the last sign."""
    count, last = 0, 0.0
    for amount in amounts:
        if amount * last < 0:
            count += 1
        if amount != 0:
            last = np.sign(amount)
    return count, last


@numba.njit(cache=True)
def _values_and_slopes(amounts: Floats, at: Floats, values: Floats, slopes: Floats) -> None:
    """Of each polynomial of the block (power, row) at its own point."""
    values[:] = 0.0
    slopes[:] = 0.0
    for year in range(amounts.shape[0] - 1, -1, -1):
        for row in range(BLOCK):
            slopes[row] = slopes[row] * at[row] + values[row]
            values[row] = values[row] * at[row] + amounts[year, row]


@numba.njit(cache=True, error_model="numpy")
def _step(at: float, value: float, slope: float, bracket: Floats) -> float:
    """Newton's next point, or a halving (a doubling while there is no right end)."""
    bracket[1 if value > 0 else 0] = at
    to = at - value / slope
    if bracket[0] <= to <= bracket[1] and to < np.inf:
        return to
    return 2 * at if bracket[1] == np.inf else (bracket[0] + bracket[1]) / 2


@numba.njit(cache=True)
def _single_roots(amounts: Floats, at: Floats) -> None:
    """Move each point to the one root above 0 of its polynomial, which rises through it."""
    values, slopes = np.empty(BLOCK), np.empty(BLOCK)
    brackets = np.zeros((BLOCK, 2))
    brackets[:, 1] = np.inf
    moving = True
    steps = 0
    while moving and steps < STEPS:
        _values_and_slopes(amounts, at, values, slopes)
        moving = False
        for row in range(BLOCK):
            to = _step(at[row], values[row], slopes[row], brackets[row])
            moving |= abs(to - at[row]) > CLOSE * to
            at[row] = to
        steps += 1


@numba.njit(cache=True, parallel=True)
def single_rates(amounts: Floats) -> tuple[Floats, Whole]:
    """Per row the rate where the amounts change sign once (else NaN), and the changes."""
    rates = np.full(amounts.shape[0], np.nan)
    changes = np.zeros(amounts.shape[0], np.int64)
    for block in numba.prange((amounts.shape[0] + BLOCK - 1) // BLOCK):
        rising = np.zeros((max(amounts.shape[1], 2), BLOCK))
        rising[0], rising[1] = -1.0, 1.0
        first = block * BLOCK
        last = min(first + BLOCK, amounts.shape[0])
        for row in range(first, last):
            changes[row], sign = _changes(amounts[row])
            if changes[row] == 1:
                for year in range(amounts.shape[1]):
                    rising[year, row - first] = amounts[row, year] * sign
        roots = np.full(BLOCK, 0.9)
        _single_roots(rising, roots)
        for row in range(first, last):
            if changes[row] == 1:
                rates[row] = 1 / roots[row - first] - 1
    return rates, changes


@numba.njit(cache=True, error_model="numpy")
def _triangular(start: np.uint64, step: np.uint64, spread: Floats, out: Floats) -> None:
    """A figure per draw of the block, of which the uniform ones are numbered with this step.

    Uniform: SplitMix64 (Steele, Lea and Flood, 2014). Spread is low, mode, high.
    """
    low, mode, high = spread
    width = high - low
    rising, falling = width * (mode - low), width * (high - mode)
    for draw in range(BLOCK):
        mixed = start + np.uint64(draw) * step
        mixed = (mixed ^ (mixed >> np.uint64(30))) * FIRST_MIX
        mixed = (mixed ^ (mixed >> np.uint64(27))) * SECOND_MIX
        mixed ^= mixed >> np.uint64(31)
        chance = np.float64(np.int64(mixed >> np.uint64(11))) * UNIT
        up = chance * width < mode - low
        root = np.sqrt(chance * rising if up else (1 - chance) * falling)
        out[draw] = low + root if up else high - root


@numba.njit(cache=True)
def _draw_factors(first: np.uint64, inputs: tuple[Floats, Whole, int], factors: Floats) -> None:
    """Fill factors (input, year, draw); one that holds for all years stands in its year 0."""
    spreads, courses, per_draw = inputs
    step = np.uint64(per_draw) * GOLDEN
    start = first
    for i in range(courses.size):
        years = factors.shape[1] if courses[i] else 1
        for year in range(years):
            start += GOLDEN
            _triangular(start, step, spreads[i], factors[i, year])
            if courses[i] == 2 and year:
                factors[i, year] *= factors[i, year - 1]


@numba.njit(cache=True)
def _multiply(members: Whole, factors: Floats, products: Floats) -> None:
    """Per year and draw the product of these inputs; the list of members ends with -1."""
    products[:] = 1.0
    for member in members:
        if member < 0:
            break
        for year in range(products.shape[0]):
            for draw in range(BLOCK):
                products[year, draw] *= factors[member, year, draw]


@numba.njit(cache=True, fastmath={"contract"})
def _sum_over_years(
    products: Floats, weights: Floats, columns: tuple[int, int], worth: Floats
) -> None:
    """In indices, not in slices: a slice here costs more than the sums."""
    for column in range(columns[0], columns[1]):
        for draw in range(BLOCK):
            worth[column, draw] = 0.0
        for year in range(products.shape[0]):
            weight = weights[year, column]
            for draw in range(BLOCK):
                worth[column, draw] += weight * products[year, draw]


@numba.njit(cache=True)
def _worth_of_block(
    factors: Floats, plan: tuple[Floats, ...], products: Floats, worth: Floats, out: Floats
) -> None:
    """Add up a block per party: columns over the years, times what holds for all years."""
    yearly_sets, ends, weights, once_sets, once_of, party_of, fixed = plan
    begin = 0
    for y in range(ends.size):
        _multiply(yearly_sets[y], factors, products)
        _sum_over_years(products, weights, (begin, ends[y]), worth)
        begin = ends[y]
    for column in range(begin, worth.shape[0]):
        worth[column] = fixed[column]
    out[:] = 0.0
    for column in range(worth.shape[0]):
        _multiply(once_sets[once_of[column]], factors, products[:1])
        party = party_of[column]
        for draw in range(BLOCK):
            out[party, draw] += worth[column, draw] * products[0, draw]


@numba.njit(cache=True, parallel=True)
def worths(
    seed: np.uint64,
    inputs: tuple[Floats, Whole, int],
    plan: tuple[Floats, ...],
    begin: int,
    out: Floats,
) -> None:
    """Fill out (draw, party) for the draws from begin on, the same on any machine."""
    per_draw = np.uint64(inputs[2])
    years, columns = plan[2].shape
    for block in numba.prange((out.shape[0] + BLOCK - 1) // BLOCK):
        factors = np.empty((inputs[1].size, years, BLOCK))
        products, worth = np.empty((years, BLOCK)), np.empty((columns, BLOCK))
        total = np.empty((out.shape[1], BLOCK))
        row = block * BLOCK
        _draw_factors(seed + np.uint64(begin + row) * per_draw * GOLDEN, inputs, factors)
        _worth_of_block(factors, plan, products, worth, total)
        count = min(BLOCK, out.shape[0] - row)
        for party in range(out.shape[1]):
            for draw in range(count):
                out[row + draw, party] = total[party, draw]
