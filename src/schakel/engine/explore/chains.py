"""Chains: from an offer through one to three conversions to a need, by value per tonne offered.

Value of one tonne in EUR: saved - transport - cost + made x (- transport - cost + made x (...
price - transport)). What a chain can carry, and what its conversions need at least, follows from
the amounts along it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.engine.explore import chainkernel as kernel
from schakel.engine.explore.chainkernel import Onward, Points, Reach, Work
from schakel.engine.explore.search import Search, priced
from schakel.engine.explore.sides import search_order, starts_of
from schakel.engine.model import Market, Sites
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


@dataclass(frozen=True)
class _Table:
    order: NDArray[np.int32]
    points: Points


def chains(market: Market, search: Search) -> Chains:
    """The `search.top` best chains with at least one conversion, for every offer."""
    if search.steps == 0 or not len(market.conversions.id):
        none = np.zeros(0, np.int64)
        return Chains(none, np.zeros((0, MOST_STEPS), np.int64), none, np.zeros(0))
    plan = Plan(market, search)
    levels = plan.levels()
    return plan.trace(plan.from_offers(levels[-1]), levels)


class Plan:
    """The sorted tables of one search."""

    def __init__(self, market: Market, search: Search) -> None:
        self.market, self.search = market, search
        codes = len(market.codes)
        conversions, needs, offers = market.conversions, market.needs, market.offers
        self.offers = _table(offers.code, offers.sites, codes)
        self.needs = _table(needs.code, needs.sites, codes)
        self.conversions = _table(conversions.code, conversions.sites, codes)
        order = self.conversions.order
        cost = priced(conversions.cost, conversions.code, codes)
        self.work = Work(
            np.nan_to_num(cost.high[order], nan=0.0),
            conversions.output_per_tonne[order],
            conversions.output[order].astype(np.int64),
        )
        self.price = priced(needs.price, needs.code, codes).in_order[self.needs.order]
        self.saved = priced(offers.saved, offers.code, codes).in_order[self.offers.order]
        self.reach = Reach(search.chord2, search.window, search.eur_per_tkm * EARTH_KM)

    def straight(self) -> Onward:
        """From every conversion straight to the needs for what it makes."""
        ways = kernel.no_way_on(len(self.work.cost), 2 * self.search.top)
        kernel.to_needs(
            self.conversions.points, self.work.output, self.needs.points, self.price, self.reach,
            ways,
        )  # fmt: skip
        return ways

    def one_more(self, onward: Onward) -> Onward:
        """The same, or through one conversion more than `onward` does."""
        ways = self.straight()
        kernel.through(
            self.conversions.points, self.work.output, self.conversions.points, self.work, onward,
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
        """The best ways of every sorted offer; what it saves is not yet in the value."""
        code = self.market.offers.code[self.offers.order].astype(np.int64)
        ways = kernel.no_way_on(len(code), self.search.top)
        kernel.through(
            self.offers.points,
            code,
            self.conversions.points,
            self.work,
            onward,
            self.reach,
            ways,
            self.search.top,
            False,
        )
        return ways

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
            passed[on, column] = self.conversions.order[step[on]]
            step, then = _follow(level, step, then, on)
            arrived = on & (step < 0)
            need[arrived] = self.needs.order[then[arrived]]
        found = Chains(self.offers.order[row].astype(np.int64), passed, need, value)
        return found.only(np.lexsort((-value, found.offer)))


def _follow(level: Onward, step: Places, then: Places, on: NDArray) -> tuple[Places, Places]:
    next_step, next_then = step.copy(), then.copy()
    next_step[on] = level.step[step[on], then[on]]
    next_then[on] = level.then[step[on], then[on]]
    return next_step, next_then


def _table(code: NDArray[np.int32], sites: Sites, codes: int) -> _Table:
    order = search_order(code, sites.latitude)
    latitude, longitude = np.radians(sites.latitude[order]), np.radians(sites.longitude[order])
    return _Table(
        order,
        Points(
            np.cos(latitude) * np.cos(longitude),
            np.cos(latitude) * np.sin(longitude),
            np.sin(latitude),
            sites.latitude[order],
            starts_of(code[order], codes),
        ),
    )
