"""Dividing a gain the slow way: every order of arrival, every coalition in every programme."""

from collections.abc import Sequence
from itertools import pairwise, permutations

from scipy.optimize import linprog

SURE = 1e-7


def shapley(values: Sequence[float]) -> list[float]:
    """Let the players arrive in every order and pay each what it adds."""
    players = (len(values) - 1).bit_length()
    paid = [0.0] * players
    orders = list(permutations(range(players)))
    for order in orders:
        present = 0
        for player in order:
            paid[player] += values[present | 1 << player] - values[present]
            present |= 1 << player
    return [amount / len(orders) for amount in paid]


def excesses(values: Sequence[float], division: Sequence[float]) -> list[float]:
    """What each coalition but nobody and all would gain by leaving, the largest first."""
    gains = []
    for coalition in range(1, len(values) - 1):
        received = 0.0
        for player, amount in enumerate(division):
            if coalition >> player & 1:
                received += amount
        gains.append(values[coalition] - received)
    return sorted(gains, reverse=True)


def cover(values: Sequence[float]) -> list[float]:
    """The best sum over every way in which a coalition can fall apart."""
    best = [0.0]
    for coalition in range(1, len(values)):
        best.append(values[coalition])
        for part in range(1, coalition):
            if part & coalition == part:
                best[coalition] = max(best[coalition], best[part] + best[coalition ^ part])
    return best


def flow_values(arcs: Sequence[tuple[int, int, int, int]], players: int) -> list[float]:
    """A flow game: arcs (from, to, capacity, owner); a coalition ships from place 0 to place 1."""
    return [
        float(_most_flow([arc[:3] for arc in arcs if coalition >> arc[3] & 1]))
        for coalition in range(1 << players)
    ]


def nucleolus(values: Sequence[float]) -> list[float]:
    """A programme per stage with all coalitions, and one per coalition to see if it may improve.

    Divisions give every player what it reaches alone, where that is possible.
    """
    stages = _Stages(values)
    while stages.open:
        stages.next()
    return stages.division


class _Stages:
    def __init__(self, values: Sequence[float]) -> None:
        self.values = values
        self.players = (len(values) - 1).bit_length()
        self.division = [values[-1] / self.players] * self.players
        self.final = {len(values) - 1: values[-1]}
        self.open = list(range(1, len(values) - 1))
        alone = [values[1 << player] for player in range(self.players)]
        rational = values[-1] >= sum(alone)
        self.bounds = [(value if rational else None, None) for value in alone]

    def next(self) -> None:
        free = (None, None)
        found = self._minimum([0.0] * self.players + [1.0], free)
        level = float(found[-1])
        self.division = [float(amount) for amount in found[:-1]]
        stuck = []
        for coalition in self.open:
            most = self._minimum([-bit for bit in self._row(coalition, 0)], (level, level))
            received = sum(
                amount for bit, amount in zip(self._row(coalition, 0), most, strict=True) if bit
            )
            if self.values[coalition] - received > level - SURE:
                stuck.append(coalition)
        for coalition in stuck:
            self.open.remove(coalition)
            self.final[coalition] = self.values[coalition] - level

    def _row(self, coalition: int, last: float) -> list[float]:
        return [float(coalition >> player & 1) for player in range(self.players)] + [last]

    def _minimum(
        self, cost: list[float], level: tuple[float | None, float | None]
    ) -> Sequence[float]:
        """The division and the level with the smallest cost; no open coalition is above level."""
        found = linprog(
            cost,
            A_ub=[[-entry for entry in self._row(coalition, 1)] for coalition in self.open],
            b_ub=[-self.values[coalition] for coalition in self.open],
            A_eq=[self._row(coalition, 0) for coalition in self.final],
            b_eq=list(self.final.values()),
            bounds=[*self.bounds, level],
        )
        if found.status != 0:
            raise ArithmeticError(found.message)
        return found.x


def _most_flow(arcs: Sequence[tuple[int, ...]]) -> int:
    """Push along any path that has room, backwards too, until there is none."""
    room: dict[tuple[int, int], int] = {}
    for start, end, capacity in arcs:
        room[start, end] = room.get((start, end), 0) + capacity
        room.setdefault((end, start), 0)
    total = 0
    while path := _path(room, [0]):
        steps = list(pairwise(path))
        push = min(room[step] for step in steps)
        for start, end in steps:
            room[start, end] -= push
            room[end, start] += push
        total += push
    return total


def _path(room: dict[tuple[int, int], int], so_far: list[int]) -> list[int] | None:
    if so_far[-1] == 1:
        return so_far
    for (start, end), left in room.items():
        if start == so_far[-1] and left > 0 and end not in so_far:
            found = _path(room, [*so_far, end])
            if found:
                return found
    return None
