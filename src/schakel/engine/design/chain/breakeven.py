"""From which volume a facility earns back its fixed cost, the others being as designed.

What it saves the chain at a volume is concave in that volume (a linear model's cost is convex in
its bounds), so that the smallest volume whose saving pays the fixed cost is found by halving.
"""

from dataclasses import dataclass, replace

import numpy as np

from schakel.engine.design.chain.clock import Clock
from schakel.engine.design.chain.network import Network
from schakel.engine.design.chain.optimum import Design
from schakel.engine.solver import Resident, Run

HALVINGS = 40


@dataclass(frozen=True)
class BreakEven:
    """`volume` in tonnes of main input a year; None where no volume pays the fixed cost.

    `saving` is what the facility saves the chain at full capacity, before its fixed cost; None
    where a need cannot be met without it.
    """

    facility: str
    volume: float | None
    saving: float | None


def break_even(network: Network, design: Design, run: Run | None = None) -> tuple[BreakEven, ...]:
    """Of every facility, those of the design first, as far as the time goes."""
    clock, facilities = Clock(run or Run()), network.chain.facilities
    found: dict[int, BreakEven] = {}
    for number in sorted(
        range(len(facilities)), key=lambda i: facilities[i].name not in design.opened
    ):
        if clock.over:
            break
        found[number] = _of_one(network, design, number)
    return tuple(found[number] for number in sorted(found))


def _of_one(network: Network, design: Design, number: int) -> BreakEven:
    facility = network.chain.facilities[number]
    costs = _Costs(network, design, number)
    closed, full = costs.at(0.0), costs.at(facility.capacity)
    if not np.isfinite(closed):
        return BreakEven(facility.name, None, None)
    saving = closed - full
    if saving < facility.fixed - 1e-9 * abs(full):
        return BreakEven(facility.name, None, saving)
    low, high = 0.0, facility.capacity
    for _ in range(HALVINGS if facility.fixed > 0 else 0):
        middle = (low + high) / 2
        if closed - costs.at(middle) >= facility.fixed:
            high = middle
        else:
            low = middle
    return BreakEven(facility.name, high if facility.fixed > 0 else 0.0, saving)


class _Costs:
    """The chain's cost with at most a volume here. The other facilities of the design run at any
    volume and their fixed costs are spent, the rest is closed."""

    def __init__(self, network: Network, design: Design, number: int) -> None:
        upper = network.limits(frozenset(network.chain.parties))
        for each, column in zip(network.chain.facilities, network.open_at, strict=True):
            upper[column] = float(each.name in design.opened)
        upper[network.open_at[number]] = 1.0
        cost = network.model.cost.copy()
        cost[network.open_at] = 0.0
        integer = np.zeros_like(network.model.integer)
        self._model = Resident(replace(network.model, upper=upper, cost=cost, integer=integer))
        self._run = np.array([network.run_at[number]])

    def at(self, volume: float) -> float:
        self._model.bound(self._run, 0.0, volume)
        return self._model.solve().objective
