"""The nucleolus and the least core: make the largest complaint as small as it can be.

Schmeidler, D. (1969), The nucleolus of a characteristic function game. The excess of a coalition is
what it would gain by leaving: v(S) - x(S). The nucleolus makes the largest excess as small as
possible, then the next, and so on. One linear programme per stage (Maschler, Peleg and Shapley,
1979), in which only the coalitions that matter take part: those that a solution violates are added
until none does (constraint generation; Hallefjord, Helming and Jornsten, 1995).

Where some division gives every party at least what it reaches alone, only such divisions count (the
nucleolus); where none does, all divisions of the whole count (the prenucleolus).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.engine.share.game import Floats, Game, coalition_sums
from schakel.engine.solver.linear import Answer, LinearProgramme, Outcome, SolverFailed

VIOLATED = 2e-9
DEPENDENT = 1e-9
SHIFTED = 1e-8
ROUNDING = 1e-12
"""Of the largest value: a gain of all together below it comes from adding up what each reaches."""
FAR = 8.0
"""Values are scaled to 1 at most, which keeps every division of interest within 4."""

Coalitions = NDArray[np.int64]


@dataclass(frozen=True)
class LeastCore:
    """The smallest uniform loss at which nobody leaves, and a division that reaches it.

    `epsilon` is negative when there is room to spare, positive when the core is empty.
    """

    epsilon: float
    division: Floats


def nucleolus(game: Game) -> Floats:
    """What each player gets, in the unit of the values."""
    return _search(game, rational=True)[0]


def least_core(game: Game) -> LeastCore:
    division, epsilon = _search(game, rational=False, stages=1)
    return LeastCore(epsilon, division)


def _search(game: Game, *, rational: bool, stages: int | None = None) -> tuple[Floats, float]:
    """The division after so many stages, and the largest excess of the first stage."""
    if game.size == 1:
        return game.values[1:].copy(), 0.0
    gains = game.values - coalition_sums(game.alone)
    scale = float(np.abs(gains).max()) or 1.0
    if abs(gains[-1]) < ROUNDING * float(np.abs(game.values).max()):
        gains[-1] = 0.0
    search = _Search(gains / scale, game.size, rational and gains[-1] >= 0)
    first = search.stage()
    done = 1
    while search.rank < game.size and done != stages:
        search.stage()
        done += 1
    return game.alone + search.division * scale, first * scale


class _Search:
    """The stages of one scaled, zero-normalised game."""

    def __init__(self, values: Floats, players: int, rational: bool) -> None:
        self.values = values
        self.players = players
        self.least = 0.0 if rational else -FAR
        self.settled = np.zeros(len(values), bool)
        self.settled[[0, -1]] = True
        self.rows = np.ones((1, players))
        self.totals = values[-1:]
        self.span = np.ones((players, 1)) / np.sqrt(players)
        singles = 1 << np.arange(players)
        self.pool = np.unique(np.concatenate([singles, len(values) - 1 - singles]))
        self.division = np.full(players, values[-1] / players)

    @property
    def rank(self) -> int:
        return self.span.shape[1]

    def stage(self) -> float:
        """Make the largest excess that is still open minimal, and settle who decides it."""
        programme = LinearProgramme(
            np.append(np.zeros(self.players), 1.0),
            np.append(np.full(self.players, self.least), -2 * FAR),
            np.append(np.full(self.players, FAR), 2 * FAR),
        )
        fixed = np.hstack([self.rows, np.zeros((len(self.rows), 1))])
        programme.add_rows(fixed, self.totals, self.totals)
        taking_part = self._open(self.pool)
        self._add(programme, taking_part)
        while True:
            answer = _optimal(programme.solve())
            self.division = answer.values[:-1]
            more = self._violated(taking_part, float(answer.values[-1]))
            if not len(more):
                break
            self._add(programme, more)
            taking_part = np.concatenate([taking_part, more])
        self._settle(taking_part, answer)
        return float(answer.values[-1])

    def _add(self, programme: LinearProgramme, coalitions: Coalitions) -> None:
        if len(coalitions):
            with_excess = np.hstack([self._bits(coalitions), np.ones((len(coalitions), 1))])
            programme.add_rows(with_excess, self.values[coalitions], np.inf)

    def _violated(self, taking_part: Coalitions, excess: float) -> Coalitions:
        """The coalitions that complain most above `excess`, of those not yet taking part."""
        excesses = self.values - coalition_sums(self.division)
        excesses[taking_part] = -np.inf
        while True:
            above = np.flatnonzero((excesses > excess + VIOLATED) & ~self.settled)
            most = 32 * self.players
            if len(above) > most:
                above = above[np.argpartition(-excesses[above], most)[:most]]
            still_open = self._open(above)
            if len(still_open) or not len(above):
                worst = np.argsort(-excesses[still_open], kind="stable")
                return still_open[worst[: 4 * self.players]]

    def _open(self, coalitions: Coalitions) -> Coalitions:
        """Without those whose total follows from the settled ones; these are marked as settled."""
        bits = self._bits(coalitions)
        outside = bits - (bits @ self.span) @ self.span.T
        follows = (outside**2).sum(axis=1) < DEPENDENT
        self.settled[coalitions[follows]] = True
        return coalitions[~follows]

    def _settle(self, taking_part: Coalitions, answer: Answer) -> None:
        """A row with a dual is tight in every optimum: its excess is final."""
        before = len(self.rows)
        duals, activity = answer.duals[before:], answer.activity[before:]
        for coalition in taking_part[np.abs(duals) > SHIFTED].tolist():
            self._fix(coalition, self.values[coalition] - answer.values[-1])
        if len(self.rows) == before:
            raise SolverFailed("no coalition decides this stage of the nucleolus")
        slack = activity - self.values[taking_part]
        nearest = np.argsort(slack, kind="stable")[: max(4 * self.players, (slack < 1e-6).sum())]
        self.pool = taking_part[nearest]

    def _fix(self, coalition: int, total: float) -> None:
        bits = self._bits(np.array([coalition]))[0]
        outside = bits - self.span @ (self.span.T @ bits)
        self.settled[coalition] = True
        if outside @ outside < DEPENDENT:
            return
        outside -= self.span @ (self.span.T @ outside)
        self.span = np.column_stack([self.span, outside / np.linalg.norm(outside)])
        self.rows = np.vstack([self.rows, bits])
        self.totals = np.append(self.totals, total)

    def _bits(self, coalitions: Coalitions) -> Floats:
        return ((coalitions[:, None] >> np.arange(self.players)) & 1).astype(float)


def _optimal(answer: Answer) -> Answer:
    """A division always exists and is bounded, so any other outcome is the solver's."""
    if answer.outcome is not Outcome.OPTIMAL:
        raise SolverFailed(f"the nucleolus met a programme that is {answer.outcome}")
    return answer
