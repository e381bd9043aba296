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

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


class Points(NamedTuple):
    """Unit vectors and latitudes of a sorted table, and where each code starts in it."""

    x: Floats
    y: Floats
    z: Floats
    latitude: Floats
    starts: Places


class Reach(NamedTuple):
    chord2: float
    window: float
    rate: float


class Onward(NamedTuple):
    """Per conversion the best ways on, best first: EUR per tonne of output, the next conversion
    (-1: straight to a need), and the place in its list or the need."""

    value: Floats
    step: NDArray[np.int32]
    then: NDArray[np.int32]
    found: Places


class Work(NamedTuple):
    """What a conversion does, in the order of its table: EUR per tonne in, tonnes out per in."""

    cost: Floats
    made: Floats
    output: Places


def no_way_on(rows: int, width: int) -> Onward:
    shape = (rows, width)
    return Onward(
        np.empty(shape),
        np.empty(shape, np.int32),
        np.empty(shape, np.int32),
        np.zeros(rows, np.int64),
    )


@numba.njit(cache=True)  # pragma: no cover - compiled
def _first(latitude, start, end, south):  # type: ignore[no-untyped-def]
    """The first position in a sorted span at or above a latitude."""
    while start < end:
        middle = (start + end) // 2
        if latitude[middle] < south:
            start = middle + 1
        else:
            end = middle
    return start


@numba.njit(cache=True, inline="always")  # pragma: no cover - compiled
def _chord2(here, i, there, j):  # type: ignore[no-untyped-def]
    dx, dy, dz = here.x[i] - there.x[j], here.y[i] - there.y[j], here.z[i] - there.z[j]
    return dx * dx + dy * dy + dz * dz


@numba.njit(cache=True, inline="always")  # pragma: no cover - compiled
def _transport(chord2, reach):  # type: ignore[no-untyped-def]
    return reach.rate * 2.0 * np.arcsin(min(1.0, np.sqrt(chord2) / 2.0))


@numba.njit(cache=True)  # pragma: no cover - compiled
def _keep(ways, i, value, step, then):  # type: ignore[no-untyped-def]
    """Put a way in its place in row i; gives the value that the next one has to beat."""
    width = ways.value.shape[1]
    found = ways.found[i]
    place = found if found < width else width - 1
    while place > 0 and ways.value[i, place - 1] < value:
        ways.value[i, place] = ways.value[i, place - 1]
        ways.step[i, place] = ways.step[i, place - 1]
        ways.then[i, place] = ways.then[i, place - 1]
        place -= 1
    ways.value[i, place], ways.step[i, place], ways.then[i, place] = value, step, then
    ways.found[i] = min(found + 1, width)
    return ways.value[i, width - 1] if ways.found[i] == width else -np.inf


@numba.njit(parallel=True, cache=True)  # pragma: no cover - compiled
def to_needs(here, code, needs, price, reach, ways):  # type: ignore[no-untyped-def]
    """The best needs from every point, `code` being what is brought."""
    for i in numba.prange(code.size):
        worst = -np.inf
        end = needs.starts[code[i] + 1]
        j = _first(needs.latitude, needs.starts[code[i]], end, here.latitude[i] - reach.window)
        while j < end and needs.latitude[j] <= here.latitude[i] + reach.window:
            chord2 = _chord2(here, i, needs, j)
            if chord2 <= reach.chord2:
                value = price[j] - _transport(chord2, reach)
                if value > worst:
                    worst = _keep(ways, i, value, -1, j)
            j += 1


@numba.njit(cache=True, inline="always")  # pragma: no cover - compiled
def _passes(onward, j, t, facility):  # type: ignore[no-untyped-def]
    """Whether way t on from conversion j goes through this facility (two steps on at most)."""
    return j == facility or (onward.step[j, t] == facility and facility >= 0)


@numba.njit(cache=True)  # pragma: no cover - compiled
def _merge(ways, i, facility, j, base, made, onward, asked, worst):  # type: ignore[no-untyped-def]
    """Merge the ways on from conversion j into row i, until they no longer make a difference."""
    taken = 0
    for t in range(onward.found[j]):
        value = base + made * onward.value[j, t]
        if value <= worst or taken == asked:
            break
        if not _passes(onward, j, t, facility):
            worst = _keep(ways, i, value, j, t)
            taken += 1
    return worst


@numba.njit(parallel=True, cache=True)  # pragma: no cover - compiled
def through(here, code, conversions, work, onward, reach, ways, asked, own):  # type: ignore[no-untyped-def]
    """Add to every point the best chains that begin with a conversion of `code`.

    `own`: whether the points are the conversions themselves.
    """
    width = ways.value.shape[1]
    for i in numba.prange(code.size):
        worst = ways.value[i, width - 1] if ways.found[i] == width else -np.inf
        end = conversions.starts[code[i] + 1]
        j = _first(
            conversions.latitude, conversions.starts[code[i]], end, here.latitude[i] - reach.window
        )
        while j < end and conversions.latitude[j] <= here.latitude[i] + reach.window:
            chord2 = _chord2(here, i, conversions, j)
            near = chord2 <= reach.chord2 and onward.found[j] > 0
            if near and work.made[j] * onward.value[j, 0] - work.cost[j] > worst:
                base = -_transport(chord2, reach) - work.cost[j]
                facility = i if own else -1
                worst = _merge(ways, i, facility, j, base, work.made[j], onward, asked, worst)
            j += 1
