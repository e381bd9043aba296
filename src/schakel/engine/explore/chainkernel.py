"""The best chains through conversions, per tonne of what goes in.

Chains are not joined: the best continuations of every conversion are found once, last step first,
and each earlier step merges them. That is exact, since value per tonne adds up along a chain: the
best way on from a conversion does not depend on how the material came there.

A facility stands in a chain once. To stay exact, the middle step keeps twice as many continuations
as are asked, so that those through the facility itself can be left out.
"""

from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from schakel.engine.explore.kernel import BLOCKS, STRIDE

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


class Points(NamedTuple):
    """Unit vectors."""

    x: Floats
    y: Floats
    z: Floats


class Pool(NamedTuple):
    """Where material can go, sorted by cell (code x bands + band of latitude) and then the most it
    can bring there, the highest first; where each cell starts; and what to call a place."""

    x: Floats
    y: Floats
    z: Floats
    most: Floats
    starts: Places
    bands: int
    name: Places


class Reach(NamedTuple):
    chord2: float
    rate: float


class Onward(NamedTuple):
    """Per conversion the best ways on, best first: EUR per tonne of output, the next conversion
    (-1: straight to a need), and the place in its list or the need."""

    value: Floats
    step: NDArray[np.int32]
    then: NDArray[np.int32]
    found: Places


class Work(NamedTuple):
    """What a conversion does: EUR per tonne in, tonnes out per tonne in."""

    cost: Floats
    made: Floats


def no_way_on(rows: int, width: int) -> Onward:
    shape = (rows, width)
    return Onward(
        np.empty(shape),
        np.empty(shape, np.int32),
        np.empty(shape, np.int32),
        np.zeros(rows, np.int64),
    )


@numba.njit(parallel=True, cache=True)  # pragma: no cover - compiled
def points_of(latitude, longitude):  # type: ignore[no-untyped-def]
    """Unit vectors of points in degrees."""
    x, y, z = np.empty(latitude.size), np.empty(latitude.size), np.empty(latitude.size)
    for i in numba.prange(latitude.size):
        a, b = np.radians(latitude[i]), np.radians(longitude[i])
        x[i], y[i], z[i] = np.cos(a) * np.cos(b), np.cos(a) * np.sin(b), np.sin(a)
    return x, y, z


@numba.njit(cache=True, inline="always")  # pragma: no cover - compiled
def _chord2(here, i, there, j):  # type: ignore[no-untyped-def]
    dx, dy, dz = here.x[i] - there.x[j], here.y[i] - there.y[j], here.z[i] - there.z[j]
    return dx * dx + dy * dy + dz * dz


@numba.njit(cache=True, inline="always")  # pragma: no cover - compiled
def _transport(chord2, reach):  # type: ignore[no-untyped-def]
    """EUR a tonne; of an arc below 600 km the series, exact to a part in 1e12, as it is faster."""
    if chord2 > 0.01:
        return reach.rate * 2.0 * np.arcsin(min(1.0, np.sqrt(chord2) / 2.0))
    more = chord2 * (1 / 24 + chord2 * (3 / 640 + chord2 * (5 / 7_168)))
    return reach.rate * np.sqrt(chord2) * (1.0 + more)


@numba.njit(cache=True)  # pragma: no cover - compiled
def _cell_of(pool, cell, turn):  # type: ignore[no-untyped-def]
    """Start and end of a cell, the one to the south (turn 1) or the one to the north (turn 2)."""
    away = turn if turn < 2 else -1
    if not 0 <= cell % pool.bands - away < pool.bands:
        return 0, 0
    return pool.starts[cell - away], pool.starts[cell - away + 1]


@numba.njit(cache=True)  # pragma: no cover - compiled
def _keep(row, found, value, step, then):  # type: ignore[no-untyped-def]
    """Put a way in its place in a row; gives how many there are and what the next has to beat."""
    values, steps, thens = row
    place = found if found < values.size else values.size - 1
    while place > 0 and values[place - 1] < value:
        values[place] = values[place - 1]
        steps[place] = steps[place - 1]
        thens[place] = thens[place - 1]
        place -= 1
    values[place], steps[place], thens[place] = value, step, then
    found = min(found + 1, values.size)
    return found, _bar(values, found)


@numba.njit(cache=True)  # pragma: no cover - compiled
def _bar(values, found):  # type: ignore[no-untyped-def]
    return values[-1] if found == values.size else -np.inf


@numba.njit(cache=True)  # pragma: no cover - compiled
def _needs_of(i, here, cell, needs, reach, ways):  # type: ignore[no-untyped-def]
    """The best needs from one point, into its row: the most a need brings is its price."""
    # Set in here: what a parallel loop itself sets in a field of a tuple is lost.
    row = ways.value[i], ways.step[i], ways.then[i]
    found, worst = 0, -np.inf
    for turn in range(3):
        first, end = _cell_of(needs, cell, turn)
        for j in range(first, end):
            if needs.most[j] <= worst:
                break
            chord2 = _chord2(here, i, needs, j)
            if chord2 <= reach.chord2:
                value = needs.most[j] - _transport(chord2, reach)
                if value > worst:
                    found, worst = _keep(row, found, value, -1, needs.name[j])
    ways.found[i] = found


@numba.njit(parallel=True, cache=True)  # pragma: no cover - compiled
def to_needs(here, cells, needs, reach, ways):  # type: ignore[no-untyped-def]
    """The best needs from every point, `cells` being where they look."""
    for i in numba.prange(cells.size):
        _needs_of(i, here, cells[i], needs, reach, ways)


@numba.njit(cache=True, inline="always")  # pragma: no cover - compiled
def _passes(onward, j, t, facility):  # type: ignore[no-untyped-def]
    """Whether way t on from conversion j goes through this facility (two steps on at most)."""
    return j == facility or (onward.step[j, t] == facility and facility >= 0)


@numba.njit(cache=True)  # pragma: no cover - compiled
def _merge(row, found, facility, j, base, made, onward, asked):  # type: ignore[no-untyped-def]
    """Merge the ways on from conversion j into a row, until they no longer make a difference."""
    taken, worst = 0, _bar(row[0], found)
    for t in range(onward.found[j]):
        value = base + made * onward.value[j, t]
        if value <= worst or taken == asked:
            break
        if not _passes(onward, j, t, facility):
            found, worst = _keep(row, found, value, j, t)
            taken += 1
    return found, worst


@numba.njit(cache=True)  # pragma: no cover - compiled
def _through_of(i, here, cell, pool, work, onward, reach, ways, asked, facility):  # type: ignore[no-untyped-def]
    """Add to the row of a point the best chains that begin with a conversion in its cells."""
    row = ways.value[i], ways.step[i], ways.then[i]
    found = ways.found[i]
    worst = _bar(row[0], found)
    for turn in range(3):
        first, end = _cell_of(pool, cell, turn)
        for p in range(first, end):
            if pool.most[p] <= worst:
                break
            chord2 = _chord2(here, i, pool, p)
            if chord2 <= reach.chord2:
                j = pool.name[p]
                base = -_transport(chord2, reach) - work.cost[j]
                found, worst = _merge(row, found, facility, j, base, work.made[j], onward, asked)
    ways.found[i] = found


@numba.njit(parallel=True, cache=True)  # pragma: no cover - compiled
def through(here, cells, pool, work, onward, reach, ways, asked, own):  # type: ignore[no-untyped-def]
    """Add to every point the best chains that begin with a conversion in its cells.

    `own`: whether the points are the conversions themselves.
    """
    for turn in numba.prange(BLOCKS):
        # Each thread gets turns that follow each other: far apart here, as records may be sorted.
        block = turn * STRIDE % BLOCKS
        for i in range(block * cells.size // BLOCKS, (block + 1) * cells.size // BLOCKS):
            facility = i if own else -1
            _through_of(i, here, cells[i], pool, work, onward, reach, ways, asked, facility)
