"""What every group of parties can reach together: the coalition values of a cooperative game."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.engine.errors import BadInput, Phrase

MOST_PLAYERS = 26
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Game:
    """Coalition values in one unit (EUR a year, say); bit i of the index is player i."""

    players: tuple[str, ...]
    values: Floats

    def __post_init__(self) -> None:
        _check_players(self.players)
        if self.values.shape != (1 << len(self.players),):
            raise BadInput(
                "values",
                "",
                "%(players)s players have %(coalitions)s coalitions, %(values)s values given; "
                "give a value for each",
                players=len(self.players),
                coalitions=1 << len(self.players),
                values=self.values.size,
            )
        if self.values[0] != 0:
            raise BadInput("values", "", "nobody together reach 0; the first value must be 0")
        wrong = np.flatnonzero(~np.isfinite(self.values))
        if len(wrong):
            raise BadInput(
                self.named(int(wrong[0])), "value", "is not a finite number; give the figure"
            )

    @property
    def size(self) -> int:
        return len(self.players)

    @property
    def whole(self) -> int:
        """The coalition of all players."""
        return len(self.values) - 1

    @property
    def alone(self) -> Floats:
        return self.values[1 << np.arange(self.size)]

    def members(self, coalition: int) -> tuple[str, ...]:
        return tuple(name for i, name in enumerate(self.players) if coalition >> i & 1)

    def named(self, coalition: int) -> str:
        return ",".join(self.members(coalition))


def game_from(
    players: Sequence[str],
    values: Mapping[frozenset[str], float],
    *,
    superadditive: bool = False,
) -> Game:
    """A game from coalitions by name.

    A missing coalition is an error, unless `superadditive`: then each coalition reaches the best of
    what its listed parts reach side by side. What one party reaches alone must always be given.
    """
    names = tuple(players)
    _check_players(names)
    number = {name: 1 << i for i, name in enumerate(names)}
    table = np.full(1 << len(names), -np.inf)
    table[0] = 0.0
    for members, value in values.items():
        table[_index(members, number)] = _finite(members, value)
    _check_complete(names, table, superadditive)
    if superadditive:
        _cover(table)
    return Game(names, table)


def superadditive_cover(game: Game) -> Game:
    """Each coalition reaches at least what its parts reach side by side."""
    values = np.array(game.values, np.float64)
    _cover(values)
    return Game(game.players, values)


def _cover(values: Floats) -> None:
    from schakel.engine.share.cover import best_partitions

    best_partitions(values)


def coalition_sums(amounts: Floats) -> Floats:
    """For every coalition the sum of its members' amounts."""
    sums = np.zeros(1 << len(amounts))
    for i, amount in enumerate(amounts):
        np.add(sums[: 1 << i], amount, out=sums[1 << i : 2 << i])
    return sums


def coalition_sizes(players: int) -> NDArray[np.int64]:
    sizes = np.zeros(1, np.int64)
    for _ in range(players):
        sizes = np.concatenate([sizes, sizes + 1])
    return sizes


def _check_players(players: tuple[str, ...]) -> None:
    if not players:
        raise BadInput("players", "", "is empty; name at least one party")
    if len(players) > MOST_PLAYERS:
        raise BadInput(
            "players",
            "",
            "%(players)s is too many for every coalition; give at most %(most)s",
            players=len(players),
            most=MOST_PLAYERS,
        )
    for name in players:
        if not name.strip() or "," in name:
            raise BadInput(
                "players", repr(name), "a name is not empty and holds no comma; correct it"
            )
        if players.count(name) > 1:
            raise BadInput("players", name, "is named twice; give each party its own name")


def _index(members: frozenset[str], number: Mapping[str, int]) -> int:
    if not members:
        raise BadInput("values", Phrase("empty coalition"), "nobody together reach 0; leave it out")
    for name in sorted(members):
        if name not in number:
            raise BadInput("values", name, "is not among the players; add it or mend the name")
    return sum(number[name] for name in members)


def _finite(members: frozenset[str], value: float) -> float:
    if not math.isfinite(value):
        raise BadInput(
            ",".join(sorted(members)), "value", "is not a finite number; give the figure"
        )
    return float(value)


def _check_complete(names: tuple[str, ...], table: Floats, superadditive: bool) -> None:
    for index in np.flatnonzero(np.isneginf(table)).tolist():
        members = [name for i, name in enumerate(names) if index >> i & 1]
        if len(members) == 1:
            raise BadInput("values", members[0], "what this party reaches alone is missing; add it")
        if not superadditive:
            raise BadInput(
                "values",
                ",".join(members),
                "is missing; add it, or take the game as superadditive",
            )
