"""One fused kernel: the best counterparts of every offer within the radius.

For each offer, sorted as the needs are, slide a window of latitude over the needs of its code,
score what is in it in single precision with distances as differences of unit vectors, and keep the
best by insertion. Who is in the radius is decided in double precision where single cannot tell.
"""

from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from schakel.engine.explore.search import EARTH_KM, Search

BLOCKS = 64
CHUNK = 2_048
MATHS = {"contract", "reassoc", "nsz", "arcp"}


class Limits(NamedTuple):
    """`loose` and `tight`: squared chords that are surely out and surely in. `rate`: EUR a tonne
    for one radius of the Earth. `ranges`: some price is unknown."""

    chord2: float
    loose: np.float32
    tight: np.float32
    window: np.float32
    rate: np.float32
    ranges: bool


class Best(NamedTuple):
    """Row per offer, best first: positions of needs (-1: none) and values in EUR a year."""

    at: NDArray[np.int32]
    value: NDArray[np.float32]


def limits_of(search: Search, ranges: bool) -> Limits:
    slack = 4e-7 * search.chord2**0.5 + 1e-12
    return Limits(
        search.chord2,
        np.float32(search.chord2 + slack),
        np.float32(search.chord2 - slack),
        np.float32(search.window),
        np.float32(search.eur_per_tkm * EARTH_KM),
        ranges,
    )


@numba.njit(fastmath=MATHS, cache=True)  # pragma: no cover - compiled
def _score(offers, i, needs, span, limits, scores):  # type: ignore[no-untyped-def]
    """Score the needs of a span, all prices known; minus infinity where out of reach."""
    x, y, z = offers.x[i], offers.y[i], offers.z[i]
    tonnes, value = offers.tonnes[i], offers.value[i]
    first, last = span
    nx, ny, nz = needs.x[first:last], needs.y[first:last], needs.z[first:last]
    amount, price = needs.tonnes[first:last], needs.value[first:last]
    rate, loose = limits.rate, limits.loose
    none, one, part = np.float32(-np.inf), np.float32(1), np.float32(1 / 24)
    for j in range(last - first):
        dx, dy, dz = x - nx[j], y - ny[j], z - nz[j]
        chord2 = dx * dx + dy * dy + dz * dz
        transport = rate * np.sqrt(chord2) * (one + chord2 * part)
        score = min(tonnes, amount[j]) * (value + price[j] - transport)
        scores[j] = score if chord2 <= loose else none


@numba.njit(fastmath=MATHS, cache=True)  # pragma: no cover - compiled
def _score_ranges(offers, i, needs, span, limits, scores):  # type: ignore[no-untyped-def]
    """The same where prices have a range: minus infinity also where it is never worth it."""
    _score(offers, i, needs, span, limits, scores)
    first, last = span
    none, zero = np.float32(-np.inf), np.float32(0)
    one, part = np.float32(1), np.float32(1 / 24)
    for j in range(first, last):
        dx, dy, dz = offers.x[i] - needs.x[j], offers.y[i] - needs.y[j], offers.z[i] - needs.z[j]
        chord2 = dx * dx + dy * dy + dz * dz
        transport = limits.rate * np.sqrt(chord2) * (one + chord2 * part)
        if offers.most[i] + needs.most[j] - transport <= zero:
            scores[j - first] = none


@numba.njit(cache=True)  # pragma: no cover - compiled
def _within(offers, i, needs, j, limits):  # type: ignore[no-untyped-def]
    """Whether a need is in the radius; only near the edge are the exact points looked at."""
    dx, dy, dz = offers.x[i] - needs.x[j], offers.y[i] - needs.y[j], offers.z[i] - needs.z[j]
    if dx * dx + dy * dy + dz * dz <= limits.tight:
        return True
    chord2 = 0.0
    for axis in range(3):
        difference = offers.exact[i, axis] - needs.exact[j, axis]
        chord2 += difference * difference
    return chord2 <= limits.chord2


@numba.njit(cache=True)  # pragma: no cover - compiled
def _insert(at, value, found, j, score):  # type: ignore[no-untyped-def]
    """Put a need in its place among the best of one offer; gives how many there are now."""
    place = found if found < at.size else at.size - 1
    while place > 0 and value[place - 1] < score:
        value[place], at[place] = value[place - 1], at[place - 1]
        place -= 1
    value[place], at[place] = score, j
    return min(found + 1, at.size)


@numba.njit(fastmath=MATHS, cache=True)  # pragma: no cover - compiled
def _best_of(offers, i, needs, window, limits, row):  # type: ignore[no-untyped-def]
    """The best of the window for one offer, into its row."""
    at, value, scores = row
    found, worst = 0, np.float32(0)
    if limits.ranges:
        worst = np.float32(-np.inf)
    low, high = window
    for first in range(low, high, CHUNK):
        last = min(high, first + CHUNK)
        if limits.ranges:
            _score_ranges(offers, i, needs, (first, last), limits, scores)
        else:
            _score(offers, i, needs, (first, last), limits, scores)
        for j in range(last - first):
            if scores[j] > worst and _within(offers, i, needs, first + j, limits):
                found = _insert(at, value, found, first + j, scores[j])
                if found == at.size:
                    worst = value[found - 1]


@numba.njit(parallel=True, cache=True)  # pragma: no cover - compiled
def best_needs(offers, code, needs, starts, limits, best, rows):  # type: ignore[no-untyped-def]
    """The best needs of every offer; `rows` says in which row of `best` an offer belongs."""
    count = code.size
    for block in numba.prange(BLOCKS):
        scores = np.empty(CHUNK, np.float32)
        low, high, end, previous = 0, 0, 0, -1
        for i in range(block * count // BLOCKS, (block + 1) * count // BLOCKS):
            if code[i] != previous:
                previous = code[i]
                low = high = starts[previous]
                end = starts[previous + 1]
            south, north = offers.latitude[i] - limits.window, offers.latitude[i] + limits.window
            while low < end and needs.latitude[low] < south:
                low += 1
            high = max(low, high)
            while high < end and needs.latitude[high] <= north:
                high += 1
            row = rows[i]
            _best_of(offers, i, needs, (low, high), limits, (best.at[row], best.value[row], scores))
