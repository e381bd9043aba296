"""Records in the order in which they are searched: by code, band of latitude and longitude."""

from dataclasses import dataclass
from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from schakel.engine.explore.search import Priced
from schakel.engine.model import Sites

Floats = NDArray[np.float64]
MOST_BANDS = 500
MOST_CELLS = 20_000_000
"""Codes x bands: 160 MB for where they start."""


class Side(NamedTuple):
    """One side of a search, sorted. Points are unit vectors, in single and in double precision.

    `value` counts in the order, `most` is what it could be (EUR per tonne).
    """

    x: NDArray[np.float32]
    y: NDArray[np.float32]
    z: NDArray[np.float32]
    longitude: NDArray[np.float32]
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
    """Point, longitude, tonnes, value and most, in this order and in single precision."""
    latitude, longitude, tonnes, value, most = columns
    for i in numba.prange(order.size):
        row = order[i]
        a, b = np.radians(latitude[row]), np.radians(longitude[row])
        exact[i, 0] = np.cos(a) * np.cos(b)
        exact[i, 1] = np.cos(a) * np.sin(b)
        exact[i, 2] = np.sin(a)
        for axis in range(3):
            single[axis, i] = exact[i, axis]
        single[3, i] = longitude[row]
        single[4, i] = tonnes[row]
        single[5, i] = value[row]
        single[6, i] = most[row]


@dataclass(frozen=True)
class Bands:
    """Latitude cut in bands of the same height (degrees), from `south` on."""

    south: float
    height: float
    count: int

    @classmethod
    def over(cls, sites: Sites, window: float, codes: int) -> "Bands":
        """Bands for these points, so high that a window reaches no further than the next."""
        most = max(1, min(MOST_BANDS, MOST_CELLS // codes))
        south = float(sites.latitude.min())
        extent = float(sites.latitude.max()) - south
        height = max(window, extent / most, 1e-6)
        return cls(south, height, int(extent / height) + 1)

    def cells(self, code: NDArray[np.int32], latitude: Floats) -> NDArray[np.int32]:
        """The cell of every record; points beyond the ends belong to the outer bands.

        Such a point sees the outer band and the one next to it, which hold all it can reach.
        """
        band = ((latitude - self.south) / self.height).astype(np.int32)
        np.clip(band, 0, self.count - 1, out=band)
        return code * np.int32(self.count) + band

    def widths(self, radius: float) -> NDArray[np.float32]:
        """Per band the degrees of longitude that a radius (in radians) spans at most."""
        edges = self.south + self.height * np.arange(self.count + 1)
        furthest = np.maximum(np.abs(edges[:-1]), np.abs(edges[1:]))
        cosine = np.cos(np.radians(np.minimum(furthest, 90.0)))
        sine = np.minimum(np.sin(radius) / np.maximum(cosine, 1e-9), 1.0)
        spans = np.where(sine < 1.0, np.degrees(np.arcsin(sine)) + 1e-4, 360.0)
        return spans.astype(np.float32)


def search_order(cells: NDArray[np.int32], longitude: Floats) -> NDArray[np.int32]:
    """Positions sorted by cell, then longitude, then position."""
    key = cells.astype(np.uint64) << np.uint64(32)
    key |= ((longitude + 180.0) * 2**23).astype(np.uint64)
    return np.argsort(key, kind="stable").astype(np.int32)


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
    x, y, z, longitude, tonnes, low, most_of = single
    return Side(x, y, z, longitude, tonnes, low, most_of, exact)


def starts_of(sorted_numbers: NDArray[np.int32], count: int) -> NDArray[np.int64]:
    """Where each number starts in a sorted column, and where the last one ends."""
    return np.searchsorted(sorted_numbers, np.arange(count + 1)).astype(np.int64)
