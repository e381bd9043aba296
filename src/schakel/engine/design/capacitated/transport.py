"""The least cost of serving all customers from facilities that are open: exact and small.

Few facilities tie many customers together, so the work happens on a graph of the open facilities.
Every customer starts at its cheapest one. While one is too full, load moves along the cheapest path
to one with room; the arc a to b costs what the cheapest customer of a pays more per tonne at b.
These are successive shortest paths (Ahuja, Magnanti and Orlin 1993, Network Flows, chapter 9),
whose cost only grows: past `limit` the answer is known to be of no use and work stops.
"""

import numpy as np
from numba import njit

from schakel.engine.solver import Floats, Numbers

ROOM = 1e-9


def transport(
    price: Floats, demand: Floats, capacity: Floats, limit: float = np.inf
) -> tuple[float, Floats]:
    """Cost, and amounts per open facility and customer; inf where it passes the limit.

    `price[i, j]` is the cost per tonne. The capacities must hold all demand together.
    """
    amount = np.zeros_like(price)
    cost = _transport(price, demand, capacity, limit, amount)
    return float(cost), amount


@njit(cache=True)
def _transport(
    price: Floats, demand: Floats, capacity: Floats, limit: float, amount: Floats
) -> float:
    count, customers = price.shape
    load = np.zeros(count)
    cost = 0.0
    for j in range(customers):
        best = 0
        for i in range(1, count):
            if price[i, j] < price[best, j]:
                best = i
        amount[best, j] = demand[j]
        load[best] += demand[j]
        cost += price[best, j] * demand[j]
    room = ROOM * max(1.0, demand.sum())
    extra = np.empty((count, count))
    mover = np.empty((count, count), np.int64)
    for i in range(count):
        _arcs(i, price, amount, extra, mover)
    while cost < limit:
        end, distance, before = _paths(load - capacity, extra, room)
        if end < 0:
            return cost
        cost += _shift(end, distance[end], before, load, capacity, amount, mover)
        at = end
        while at >= 0:
            _arcs(at, price, amount, extra, mover)
            at = before[at]
    return np.inf


@njit(cache=True)
def _arcs(i: int, price: Floats, amount: Floats, extra: Floats, mover: Numbers) -> None:
    """What moving a tonne away from facility i costs at least, per other facility."""
    count, customers = price.shape
    for other in range(count):
        extra[i, other] = np.inf
    for j in range(customers):
        if amount[i, j] > 0.0:
            for other in range(count):
                more = price[other, j] - price[i, j]
                if more < extra[i, other]:
                    extra[i, other] = more
                    mover[i, other] = j
    extra[i, i] = np.inf


@njit(cache=True)
def _paths(over: Floats, extra: Floats, room: float) -> tuple[int, Floats, Numbers]:
    """The cheapest way from any that is too full to one with room: its end, or -1 when none is
    too full; distances; and the facility before each, -1 at the start of a path."""
    count = len(over)
    distance = np.where(over > room, 0.0, np.inf)
    before = np.full(count, -1)
    if not (over > room).any():
        return -1, distance, before
    for _ in range(count):
        if not _shorter(distance, before, extra):
            break
    end = -1
    for i in range(count):
        if over[i] < -room and (end < 0 or distance[i] < distance[end]):
            end = i
    return end, distance, before


@njit(cache=True)
def _shorter(distance: Floats, before: Numbers, extra: Floats) -> bool:
    """One round over all arcs; whether any path became shorter."""
    changed = False
    for a in range(len(distance)):
        if distance[a] == np.inf:
            continue
        for b in range(len(distance)):
            if distance[a] + extra[a, b] < distance[b] - 1e-9 * (1.0 + abs(distance[a])):
                distance[b] = distance[a] + extra[a, b]
                before[b] = a
                changed = True
    return changed


@njit(cache=True)
def _shift(  # noqa: PLR0913, PLR0917
    end: int,
    price_of_path: float,
    before: Numbers,
    load: Floats,
    capacity: Floats,
    amount: Floats,
    mover: Numbers,
) -> float:
    """Move as much as the path carries; gives what that costs more."""
    step = capacity[end] - load[end]
    at = end
    while before[at] >= 0:
        step = min(step, amount[before[at], mover[before[at], at]])
        at = before[at]
    step = min(step, load[at] - capacity[at])
    load[at] -= step
    load[end] += step
    at = end
    while before[at] >= 0:
        j = mover[before[at], at]
        amount[before[at], j] -= step
        amount[at, j] += step
        if amount[before[at], j] < ROOM * step:
            amount[before[at], j] = 0.0
        at = before[at]
    return step * price_of_path
