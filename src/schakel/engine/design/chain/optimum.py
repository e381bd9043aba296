"""The best design of the chain as a whole, and the next best."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from schakel.engine.design.chain.clock import Clock
from schakel.engine.design.chain.model import Chain
from schakel.engine.design.chain.network import Column, Kind, Network
from schakel.engine.errors import BadInput, Phrase
from schakel.engine.solver import Answer, Floats, Model, Numbers, Run, Status, gap_between, solve

DUST = 1e-7
"""Tonnes below which a flow is rounding."""
MOST_SETS = 300
"""Sets of open facilities that are looked at for the next best designs, those without work too."""


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


@dataclass(frozen=True)
class Others:
    """The next best designs; `complete` where these are as many as asked, or all there are."""

    designs: tuple[Design, ...]
    complete: bool


def next_best(network: Network, run: Run, first: Design, count: int) -> Others:
    """The best designs after this one, each with another set of facilities that work.

    A set that only adds a facility without work to one seen before is passed over. Where the time
    was up, the last is not proven.
    """
    model = replace(network.model, upper=network.limits(frozenset(network.chain.parties)))
    model = _without(network, model, first.opened)
    found, clock = [first], Clock(run)
    for _ in range(MOST_SETS):
        if len(found) > count:
            break
        answer = solve(model, clock.left(1 / (1 + count - len(found))))
        if answer.found:
            other = _design(network, model, answer)
            model = _without(network, model, network.opened(answer.values))
            if all(other.opened != each.opened for each in found):
                found.append(other)
                model = _without(network, model, other.opened)
        if answer.status is not Status.OPTIMAL:
            return Others(tuple(found[1:]), answer.status is Status.INFEASIBLE)
    return Others(tuple(found[1:]), len(found) > count)


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
    return _design(network, model, answer)


def _design(network: Network, model: Model, answer: Answer) -> Design:
    """A facility that is open without work is closed: that costs no tonne, and saves its fixed
    cost."""
    run_at, open_at = np.array(network.run_at, int), np.array(network.open_at, int)
    cost, values = _settled(model, answer, open_at)
    idle = open_at[values[run_at] <= DUST]
    cost -= float(model.cost[idle] @ values[idle])
    values[idle] = 0.0
    return Design(
        status=answer.status,
        cost=cost,
        bound=min(answer.bound, cost),
        seconds=answer.seconds,
        opened=network.opened(values),
        used=used(network, values),
    )


def _settled(model: Model, answer: Answer, open_at: Numbers) -> tuple[float, Floats]:
    """Cost and flows with exactly these facilities open: a millionth of an opening, which counts as
    closed, would else let some grams through."""
    if not len(open_at):
        return answer.objective, answer.values
    lower, upper = model.lower.copy(), model.upper.copy()
    lower[open_at] = upper[open_at] = np.round(answer.values[open_at])
    integer = np.zeros_like(model.integer)
    exact = solve(replace(model, lower=lower, upper=upper, integer=integer))
    found = exact if exact.found else answer
    return found.objective, found.values.copy()


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
    check_status(design.status)
    return design


def check_status(status: Status) -> None:
    if status in (Status.UNBOUNDED, Status.FAILED):
        raise BadInput(
            Phrase("the chain"),
            Phrase("prices"),
            "make the costs fall without end or cannot be calculated with; look at the prices",
        )
