"""Divisions without coalitions: each an equal part, or a part by a measure such as tonnes."""

import numpy as np
from numpy.typing import ArrayLike

from schakel.engine.errors import BadInput
from schakel.engine.share.game import Floats, Game


def equal_division(game: Game) -> Floats:
    """What each reaches alone, and an equal part of the gain."""
    return game.alone + (game.values[-1] - game.alone.sum()) / game.size


def proportional_division(game: Game, measure: ArrayLike) -> Floats:
    """What each reaches alone, and a part of the gain by its measure (tonnes, investment)."""
    amounts = np.asarray(measure, float)
    for name, amount in zip(game.players, amounts, strict=True):
        if not (np.isfinite(amount) and amount >= 0):
            raise BadInput(name, "measure", "is not a number of 0 or more; mend it")
    if not amounts.sum():
        raise BadInput("measure", "", "is 0 for every party; nothing to divide by")
    gain = game.values[-1] - game.alone.sum()
    return game.alone + gain * amounts / amounts.sum()
