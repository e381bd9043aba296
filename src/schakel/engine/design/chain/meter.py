"""The sub-optimisation meter: what parties lose together when each optimises its own part.

Alone, a party decides with its own offers, needs and facilities, against what the others do today:
today's outlets, buying new and the markets. The gain is what the chain's best design costs less
than all of them alone. At the posted prices a party may be worse off in that design than alone:
then its own interest stands in the way, and that amount is what it must at least get back.
"""

import math
from dataclasses import dataclass

from schakel.engine.design.chain.clock import Clock
from schakel.engine.design.chain.model import Chain
from schakel.engine.design.chain.network import Kind, Network
from schakel.engine.design.chain.optimum import Design, Used, best, checked, kept
from schakel.engine.errors import BadInput
from schakel.engine.solver import Run, Status


@dataclass(frozen=True)
class Position:
    """A party alone and in the design at the posted prices: cost in EUR a year.

    `alone` is None where it cannot meet its own needs (`status` infeasible) or where nothing was
    found in the time, and no more than what was found where it was stopped; `paid` is None where a
    price is missing.
    """

    party: str
    alone: float | None
    paid: float | None
    status: Status = Status.OPTIMAL

    @property
    def gain(self) -> float | None:
        if self.alone is None or self.paid is None:
            return None
        return self.alone - self.paid

    @property
    def stopped(self) -> bool:
        """Whether the time was too short for what the party reaches alone."""
        return self.status in (Status.TIME, Status.CANCELLED)

    @property
    def in_the_way(self) -> bool:
        gain = self.gain
        return gain is not None and gain < -0.005


@dataclass(frozen=True)
class Meter:
    """The gap between alone and together; None where it is not known.

    Where a calculation was stopped early the gain in EUR lies between `least` and `most`.
    """

    euro: float | None
    least: float | None
    most: float | None
    tonnes: float | None
    co2: float | None
    positions: tuple[Position, ...]


def measure(chain: Chain, together: Design, alone: dict[str, Design]) -> Meter:
    able = all(math.isfinite(design.cost) for design in alone.values())
    paid = payments(chain, together)
    return Meter(
        euro=_less(sum(each.cost for each in alone.values()), together.cost) if able else None,
        least=_less(sum(each.bound for each in alone.values()), together.cost) if able else None,
        most=_less(sum(each.cost for each in alone.values()), together.bound) if able else None,
        tonnes=_kept_more(chain, alone, together) if able else None,
        co2=_less(sum(each.co2 for each in alone.values()), together.co2) if able else None,
        positions=tuple(
            Position(
                party,
                _known(found.cost),
                None if paid is None else paid[party],
                found.status,
            )
            for party, found in alone.items()
        ),
    )


def each_alone(network: Network, run: Run) -> dict[str, Design]:
    """What every party designs by itself."""
    clock = Clock(run)
    found: dict[str, Design] = {}
    for number, party in enumerate(network.chain.parties):
        share = 1 / (len(network.chain.parties) - number)
        found[party] = best(network, clock.left(share), frozenset({party}))
        if found[party].status is not Status.INFEASIBLE:
            checked(found[party])
    return found


def _less(before: float, after: float) -> float | None:
    return _known(before - after)


def _known(figure: float) -> float | None:
    return figure if math.isfinite(figure) else None


def _kept_more(chain: Chain, alone: dict[str, Design], together: Design) -> float:
    offered = sum(offer.tonnes for offer in chain.offers)
    outlets = sum(design.tonnes(Kind.OUTLET) for design in alone.values())
    return kept(chain, together) - (offered - outlets)


def payments(chain: Chain, design: Design) -> dict[str, float] | None:
    """What the design costs each party at the posted prices; None where one of these is missing.

    The sender bears the transport: prices are delivered.
    """
    cost = dict.fromkeys(chain.parties, 0.0)
    for each in design.used:
        sender, receiver = each.column.owners
        cost[sender] += each.cost
        if sender != receiver:
            price = chain.material[each.column.sender.material].price
            if price is None:
                return None
            cost[sender] -= price * each.tonnes
            cost[receiver] += price * each.tonnes
    return cost


def need_prices(chain: Chain, design: Design) -> None:
    """A material that changes hands has a price, or it is not known who gains."""
    for each in design.flows():
        if _between_parties(each) and chain.material[each.column.sender.material].price is None:
            sender, receiver = each.column.owners
            raise BadInput(
                f"material {each.column.sender.material}",
                "price_eur_per_tonne",
                "is missing while it goes from %(sender)s to %(receiver)s; "
                "give the price delivered (below zero where the sender pays)",
                sender=sender,
                receiver=receiver,
            )


def _between_parties(each: Used) -> bool:
    sender, receiver = each.column.owners
    return sender != receiver
