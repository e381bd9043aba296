"""The best set of chains where they compete for the same tonnes.

Maximise the sum of value per tonne x tonnes over all found chains, so that no offer gives more than
it has, no need takes more than it asks, no conversion more than its capacity, and every conversion
and need stands still or gets at least its smallest volume. A mixed integer programme; unless it is
stopped, the gap left is at most 1e-6 of the value. Near misses take no part, nor does what nobody
can price.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.engine.explore.chains import MOST_STEPS, Chains
from schakel.engine.explore.ideas import Ideas, Kind
from schakel.engine.model import Market
from schakel.engine.solver import Run, Status, gap_between
from schakel.engine.solver.select import Limit, best_amounts

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Chosen:
    """`tonnes` of the offer per row of the ideas, 0 for what is left out; the `value` of all of it
    in EUR a year, and the `bound`: no set brings more."""

    tonnes: Floats
    value: float
    bound: float
    status: Status

    @property
    def gap(self) -> float:
        return gap_between(-self.value, -self.bound)


def select(market: Market, ideas: Ideas, run: Run | None = None) -> Chosen:
    """The best set, within the limits of the run."""
    rows = np.flatnonzero((ideas.kind <= Kind.TOO_LITTLE) & (ideas.low > 0))
    chosen = np.zeros(len(ideas))
    if not len(rows):
        return Chosen(chosen, 0.0, 0.0, Status.OPTIMAL)
    chains = ideas.chains.only(rows)
    gain = ideas.low[rows] / ideas.tonnes[rows]
    most = market.offers.tonnes[chains.offer].astype(np.float64)
    answer = best_amounts(gain, most, list(_limits(market, chains)), run)
    if not answer.found:
        return Chosen(chosen, 0.0, -answer.bound, answer.status)
    chosen[rows] = answer.values[: len(rows)]
    return Chosen(chosen, -answer.objective, -answer.bound, answer.status)


def _limits(market: Market, chains: Chains) -> Iterator[Limit]:
    """One per offer, conversion and need that occurs."""
    conversions, needs = market.conversions, market.needs
    every = np.arange(len(chains))
    nothing = np.zeros(len(market.offers.tonnes))
    yield from _of(every, chains.offer, np.ones(len(chains)), (market.offers.tonnes, nothing))
    mass = np.ones(len(chains))
    ways, at, weight = [], [], []
    for column in range(MOST_STEPS):
        on = np.flatnonzero(chains.conversion[:, column] >= 0)
        ways.append(on)
        at.append(chains.conversion[on, column])
        weight.append(mass[on])
        mass[on] *= conversions.output_per_tonne[at[-1]]
    ends = (conversions.capacity, conversions.minimum)
    yield from _of(np.concatenate(ways), np.concatenate(at), np.concatenate(weight), ends)
    yield from _of(every, chains.need, mass, (needs.tonnes, needs.minimum))


def _of(ways: Places, at: Places, weight: Floats, ends: tuple[Floats, Floats]) -> Iterator[Limit]:
    """The limits of one table: `ways` pass the records `at`."""
    order = np.argsort(at, kind="stable")
    records, starts = np.unique(at[order], return_index=True)
    for record, some in zip(records, np.split(order, starts)[1:], strict=True):
        yield Limit(ways[some], weight[some], float(ends[0][record]), float(ends[1][record]))
