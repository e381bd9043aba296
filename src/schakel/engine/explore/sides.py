"""Records in the order in which they are searched: by code, and by latitude within it."""

from dataclasses import dataclass
from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from schakel.engine.explore.search import Priced
from schakel.engine.model import Sites

Floats = NDArray[np.float64]


class Side(NamedTuple):
    """One side of a search, sorted. Points are unit vectors, in single and in double precision.

    `value` counts in the order, `most` is what it could be (EUR per tonne).
    """

    x: NDArray[np.float32]
    y: NDArray[np.float32]
    z: NDArray[np.float32]
    latitude: NDArray[np.float32]
    tonnes: NDArray[np.float32]
    value: NDArray[np.float32]
    most: NDArray[np.float32]
    exact: Floats


@dataclass(frozen=True)
class Records:
    """What a side is made of: row for row the same length."""

    code: NDArray[np.int32]
    tonnes: Floats
    price: Priced
    sites: Sites


@numba.njit(parallel=True, cache=True)  # pragma: no cover - compiled
def _gather(order, columns, single, exact):  # type: ignore[no-untyped-def]
    """Latitude, longitude, tonnes, value and most, in this order and in single precision."""
    latitude, longitude, tonnes, value, most = columns
    for i in numba.prange(order.size):
        row = order[i]
        a, b = np.radians(latitude[row]), np.radians(longitude[row])
        exact[i, 0] = np.cos(a) * np.cos(b)
        exact[i, 1] = np.cos(a) * np.sin(b)
        exact[i, 2] = np.sin(a)
        for axis in range(3):
            single[axis, i] = exact[i, axis]
        single[3, i] = latitude[row]
        single[4, i] = tonnes[row]
        single[5, i] = value[row]
        single[6, i] = most[row]


def search_order(code: NDArray[np.int32], latitude: Floats) -> NDArray[np.int32]:
    """Positions sorted by code and then latitude."""
    key = code.astype(np.uint64) << np.uint64(32)
    key |= ((latitude + 90.0) * 2**24).astype(np.uint64)
    return np.argsort(key).astype(np.int32)


def side_of(records: Records, order: NDArray[np.int32]) -> Side:
    """These records, in this order."""
    single = np.empty((7, len(order)), np.float32)
    exact = np.empty((len(order), 3))
    price = records.price
    value = price.in_order
    most = value if price.certain else price.at_most
    sites = records.sites
    columns = (sites.latitude, sites.longitude, records.tonnes, value, most)
    _gather(order, columns, single, exact)
    return Side(*single, exact=exact)


def starts_of(code: NDArray[np.int32], codes: int) -> NDArray[np.int64]:
    """Where each code starts in a sorted column, and where the last one ends."""
    return np.searchsorted(code, np.arange(codes + 1)).astype(np.int64)
