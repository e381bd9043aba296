"""Designs the slow, obvious way: every set of open facilities, each with a linear model in full.

The linear models are written out row by row for SciPy, which has nothing to do with the models of
the engine.
"""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.optimize import linprog

from schakel.engine.design.chain import Chain, Facility, Need
from schakel.engine.design.two_stage import TwoStage

End = tuple[str, str, dict, float]
"""A source or sink: site, material, its row so far, tonnes."""


def cheapest_siting(
    capacity: Sequence[float],
    fixed: Sequence[float],
    demand: Sequence[float],
    cost: Sequence[Sequence[float]],
) -> float:
    """Least cost of serving every customer, over all sets of open facilities."""
    best = math.inf
    for opened in _subsets(range(len(capacity))):
        if sum(capacity[i] for i in opened) >= sum(demand):
            flows = _serve([capacity[i] for i in opened], demand, [cost[i] for i in opened])
            best = min(best, sum(fixed[i] for i in opened) + flows)
    return best


def _subsets(numbers: Sequence[int]) -> Iterator[tuple[int, ...]]:
    for size in range(len(numbers) + 1):
        yield from itertools.combinations(numbers, size)


def _serve(
    capacity: Sequence[float], demand: Sequence[float], cost: Sequence[Sequence[float]]
) -> float:
    rows = _Rows()
    for i in range(len(capacity)):
        for j in range(len(demand)):
            rows.column((i, j), cost[i][j])
    for j in range(len(demand)):
        rows.equal({(i, j): 1.0 for i in range(len(capacity))}, 1.0)
    for i, most in enumerate(capacity):
        rows.at_most({(i, j): demand[j] for j in range(len(demand))}, most)
    return rows.least()


def cheapest_two_stage(asked: TwoStage) -> float:
    """Least cost of plants and depots that serve every customer, over all sets of open ones."""
    products = range(asked.demand.shape[0])
    return min(
        sum(float(asked.plant_fixed[plant]) for plant in plants)
        + sum(float(asked.depot_fixed[depot]) for depot in depots)
        + sum(_two_layers(asked, product, plants, depots) for product in products)
        for plants in _subsets(range(len(asked.plant_fixed)))
        for depots in _subsets(range(len(asked.depot_fixed)))
    )


def _two_layers(
    asked: TwoStage, product: int, plants: Sequence[int], depots: Sequence[int]
) -> float:
    """One product from these plants through these depots: the products share nothing."""
    rows, customers = _Rows(), range(asked.demand.shape[1])
    first = {(a, b): rows.column(("to", a, b), asked.plant_cost[product, a, b])
             for a in plants for b in depots}  # fmt: skip
    second = {(b, c): rows.column(("from", b, c), asked.depot_cost[product, b, c])
              for b in depots for c in customers}  # fmt: skip
    for c in customers:
        rows.equal({second[b, c]: 1.0 for b in depots}, float(asked.demand[product, c]))
    for b in depots:
        leaves = {second[b, c]: 1.0 for c in customers}
        rows.equal({first[a, b]: -1.0 for a in plants} | leaves, 0.0)
        rows.at_most(leaves, float(asked.depot_capacity[product, b]))
    for a in plants:
        rows.at_most({first[a, b]: 1.0 for b in depots}, float(asked.plant_capacity[product, a]))
    return rows.least()


@dataclass
class _Rows:
    """A linear model by name."""

    cost: dict[object, float] = field(default_factory=dict)
    equals: list[tuple[dict, float]] = field(default_factory=list)
    mosts: list[tuple[dict, float]] = field(default_factory=list)

    def column(self, name: object, cost: float) -> object:
        self.cost[name] = cost
        return name

    def equal(self, row: dict, total: float) -> None:
        self.equals.append((row, total))

    def at_most(self, row: dict, total: float) -> None:
        self.mosts.append((row, total))

    def least(self) -> float:
        """The least cost; inf where nothing satisfies the rows."""
        if not self.cost:
            return 0.0 if all(abs(total) < 1e-9 for _, total in self.equals) else math.inf
        at = {name: number for number, name in enumerate(self.cost)}
        equal, total = self._matrix(self.equals, at)
        most, limit = self._matrix(self.mosts, at)
        found = linprog(list(self.cost.values()), most, limit, equal, total, method="highs")
        return float(found.fun) if found.status == 0 else math.inf

    def _matrix(
        self, rows: list[tuple[dict, float]], at: dict[object, int]
    ) -> tuple[np.ndarray | None, list[float] | None]:
        if not rows:
            return None, None
        matrix = np.zeros((len(rows), len(at)))
        for number, (row, _total) in enumerate(rows):
            for name, value in row.items():
                matrix[number, at[name]] += value
        return matrix, [total for _row, total in rows]


def cheapest_chain(chain: Chain, parties: Sequence[str] | None = None) -> float:
    """Least cost of what these parties (all, unless given) reach with each other."""
    return min(costs_of_open_sets(chain, parties).values())


def costs_of_open_sets(
    chain: Chain, parties: Sequence[str] | None = None
) -> dict[frozenset[str], float]:
    """Least cost of every set of open facilities of these parties; inf where it cannot be."""
    group = set(chain.parties if parties is None else parties)
    owned = [each for each in chain.facilities if each.owner in group]
    return {
        frozenset(owned[i].name for i in opened): sum(owned[i].fixed for i in opened)
        + _cost_of_flows(chain, group, [owned[i] for i in opened])
        for opened in _subsets(range(len(owned)))
    }


def break_even_volume(chain: Chain, design: frozenset[str], name: str) -> float | None:
    """Where the saving of a facility first pays its fixed cost, the others of the design running at
    any volume; None where it never does, or a need cannot be met without it."""
    others = [
        replace(each, smallest=0.0)
        for each in chain.facilities
        if each.name in design and each.name != name
    ]
    asked = next(each for each in chain.facilities if each.name == name)

    def saving(volume: float) -> float:
        some = replace(asked, smallest=0.0, capacity=volume)
        return closed - _cost_of_flows(chain, set(chain.parties), [*others, some])

    closed = _cost_of_flows(chain, set(chain.parties), others)
    if math.isinf(closed) or saving(asked.capacity) < asked.fixed - 1e-6:
        return None
    low, high = 0.0, asked.capacity
    while high - low > 1e-4:
        middle = (low + high) / 2
        low, high = (low, middle) if saving(middle) >= asked.fixed - 1e-9 else (middle, high)
    return high


def _cost_of_flows(chain: Chain, group: set[str], opened: list[Facility]) -> float:
    rows = _Rows()
    sources: list[End] = []
    sinks: list[End] = [
        (need.site, need.material, _bought(rows, need), need.tonnes)
        for need in chain.needs
        if chain.site[need.site].party in group
    ]
    for offer in chain.offers:
        if chain.site[offer.site].party in group:
            row = {rows.column(("outlet", offer.name), offer.outlet): 1.0}
            sources.append((offer.site, offer.material, row, offer.tonnes))
    for facility in opened:
        _run(chain, facility, rows, sources, sinks)
    _connect(chain, rows, sources, sinks)
    for _site, _material, row, due in sources + sinks:
        rows.equal(row, due)
    return rows.least()


def _bought(rows: _Rows, need: Need) -> dict:
    if need.virgin is None:
        return {}
    return {rows.column(("virgin", need.name), need.virgin): 1.0}


def _connect(chain: Chain, rows: _Rows, sources: list[End], sinks: list[End]) -> None:
    for number, (start, material, out, _due) in enumerate(sources):
        for other, (end, asked, into, _asked) in enumerate(sinks):
            if material == asked:
                cost = _km(chain, start, end) * chain.transport.cost
                flow = rows.column(("flow", number, other), cost)
                out[flow], into[flow] = 1.0, 1.0


def _run(
    chain: Chain, facility: Facility, rows: _Rows, sources: list[End], sinks: list[End]
) -> None:
    conversion = chain.conversion[facility.conversion]
    run = rows.column(("run", facility.name), conversion.cost)
    rows.at_most({run: 1.0}, facility.capacity)
    rows.at_most({run: -1.0}, -facility.smallest)
    for number, share in enumerate(conversion.inputs):
        row = {run: -share.tonnes}
        buy = chain.material[share.material].buy
        if buy is not None:
            row[rows.column(("buy", facility.name, number), buy)] = 1.0
        sinks.append((facility.site, share.material, row, 0.0))
    for number, share in enumerate(conversion.outputs):
        row = {run: -share.tonnes}
        sell = chain.material[share.material].sell
        if sell is not None:
            row[rows.column(("sell", facility.name, number), -sell)] = 1.0
        sources.append((facility.site, share.material, row, 0.0))


def _km(chain: Chain, start: str, end: str) -> float:
    if start == end:
        return 0.0
    for one, other, km in chain.distances:
        if {one, other} == {start, end}:
            return km
    raise KeyError(f"no distance {start} - {end}")
