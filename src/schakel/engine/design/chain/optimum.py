"""The best design of the chain as a whole, and the next best."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from schakel.engine.design.chain.model import Chain
from schakel.engine.design.chain.network import Column, Kind, Network
from schakel.engine.errors import BadInput, Phrase
from schakel.engine.solver import Floats, Model, Run, Status, gap_between, solve

DUST = 1e-7
"""Tonnes below which a flow is rounding."""


@dataclass(frozen=True)
class Used:
    """A column of the design with its tonnes (for an opening: 1)."""

    column: Column
    tonnes: float

    @property
    def cost(self) -> float:
        return self.column.cost * self.tonnes

    @property
    def co2(self) -> float:
        return self.column.co2 * self.tonnes


@dataclass(frozen=True)
class Design:
    """`cost` in EUR a year, `bound` proven; `kept` tonnes of offers that get another use."""

    status: Status
    cost: float
    bound: float
    seconds: float
    opened: frozenset[str]
    used: tuple[Used, ...]

    @property
    def gap(self) -> float:
        return gap_between(self.cost, self.bound)

    @property
    def co2(self) -> float:
        """Kg a year; NaN where a figure for something that is used was not entered."""
        return float(sum(each.co2 for each in self.used))

    def tonnes(self, kind: Kind) -> float:
        return float(sum(each.tonnes for each in self.used if each.column.kind is kind))

    def flows(self) -> Iterator[Used]:
        return (each for each in self.used if each.column.kind is Kind.FLOW)


def kept(chain: Chain, design: Design) -> float:
    """Tonnes of the offers that do not go to today's outlet."""
    return sum(offer.tonnes for offer in chain.offers) - design.tonnes(Kind.OUTLET)


def best(network: Network, run: Run, parties: frozenset[str] | None = None) -> Design:
    """The design of least cost, for these parties or all."""
    everyone = frozenset(network.chain.parties)
    model = replace(network.model, upper=network.limits(everyone if parties is None else parties))
    return _designed(network, model, run)


def next_best(network: Network, run: Run, first: Design, count: int) -> Iterator[Design]:
    """The best designs after this one, each with another set of open facilities."""
    model = replace(network.model, upper=network.limits(frozenset(network.chain.parties)))
    found = first
    for _ in range(count):
        model = _without(network, model, found.opened)
        found = _designed(network, model, run)
        if not np.isfinite(found.cost):
            return
        yield found


def _without(network: Network, model: Model, opened: frozenset[str]) -> Model:
    """One more row: at least one facility is open that was closed, or the other way round."""
    if not network.open_at:
        return replace(model, upper=np.full_like(model.upper, -1.0))
    was = np.array([each.name in opened for each in network.chain.facilities])
    return replace(
        model,
        start=np.append(model.start, model.start[-1] + len(was)),
        index=np.append(model.index, network.open_at),
        value=np.append(model.value, np.where(was, -1.0, 1.0)),
        row_lower=np.append(model.row_lower, 1.0 - was.sum()),
        row_upper=np.append(model.row_upper, np.inf),
    )


def _designed(network: Network, model: Model, run: Run) -> Design:
    answer = solve(model, run)
    if not answer.found:
        return Design(answer.status, np.inf, answer.bound, answer.seconds, frozenset(), ())
    return Design(
        status=answer.status,
        cost=answer.objective,
        bound=min(answer.bound, answer.objective),
        seconds=answer.seconds,
        opened=network.opened(answer.values),
        used=used(network, answer.values),
    )


def used(network: Network, values: Floats) -> tuple[Used, ...]:
    return tuple(
        Used(column, float(value))
        for column, value in zip(network.columns, values, strict=True)
        if value > DUST and column.kind is not Kind.REST
    )


def checked(design: Design) -> Design:
    """The design, or what is wrong where there is none."""
    if design.status is Status.INFEASIBLE:
        raise BadInput(
            "needs",
            "tonnes",
            "cannot all be met; give a virgin_eur_per_tonne or more capacity, or lower a need",
        )
    if design.status in (Status.UNBOUNDED, Status.FAILED):
        raise BadInput(
            Phrase("the chain"),
            Phrase("prices"),
            "make the costs fall without end or cannot be calculated with; look at the prices",
        )
    return design
