"""Which need cannot be met, where no design meets all of them.

A party at rest has its needs met by a column of their own (`Kind.REST`). With that column free for
the needs that nobody sells new, and nothing else costing anything, the least that goes through it
is what is short.
"""

from dataclasses import replace

import numpy as np

from schakel.engine.design.chain.network import Network
from schakel.engine.errors import BadInput
from schakel.engine.solver import Run, solve


def short(network: Network, run: Run) -> BadInput | None:
    """What to tell: the need that is shortest of its tonnes; None where that was not found."""
    needs = network.chain.needs
    at = np.array([
        column
        for need, column in zip(needs, network.short_at, strict=True)
        if need.virgin is None
    ], int)  # fmt: skip
    cost = np.zeros_like(network.model.cost)
    upper = network.limits(frozenset(network.chain.parties))
    cost[at], upper[at] = 1.0, np.inf
    answer = solve(replace(network.model, cost=cost, upper=upper), run)
    if not (answer.found and len(at)):
        return None
    worst = int(at[np.argmax(answer.values[at])])
    need = needs[network.short_at.index(worst)]
    return BadInput(
        f"need {need.name}",
        "tonnes",
        "of %(asked)s t, %(short)s t cannot be met whatever is opened; lower it by that, add "
        "offers or capacity, or give virgin_eur_per_tonne",
        asked=need.tonnes,
        short=round(float(answer.values[worst]), 3),
    )
