"""One fused kernel: the best counterparts of every offer within the radius.

Both sides are sorted by code, band of latitude and longitude. For each offer slide a window of
longitude over the needs of its code in the bands around it, score what is in it in single precision
with distances as differences of unit vectors, and keep the best by insertion. Who is in the radius
is decided in double precision where single cannot tell.
"""

from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from schakel.engine.explore.search import Search
from schakel.engine.model.geography import EARTH_KM

BLOCKS, STRIDE = 256, 159
CHUNK = 2_048
MATHS = {"contract", "reassoc", "nsz", "arcp"}


class Limits(NamedTuple):
    """`loose` and `tight`: squared chords that are surely out and surely in. `rate`: EUR a tonne
    for one radius of the Earth. `floor`: what a value must exceed; below 0 where prices have a
    range."""

    chord2: float
    loose: np.float32
    tight: np.float32
    rate: np.float32
    floor: np.float32


class Grid(NamedTuple):
    """Bands of latitude, per code. `starts`: where each cell (code x bands + band) starts in the
    sorted needs. `width`: per band the degrees of longitude that the radius spans at most.
    `reach`: how many bands on either side can be within the radius."""

    bands: int
    reach: int
    width: NDArray[np.float32]
    starts: NDArray[np.int64]


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
        np.float32(search.eur_per_tkm * EARTH_KM),
        np.float32(-np.inf if ranges else 0.0),
    )


@numba.njit(fastmath=MATHS, cache=True, inline="always")  # pragma: no cover - compiled
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


@numba.njit(fastmath=MATHS, cache=True, inline="always")  # pragma: no cover - compiled
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


@numba.njit(fastmath=MATHS, cache=True, inline="always")  # pragma: no cover - compiled
def _best_of(offers, i, needs, spans, limits, row):  # type: ignore[no-untyped-def]
    """The best of these spans for one offer, into its row."""
    at, value, scores = row
    lows, highs = spans
    found, worst = 0, limits.floor
    for span in range(lows.size):
        for first in range(lows[span], highs[span], CHUNK):
            last = min(highs[span], first + CHUNK)
            if limits.floor < 0:
                _score_ranges(offers, i, needs, (first, last), limits, scores)
            else:
                _score(offers, i, needs, (first, last), limits, scores)
            for j in range(last - first):
                if scores[j] > worst and _within(offers, i, needs, first + j, limits):
                    found = _insert(at, value, found, first + j, scores[j])
                    if found == at.size:
                        worst = value[found - 1]
    return found


@numba.njit(cache=True)  # pragma: no cover - compiled
def _enter(cell, grid, spans, ends):  # type: ignore[no-untyped-def]
    """Set the spans to the start of the cells around this one, a cell per band of latitude."""
    lows, highs = spans
    band = cell % grid.bands
    for span in range(lows.size):
        other = band + span - lows.size // 2
        inside = 0 <= other < grid.bands
        start = grid.starts[cell - band + other] if inside else 0
        lows[span] = highs[span] = start
        ends[span] = grid.starts[cell - band + other + 1] if inside else 0


@numba.njit(cache=True)  # pragma: no cover - compiled
def _slide(longitude, width, needs, spans, ends):  # type: ignore[no-untyped-def]
    """Move the spans east, to what is within `width` degrees of this longitude."""
    lows, highs = spans
    for span in range(lows.size):
        low, high = lows[span], highs[span]
        while low < ends[span] and needs.longitude[low] < longitude - width:
            low += 1
        high = max(low, high)
        while high < ends[span] and needs.longitude[high] <= longitude + width:
            high += 1
        lows[span], highs[span] = low, high


@numba.njit(cache=True)  # pragma: no cover - compiled
def _finish(at, found, names):  # type: ignore[no-untyped-def]
    """Call the needs that were found by their names; -1 in the places that are left."""
    for place in range(at.size):
        at[place] = names[at[place]] if place < found else -1


@numba.njit(parallel=True, cache=True)  # pragma: no cover - compiled
def best_needs(offers, cells, needs, grid, limits, best, rows, names):  # type: ignore[no-untyped-def]
    """The best needs of every offer.

    `cells`: the cell of every offer; `rows`: the row of `best` it belongs in; `names`: what to
    call a need there.
    """
    count = cells.size
    for turn in numba.prange(BLOCKS):
        # Each thread gets turns that follow each other: far apart here, as codes differ in size.
        block = turn * STRIDE % BLOCKS
        scores = np.empty(CHUNK, np.float32)
        around = 2 * grid.reach + 1
        lows, highs = np.zeros(around, np.int64), np.zeros(around, np.int64)
        ends, previous = np.zeros(around, np.int64), -1
        for i in range(block * count // BLOCKS, (block + 1) * count // BLOCKS):
            if cells[i] != previous:
                previous = cells[i]
                _enter(previous, grid, (lows, highs), ends)
            width = grid.width[previous % grid.bands]
            _slide(offers.longitude[i], width, needs, (lows, highs), ends)
            at, value = best.at[rows[i]], best.value[rows[i]]
            found = _best_of(offers, i, needs, (lows, highs), limits, (at, value, scores))
            _finish(at, found, names)
