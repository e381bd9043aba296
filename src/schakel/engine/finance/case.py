"""A business case with uncertain inputs: lines of money, and what each of them depends on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import isfinite

import numpy as np

from schakel.engine.errors import BadInput
from schakel.engine.finance.cash import CHAIN, CashFlows, Floats, discount_factors
from schakel.engine.model import Scenario

ROUNDING = 1e-12
"""Of all money that goes round: what parties pay each other leaves so much of nothing."""
MOST_EUR = 1e15
"""More than all that the whole world earns in a year."""


class Course(StrEnum):
    """How an uncertain input goes through the years."""

    ONCE = "once"
    """One draw that holds for every year."""
    EACH_YEAR = "each_year"
    """A new draw each year."""
    ADDS_UP = "adds_up"
    """Each year a draw that multiplies what came before: a price that wanders."""


@dataclass(frozen=True)
class Input:
    """An uncertain figure in its own unit, triangular between low and high with its top at mode.

    The amounts of the lines that name it are those at the mode; they move in proportion.
    """

    name: str
    low: float
    mode: float
    high: float
    course: Course = Course.ONCE

    def __post_init__(self) -> None:
        for field_name in ("low", "mode", "high"):
            if not isfinite(getattr(self, field_name)):
                raise BadInput(self.name, field_name, "is not a finite number")
        if not self.low <= self.mode <= self.high:
            raise BadInput(self.name, "mode", "must lie from low up to high; put them in order")
        if self.mode <= 0:
            raise BadInput(self.name, "mode", "must be above 0; lines move in proportion to it")


@dataclass(frozen=True)
class Line:
    """Money of one party: EUR per year (income above 0, costs below), at the mode of its inputs."""

    name: str
    party: str
    amounts: Floats
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """Lines over the same years, the first of them now; the rate is a share a year."""

    parties: tuple[str, ...]
    lines: tuple[Line, ...]
    rate: float
    inputs: tuple[Input, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    flows: CashFlows = field(init=False)

    def __post_init__(self) -> None:
        if not self.lines:
            raise BadInput("lines", "", "is empty; give at least one line of money")
        names = [one.name for one in self.inputs]
        for name in names:
            if names.count(name) > 1:
                raise BadInput("inputs", name, "is named twice; give each input its own name")
        for line in self.lines:
            self._check(line, names)
        for scenario in self.scenarios:
            _check_scenario(scenario, names)
        amounts = np.zeros((self.years, len(self.parties)))
        for line in self.lines:
            amounts[:, self.parties.index(line.party)] += line.amounts
        discount_factors(self.years, self.rate)
        object.__setattr__(self, "flows", CashFlows(self.parties, amounts))

    def _check(self, line: Line, names: list[str]) -> None:
        if line.party not in self.parties:
            raise BadInput(
                line.name, "party", "%(name)s is not among the parties; add it", name=line.party
            )
        if len(line.amounts) != self.years:
            raise BadInput(line.name, "amounts", "must cover the same years as the other lines")
        if not np.isfinite(line.amounts).all():
            raise BadInput(line.name, "amounts", "holds something that is not a finite number")
        if np.abs(line.amounts).max(initial=0.0) > MOST_EUR:
            raise BadInput(
                line.name, "amounts", "goes above %(most)s euro a year; lower it", most=MOST_EUR
            )
        for name in line.inputs:
            if name not in names:
                raise BadInput(
                    line.name, "inputs", "%(name)s is not among the inputs; add it", name=name
                )
            if line.inputs.count(name) > 1:
                raise BadInput(line.name, "inputs", "%(name)s is named twice; keep one", name=name)

    @property
    def years(self) -> int:
        return len(self.lines[0].amounts)

    def worth(self, levels: Mapping[str, float]) -> Floats:
        """The value now per party with these inputs at a level in every year, others at mode."""
        discount = discount_factors(self.years, self.rate)
        modes = {one.name: one.mode for one in self.inputs}
        worth = np.zeros(len(self.parties))
        for line in self.lines:
            factor = 1.0
            for name in line.inputs:
                factor *= levels.get(name, modes[name]) / modes[name]
            worth[self.parties.index(line.party)] += factor * float(discount @ line.amounts)
        return worth

    def worth_of(self, who: str, levels: Mapping[str, float]) -> float:
        """Of one party, or of the chain as a whole."""
        return _of(self, who, self.worth(levels))


def _check_scenario(scenario: Scenario, names: list[str]) -> None:
    for name in scenario.levels:
        if name not in names:
            raise BadInput(
                scenario.name, "input", "%(name)s is not among the inputs; add it", name=name
            )


@dataclass(frozen=True)
class Swing:
    """The value now in EUR with one input at its low and at its high, all others at their mode."""

    name: str
    at_low: float
    at_high: float

    @property
    def width(self) -> float:
        return abs(self.at_high - self.at_low)


def tornado(case: Case, who: str = CHAIN) -> tuple[Swing, ...]:
    """The inputs one at a time, the one that moves the value most first."""
    swings = [
        Swing(
            one.name,
            case.worth_of(who, {one.name: one.low}),
            case.worth_of(who, {one.name: one.high}),
        )
        for one in case.inputs
    ]
    return tuple(sorted(swings, key=lambda swing: (-swing.width, swing.name)))


def break_even(case: Case, name: str, who: str = CHAIN) -> float | None:
    """The level of an input at which the value now is 0, all others at their mode.

    Below 0 it is a fee instead of a price. None where the input moves nothing: no level helps.
    """
    one = next((each for each in case.inputs if each.name == name), None)
    if one is None:
        raise BadInput("inputs", name, "is not among the inputs; add it")
    without, at_mode = case.worth_of(who, {name: 0.0}), case.worth_of(who, {})
    if abs(at_mode - without) <= ROUNDING * sum(np.abs(line.amounts).sum() for line in case.lines):
        return None
    return -without / (at_mode - without) * one.mode


def _of(case: Case, who: str, worth: Floats) -> float:
    if who == CHAIN:
        return float(worth.sum())
    if who not in case.parties:
        raise BadInput("parties", who, "is not among the parties; add it")
    return float(worth[case.parties.index(who)])
