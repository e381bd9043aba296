"""The core: divisions under which no group of parties is better off leaving (Gillies, 1959)."""

from dataclasses import dataclass

import numpy as np

from schakel.engine.share.game import Floats, Game, coalition_sums

TOLERANCE = 1e-7
"""Of the largest coalition value: what a division may miss by rounding."""


@dataclass(frozen=True)
class Objection:
    """The coalition with most to gain by leaving, and how much: v(S) - x(S)."""

    members: tuple[str, ...]
    gain: float


def objection(game: Game, division: Floats) -> Objection | None:
    """Who would leave; None for a division in the core."""
    excesses = game.values - coalition_sums(division)
    excesses[[0, -1]] = -np.inf
    worst = int(np.argmax(excesses))
    gain = float(excesses[worst])
    if gain <= TOLERANCE * float(np.abs(game.values).max()):
        return None
    return Objection(game.members(worst), gain)


def largest_excess(game: Game, division: Floats) -> float:
    """The largest complaint of a coalition other than nobody and all; minus infinity without."""
    excesses = game.values - coalition_sums(division)
    return float(excesses[1:-1].max(initial=-np.inf))
