"""Chains: from an offer through one to three conversions to a need, by value per tonne offered.

Value of one tonne in EUR: saved - transport - cost + made x (- transport - cost + made x (...
price - transport)). What a chain can carry, and what its conversions need at least, follows from
the amounts along it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.engine.explore import chainkernel as kernel
from schakel.engine.explore.chainkernel import Onward, Points, Pool, Reach, Work
from schakel.engine.explore.search import Search, priced
from schakel.engine.explore.sides import Bands, starts_of
from schakel.engine.model import Conversions, Market, Needs, Sites
from schakel.engine.model.geography import EARTH_KM

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
MOST_STEPS = 3


@dataclass(frozen=True)
class Chains:
    """One row per chain, best first within an offer.

    `conversion`: three columns of positions, first step first, -1 where there are fewer.
    `value`: EUR per tonne offered; it decides the order.
    """

    offer: Places
    conversion: Places
    need: Places
    value: Floats

    def __len__(self) -> int:
        return len(self.offer)

    @property
    def steps(self) -> Places:
        return (self.conversion >= 0).sum(axis=1)

    def only(self, kept: NDArray) -> "Chains":
        return Chains(self.offer[kept], self.conversion[kept], self.need[kept], self.value[kept])


def chains(market: Market, search: Search) -> Chains:
    """The `search.top` best chains with at least one conversion, for every offer."""
    if search.steps == 0 or not len(market.conversions.id):
        none = np.zeros(0, np.int64)
        return Chains(none, np.zeros((0, MOST_STEPS), np.int64), none, np.zeros(0))
    plan = Plan(market, search)
    levels = plan.levels()
    return plan.trace(plan.from_offers(levels[-1]), levels)


class Plan:
    """The tables of one search."""

    def __init__(self, market: Market, search: Search) -> None:
        self.search = search
        self.codes = len(market.codes)
        self.offers, self.conversions, self.needs = market.offers, market.conversions, market.needs
        self.here = _points(self.offers.sites)
        self.there = _points(self.conversions.sites)
        cost = priced(self.conversions.cost, self.conversions.code, self.codes)
        self.work = Work(np.nan_to_num(cost.high, nan=0.0), self.conversions.output_per_tonne)
        self.saved = priced(self.offers.saved, self.offers.code, self.codes).in_order
        self.reach = Reach(search.chord2, search.eur_per_tkm * EARTH_KM)

    def straight(self) -> Onward:
        """From every conversion straight to the needs for what it makes."""
        needs = self.needs
        price = priced(needs.price, needs.code, self.codes).in_order
        bands = Bands.over(needs.sites, self.search.window, self.codes)
        pool = self._pool(bands, needs, _points(needs.sites), price)
        ways = kernel.no_way_on(len(self.work.cost), 2 * self.search.top)
        cells = bands.cells(self.conversions.output, self.conversions.sites.latitude)
        kernel.to_needs(self.there, cells, pool, self.reach, ways)
        return ways

    def one_more(self, onward: Onward) -> Onward:
        """The same, or through one conversion more than `onward` does."""
        ways, table = self.straight(), self.conversions
        kernel.through(
            self.there, *self._conversions(table.output, table.sites, onward), self.work, onward,
            self.reach, ways, self.search.top, True,
        )  # fmt: skip
        return ways

    def levels(self) -> list[Onward]:
        """The ways on from every conversion, with ever more conversions in them."""
        found = [self.straight()]
        for _step in range(1, self.search.steps):
            found.append(self.one_more(found[-1]))
        return found

    def from_offers(self, onward: Onward) -> Onward:
        """The best ways of every offer; what it saves is not yet in the value."""
        offers = self.offers
        ways = kernel.no_way_on(len(offers.code), self.search.top)
        kernel.through(
            self.here, *self._conversions(offers.code, offers.sites, onward), self.work, onward,
            self.reach, ways, self.search.top, False,
        )  # fmt: skip
        return ways

    def _conversions(
        self, code: NDArray[np.int32], sites: Sites, onward: Onward
    ) -> tuple[NDArray[np.int32], Pool]:
        """In which cells records of this code look, and the conversions there, best first."""
        table = self.conversions
        best = np.where(onward.found > 0, onward.value[:, 0], -np.inf)
        bands = Bands.over(table.sites, self.search.window, self.codes)
        most = self.work.made * best - self.work.cost
        pool = self._pool(bands, table, self.there, most)
        return bands.cells(code, sites.latitude), pool

    def _pool(self, bands: Bands, side: Conversions | Needs, points: Points, most: Floats) -> Pool:
        cells = bands.cells(side.code, side.sites.latitude)
        order = np.lexsort((-most, cells))
        return Pool(
            points.x[order],
            points.y[order],
            points.z[order],
            most[order],
            starts_of(cells[order], self.codes * bands.count),
            bands.count,
            order,
        )

    def trace(self, ways: Onward, levels: list[Onward]) -> Chains:
        """Follow each way back through the levels."""
        width = ways.value.shape[1]
        row, place = np.nonzero(np.arange(width) < ways.found[:, None])
        value = self.saved[row] + ways.value[row, place]
        need = np.full(len(row), -1, np.int64)
        step = ways.step[row, place].astype(np.int64)
        then = ways.then[row, place].astype(np.int64)
        passed = np.full((len(row), MOST_STEPS), -1, np.int64)
        for column, level in enumerate(reversed(levels)):
            on = step >= 0
            passed[on, column] = step[on]
            step, then = _follow(level, step, then, on)
            arrived = on & (step < 0)
            need[arrived] = then[arrived]
        found = Chains(row.astype(np.int64), passed, need, value)
        return found.only(np.lexsort((-value, found.offer)))


def _follow(level: Onward, step: Places, then: Places, on: NDArray) -> tuple[Places, Places]:
    next_step, next_then = step.copy(), then.copy()
    next_step[on] = level.step[step[on], then[on]]
    next_then[on] = level.then[step[on], then[on]]
    return next_step, next_then


def _points(sites: Sites) -> Points:
    return Points(*kernel.points_of(sites.latitude, sites.longitude))
