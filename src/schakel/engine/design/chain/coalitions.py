"""What every group of parties reaches without the others: the values for dividing the gain.

With the open facilities given, a group's cost is a linear model. All groups and open sets differ in
bounds only, so one resident model runs through them, each from the answer before; the cost of a
group is the least over its open sets. Where that would be too many models, each group is designed
by itself.
"""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from schakel.engine.design.chain.clock import Clock
from schakel.engine.design.chain.model import Chain
from schakel.engine.design.chain.network import Network
from schakel.engine.design.chain.optimum import best, check_status, checked
from schakel.engine.errors import BadInput, Phrase
from schakel.engine.solver import Floats, Resident, Run, Status

MOST_PARTIES, WORTH_ENUMERATING = 16, 12
"""A linear model of the resident takes about a twelfth of designing a group from nothing."""


@dataclass(frozen=True)
class Coalitions:
    """`value[mask]` is minus the cost of the parties whose bits are in the mask, in EUR a year."""

    parties: tuple[str, ...]
    value: Floats


def coalitions(network: Network, run: Run) -> Coalitions | None:
    """None where the time is up, or somebody stopped it, before every group is proven.

    A gap that was asked for the best design does not hold here: it would become somebody's part.
    """
    check_groups(network.chain)
    if _models(network.chain) <= WORTH_ENUMERATING * 2 ** len(network.chain.parties):
        cost = _enumerated(network, Clock(run))
    else:
        cost = _designed(network, Clock(replace(run, gap=min(run.gap, Run.gap))))
    return None if cost is None else Coalitions(network.chain.parties, -cost)


def check_groups(chain: Chain) -> None:
    """Raises `BadInput` where it cannot be known what every group reaches."""
    parties = chain.parties
    if len(parties) > MOST_PARTIES:
        raise BadInput(
            Phrase("the chain"),
            "parties",
            "%(parties)s give too many groups; bring them to %(most)s at most",
            parties=len(parties),
            most=MOST_PARTIES,
        )
    for need in chain.needs:
        if need.virgin is None:
            raise BadInput(
                f"need {need.name}",
                "virgin_eur_per_tonne",
                "is missing, so what its party reaches without the others is not known; give it",
            )


def _models(chain: Chain) -> int:
    """The number of groups with one of their open sets."""
    owned = [sum(each.owner == party for each in chain.facilities) for party in chain.parties]
    return math.prod(1 + 2**count for count in owned)


def members(chain: Chain, mask: int) -> frozenset[str]:
    return frozenset(party for bit, party in enumerate(chain.parties) if mask >> bit & 1)


def _designed(network: Network, clock: Clock) -> Floats | None:
    cost = np.zeros(2 ** len(network.chain.parties))
    for mask in range(1, len(cost)):
        found = best(network, clock.left(), members(network.chain, mask))
        if found.status in (Status.TIME, Status.CANCELLED):
            return None
        if found.status is not Status.INFEASIBLE:
            checked(found)
        cost[mask] = found.cost
    return cost


def _enumerated(network: Network, clock: Clock) -> Floats | None:
    model = replace(network.model, integer=np.zeros_like(network.model.integer))
    resident = Resident(model)
    everything = np.arange(len(model.cost))
    cost = np.full(2 ** len(network.chain.parties), np.inf)
    cost[0] = 0.0
    for mask in range(1, len(cost)):
        if clock.over:
            return None
        group = members(network.chain, mask)
        upper = network.limits(group)
        for lower, most in _open_sets(network, group, upper):
            resident.bound(everything, lower, most)
            answer = resident.solve()
            if answer.status is not Status.INFEASIBLE:
                check_status(answer.status)
                cost[mask] = min(cost[mask], answer.objective)
    return cost


def _open_sets(
    network: Network, group: frozenset[str], upper: Floats
) -> Iterator[tuple[Floats, Floats]]:
    """Bounds of all columns for every set of open facilities of this group."""
    chosen = [
        column
        for each, column in zip(network.chain.facilities, network.open_at, strict=True)
        if each.owner in group
    ]
    lower = np.zeros_like(upper)
    for flags in itertools.product((1.0, 0.0), repeat=len(chosen)):
        lower[chosen] = flags
        most = upper.copy()
        most[chosen] = flags
        yield lower, most
