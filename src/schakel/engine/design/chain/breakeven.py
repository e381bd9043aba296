"""From which volume a facility earns back its fixed cost, the others being as designed.

What it saves the chain at a volume is concave in that volume (a linear model's cost is convex in
its bounds), so that the smallest volume whose saving pays the fixed cost is found by halving.
"""

from dataclasses import dataclass, replace

import numpy as np

from schakel.engine.design.chain.network import Network
from schakel.engine.design.chain.optimum import Design
from schakel.engine.solver import Resident

HALVINGS = 40


@dataclass(frozen=True)
class BreakEven:
    """`volume` in tonnes of main input a year; None where no volume pays the fixed cost.

    `saving` is what the facility saves the chain at full capacity, before its fixed cost.
    """

    facility: str
    volume: float | None
    saving: float


def break_even(network: Network, design: Design) -> tuple[BreakEven, ...]:
    return tuple(
        _of_one(network, design, number) for number in range(len(network.chain.facilities))
    )


def _of_one(network: Network, design: Design, number: int) -> BreakEven:
    facility = network.chain.facilities[number]
    costs = _Costs(network, design, number)
    closed, full = costs.at(0.0), costs.at(facility.capacity)
    if not np.isfinite(full):
        return BreakEven(facility.name, None, 0.0)
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
    """The chain's cost with the open facilities of the design, and at most a volume here."""

    def __init__(self, network: Network, design: Design, number: int) -> None:
        upper = network.limits(frozenset(network.chain.parties))
        lower = np.zeros_like(upper)
        for each, column in zip(network.chain.facilities, network.open_at, strict=True):
            lower[column] = upper[column] = float(each.name in design.opened)
        here = network.open_at[number]
        lower[here], upper[here] = 0.0, 1.0
        cost = network.model.cost.copy()
        cost[here] = 0.0
        integer = np.zeros_like(network.model.integer)
        model = replace(network.model, lower=lower, upper=upper, cost=cost, integer=integer)
        self._model = Resident(model)
        self._run = np.array([network.run_at[number]])

    def at(self, volume: float) -> float:
        self._model.bound(self._run, 0.0, volume)
        return self._model.solve().objective
