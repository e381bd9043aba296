"""Monte Carlo: what the parties may earn when prices and volumes turn out otherwise.

A draw is not a table of years by parties. Lines that depend on the same inputs are added up first,
discounted; a draw then only needs, per set of inputs that change by year, one product per year, and
per sum one factor of the inputs that hold for all years. Figures of chance are counted out from the
seed (SplitMix64), so a draw is the same whatever the number of cores or the size of a portion.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from schakel.engine.errors import BadInput, Phrase
from schakel.engine.finance.case import Case, Course
from schakel.engine.finance.cash import CHAIN, Floats, discount_factors

PORTION = 100_000


@dataclass(frozen=True)
class Chances:
    """The value now in EUR, a row per draw and a column per party."""

    parties: tuple[str, ...]
    values: Floats

    @property
    def chain(self) -> Floats:
        return self.values.sum(axis=1)

    def quantiles(self, at: Sequence[float]) -> dict[str, Floats]:
        """Per party and for the chain: the values that these shares of the draws stay below."""
        return {name: np.quantile(values, at) for name, values in self._columns()}

    def loss(self) -> dict[str, float]:
        """The share of the draws with a value below 0."""
        return {name: float((values < 0).mean()) for name, values in self._columns()}

    def mean(self) -> dict[str, float]:
        return {name: float(values.mean()) for name, values in self._columns()}

    def _columns(self) -> list[tuple[str, Floats]]:
        return [*zip(self.parties, self.values.T, strict=True), (CHAIN, self.chain)]


def simulate(
    case: Case, draws: int, seed: int, advance: Callable[[int], None] | None = None
) -> Chances:
    """The value now per party in so many draws; the same seed gives the same draws."""
    from schakel.engine.finance.kernel import worths

    if draws < 1:
        raise BadInput(Phrase("draws"), "", "must be 1 or more")
    inputs, plan = _inputs(case), _plan(case)
    start = first_number(seed)
    values = np.empty((draws, len(case.parties)))
    for begin in range(0, draws, PORTION):
        portion = values[begin : begin + PORTION]
        worths(start, inputs, plan, begin, portion)
        if advance:
            advance(len(portion))
    return Chances(case.parties, values)


def first_number(seed: int) -> np.uint64:
    """Seeds that lie close give series that do not."""
    if seed < 0:
        raise BadInput(Phrase("seed"), "", "must be a whole number of 0 or more")
    return np.uint64(np.random.SeedSequence(seed).generate_state(1, np.uint64)[0])


def _inputs(case: Case) -> tuple[Any, ...]:
    """Spreads as factors of the mode, courses by number, and the figures a draw takes."""
    spreads = [(one.low / one.mode, 1.0, one.high / one.mode) for one in case.inputs]
    courses = [list(Course).index(one.course) for one in case.inputs]
    per_draw = sum(case.years if course else 1 for course in courses)
    return np.array(spreads).reshape(-1, 3), np.array(courses, np.int64), per_draw


def _plan(case: Case) -> tuple[Any, ...]:
    """The lines added up by what they depend on, in columns those without yearly inputs last."""
    once = {one.name for one in case.inputs if one.course is Course.ONCE}
    discount = discount_factors(case.years, case.rate)
    sums: dict[tuple[frozenset[str], frozenset[str], str], Floats] = {}
    for line in case.lines:
        key = (frozenset(line.inputs) - once, frozenset(line.inputs) & once, line.party)
        sums[key] = sums.get(key, 0.0) + discount * line.amounts
    keys = sorted(sums, key=lambda key: (not key[0], sorted(key[0]), sorted(key[1]), key[2]))
    yearly_sets = [each for each in dict.fromkeys(key[0] for key in keys) if each]
    once_sets = list(dict.fromkeys(key[1] for key in keys))
    names = [one.name for one in case.inputs]
    return (
        _members(yearly_sets, names),
        np.cumsum([sum(key[0] == each for key in keys) for each in yearly_sets], dtype=np.int64),
        np.column_stack([sums[key] for key in keys]),
        _members(once_sets, names),
        np.array([once_sets.index(key[1]) for key in keys], np.int64),
        np.array([case.parties.index(key[2]) for key in keys], np.int64),
        np.array([sums[key].sum() for key in keys]),
    )


def _members(sets: list[frozenset[str]], names: list[str]) -> Any:
    """A row per set with the numbers of its inputs, closed by -1."""
    rows = np.full((len(sets), len(names) + 1), -1, np.int64)
    for row, each in zip(rows, sets, strict=True):
        row[: len(each)] = sorted(map(names.index, each))
    return rows
