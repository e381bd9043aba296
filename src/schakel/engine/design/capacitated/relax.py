"""The bound: every customer may be served more or less than once, at a price for the difference.

With multipliers u per customer the question falls apart into a continuous knapsack per facility
(what it earns at best within its capacity) and a choice of facilities that together hold all
demand. The multipliers climb along smoothed subgradients (Held, Wolfe and Crowder 1974).
"""

from dataclasses import dataclass, replace

import numpy as np
from numba import njit
from numpy.typing import NDArray

from schakel.engine.design.capacitated.siting import Siting
from schakel.engine.solver import Floats, Numbers

Flags = NDArray[np.bool_]
SMOOTH, FIRST_STEP, NEXT_STEP, LAST_STEP, SHRINK, PATIENCE = 0.3, 2.0, 0.5, 1e-4, 0.6, 20
MEMORY = 0.9


@dataclass
class Multipliers:
    """Where the climb is: the best bound with its multipliers and the worth of each facility."""

    price: Floats
    best_price: Floats
    worth: Floats
    often: Floats
    """How often each facility was open lately, 0 to 1."""
    bound: float = -np.inf
    step: float = FIRST_STEP
    stalled: int = 0
    direction: Floats | None = None

    @property
    def arrived(self) -> bool:
        return self.step < LAST_STEP

    def only(self, kept: Flags) -> None:
        """Go on with these facilities alone."""
        self.worth, self.often = self.worth[kept], self.often[kept]

    def again(self) -> "Multipliers":
        """From here for a narrower question, with smaller steps than at first."""
        return replace(
            self, price=self.best_price, bound=-np.inf, step=NEXT_STEP, stalled=0, direction=None
        )


def first_multipliers(siting: Siting) -> Multipliers:
    """What the fourth cheapest facility asks: a few facilities want each customer."""
    price = np.sort(siting.cost, axis=0)[min(3, siting.facilities - 1)].copy()
    return Multipliers(price, price, siting.fixed, np.full(siting.facilities, 0.5))


def need_of(siting: Siting) -> float:
    """The capacity to open: all demand, in whole facilities where these are alike."""
    demand, each = siting.demand.sum(), siting.capacity[0]
    if each > 0 and (siting.capacity == each).all():
        return each * np.ceil(demand / each - 1e-9)
    return demand


def climb(siting: Siting, must: Flags, at: Multipliers, target: float, steps: int) -> Flags:
    """Improve the bound by so many steps; gives the facilities open at the end.

    The facilities of `must` are open. `target` is the cost of the best answer so far, inf where
    there is none.
    """
    share, worth = np.zeros_like(siting.cost), np.zeros(siting.facilities)
    need, opened = need_of(siting), np.ones(siting.facilities)

    def look() -> tuple[float, Floats]:
        _knapsacks(siting.cost, at.price, siting.demand, siting.capacity, share, worth)
        np.add(worth, siting.fixed, out=worth)
        value, opened = cover(worth, siting.capacity, need, must)
        return at.price.sum() + value, opened

    for _ in range(steps):
        if at.arrived:
            break
        bound, opened = look()
        if _remember(at, bound, worth):
            bound, opened = look()
        at.often = MEMORY * at.often + (1 - MEMORY) * opened
        if not _move(at, bound, target, 1.0 - opened @ share):
            break
    return opened > 0


def _remember(at: Multipliers, bound: float, worth: Floats) -> bool:
    """Keep the best; whether the climb went back to it after too many steps without gain."""
    if bound > at.bound + 1e-7 * abs(at.bound) or not np.isfinite(at.bound):
        at.bound, at.best_price, at.worth, at.stalled = bound, at.price.copy(), worth.copy(), 0
        return False
    at.stalled += 1
    if at.stalled < PATIENCE:
        return False
    at.step, at.stalled, at.price = at.step * SHRINK, 0, at.best_price.copy()
    return True


def _move(at: Multipliers, bound: float, target: float, slope: Floats) -> bool:
    aim = target if np.isfinite(target) else at.bound + 0.05 * abs(at.bound)
    at.direction = slope if at.direction is None else slope + SMOOTH * at.direction
    length = at.direction @ at.direction
    if length < 1e-12:
        return False
    rise = max(aim - bound, 1e-6 * abs(at.bound))
    at.price = at.price + at.step * rise / length * at.direction
    return True


def cover(worth: Floats, capacity: Floats, need: float, must: Flags) -> tuple[float, Floats]:
    """Least worth·y with capacity·y >= need, 0 <= y <= 1 and y = 1 for those of `must`; inf where
    all is too little."""
    opened = ((worth < 0) | must).astype(float)
    short = need - capacity @ opened
    if short > 1e-9 * max(need, 1.0):
        closed = np.flatnonzero((opened == 0) & (capacity > 0))
        order = closed[np.argsort(worth[closed] / capacity[closed], kind="stable")]
        reached = np.cumsum(capacity[order])
        if not len(order) or reached[-1] < short * (1 - 1e-9):
            return np.inf, opened
        opened[order] = np.clip((short - reached) / capacity[order] + 1.0, 0.0, 1.0)
    return float(worth @ opened), opened


def flips(siting: Siting, must: Flags, at: Multipliers) -> tuple[Floats, Floats]:
    """Per facility, the bound when it must be open, and when it must stay closed."""
    need, base = need_of(siting), at.best_price.sum()
    opened, closed = np.empty(siting.facilities), np.full(siting.facilities, np.inf)
    for i in range(siting.facilities):
        rest = (np.delete(at.worth, i), np.delete(siting.capacity, i))
        left = np.delete(must, i)
        opened[i] = base + at.worth[i] + cover(*rest, need - siting.capacity[i], left)[0]
        if not must[i]:
            closed[i] = base + cover(*rest, need, left)[0]
    return opened, closed


@njit(cache=True)
def _knapsacks(  # noqa: PLR0913, PLR0917
    cost: Floats, price: Floats, demand: Floats, capacity: Floats, share: Floats, worth: Floats
) -> None:
    """Per facility: serve the customers that pay most per tonne, within its capacity."""
    count, customers = cost.shape
    number = np.empty(customers, np.int64)
    ratio = np.empty(customers)
    for i in range(count):
        wanted, load, total = 0, 0.0, 0.0
        for j in range(customers):
            share[i, j] = 0.0
            left = cost[i, j] - price[j]
            if left < 0.0:
                number[wanted] = j
                ratio[wanted] = left / demand[j]
                wanted += 1
                total += left
                load += demand[j]
        if load <= capacity[i]:
            for a in range(wanted):
                share[i, number[a]] = 1.0
            worth[i] = total
        else:
            worth[i] = _fill(i, number, ratio, wanted, demand, capacity[i], share)


@njit(cache=True)
def _fill(  # noqa: PLR0913, PLR0917
    i: int,
    number: Numbers,
    ratio: Floats,
    wanted: int,
    demand: Floats,
    room: float,
    share: Floats,
) -> float:
    worth = 0.0
    for a in np.argsort(ratio[:wanted]):
        j = number[a]
        part = min(1.0, room / demand[j])
        share[i, j] = part
        worth += part * ratio[a] * demand[j]
        room -= part * demand[j]
        if part < 1.0:
            break
    return worth
