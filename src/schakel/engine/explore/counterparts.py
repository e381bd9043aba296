"""Counterparts: for every offer the needs of the same material within the radius, by value.

Value of a match in EUR a year: min(tonnes offered, tonnes asked) x (saved + price - transport),
with transport = rate x distance as the crow flies.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.engine.explore import kernel
from schakel.engine.explore.search import Search, priced
from schakel.engine.explore.sides import Bands, Records, search_order, side_of, starts_of
from schakel.engine.model import Market, Needs, Offers
from schakel.engine.model.geography import EARTH_KM

PART = 1_000_000


@dataclass(frozen=True)
class Counterparts:
    """Row per offer, the best need first: positions in the needs (-1: none), EUR a year.

    The value is the one that decides the order: an unknown price counts at its low end.
    """

    need: NDArray[np.int32]
    value: NDArray[np.float32]

    def __len__(self) -> int:
        return int((self.need >= 0).sum())


def counterparts(market: Market, search: Search) -> Counterparts:
    """The `search.top` best needs of every offer."""
    offers, needs = market.offers, market.needs
    return best_of(offered(offers, len(market.codes)), asked(needs, len(market.codes)), search)


def offered(offers: Offers, codes: int) -> Records:
    return Records(
        offers.code, offers.tonnes, priced(offers.saved, offers.code, codes), offers.sites
    )


def asked(needs: Needs, codes: int) -> Records:
    return Records(needs.code, needs.tonnes, priced(needs.price, needs.code, codes), needs.sites)


@dataclass(frozen=True)
class Common:
    """What is the same for all codes. `certain`: whether every price is known."""

    bands: Bands
    certain: bool

    @classmethod
    def of(cls, have: Records, want: Records, search: Search) -> "Common":
        certain = have.price.certain and want.price.certain
        return cls(Bands.over(want.sites, search.window, _codes(have, want)), certain)


def best_of(
    have: Records, want: Records, search: Search, common: Common | None = None
) -> Counterparts:
    """The same on bare columns; a part of the offers at a time, to keep memory low.

    `common`: that of the whole, where these are some of its codes.
    """
    common = common or Common.of(have, want, search)
    bands = common.bands
    codes = _codes(have, want)
    cells = bands.cells(want.code, want.sites.latitude)
    order = search_order(cells, want.sites.longitude)
    needs = side_of(want, order)
    starts = starts_of(cells[order], codes * bands.count)
    grid = kernel.Grid(bands.count, 1, bands.widths(search.radius_km / EARTH_KM), starts)
    limits = kernel.limits_of(search, not common.certain)
    shape = (len(have.code), search.top)
    best = kernel.Best(np.empty(shape, np.int32), np.empty(shape, np.float32))
    cells = bands.cells(have.code, have.sites.latitude)
    rows = search_order(cells, have.sites.longitude)
    for start in range(0, len(rows), PART):
        part = rows[start : start + PART]
        kernel.best_needs(side_of(have, part), cells[part], needs, grid, limits, best, part, order)
    return Counterparts(best.at, best.value)


def _codes(have: Records, want: Records) -> int:
    return int(max(have.code.max(), want.code.max())) + 1
