"""The Shapley value: a party's average contribution over all orders of arrival.

Shapley, L. S. (1953), A value for n-person games. Exact in one pass over the 2^n coalition values:
with w(s) = s! (n-1-s)! / n!, player i gets the sum over S with i of v(S) (w(s-1) + w(s)), less
the sum over all S of v(S) w(s). The second sum is the same for all, so efficiency gives it.

Above about 22 players the coalitions are drawn, in pairs with their complement, and a regression
with efficiency gives the value: Covert and Lee (2021), Improving KernelSHAP; Musco and Witter
(2025), Provably accurate Shapley value estimation via leverage score sampling.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import factorial

import numpy as np
from numpy.typing import NDArray

from schakel.engine.errors import BadInput, Phrase
from schakel.engine.share.game import Floats, Game, coalition_sizes

FOLD_UP_TO = 16  # players; beyond, compiling the kernel pays
Members = NDArray[np.bool_]


def shapley(game: Game) -> Floats:
    """What each player gets, in the unit of the values."""
    weights = _weights(game.size)
    if game.size <= FOLD_UP_TO:
        having = _fold(game.values, weights)
    else:
        from schakel.engine.share.kernel import weighted_sums

        having = weighted_sums(np.ascontiguousarray(game.values), weights)
    return having - (having.sum() - game.values[-1]) / game.size


def _weights(n: int) -> Floats:
    """w(s-1) + w(s) by size s; integers divided once, so no rounding adds up."""
    whole = factorial(n)
    before = [0] + [factorial(s) * factorial(n - 1 - s) for s in range(n)]
    after = [*before[1:], 0]
    return np.array([(a + b) / whole for a, b in zip(before, after, strict=True)])


def _fold(values: Floats, weights: Floats) -> Floats:
    """Per player the weighted sum over its coalitions: read the top half, fold it on the rest."""
    n = len(weights) - 1
    left = values * weights[coalition_sizes(n)]
    having = np.empty(n)
    for i in reversed(range(n)):
        half = left.size // 2
        having[i] = left[half:].sum()
        left = left[:half] + left[half:]
    return having


@dataclass(frozen=True)
class Estimate:
    """Sampled values with the standard error of each, and the number of values asked for."""

    values: Floats
    standard_errors: Floats
    evaluations: int


def sampled_shapley(
    value: Callable[[Members], Floats], players: int, pairs: int, seed: int
) -> Estimate:
    """Estimate from `pairs` drawn coalitions and their complements.

    `value` gets a matrix with a row per coalition and a column per player, and gives the value of
    each row; it is asked once more for all players together.
    """
    if pairs <= 2 * players:
        raise BadInput(
            Phrase("pairs"),
            "",
            "%(pairs)s is too few; draw more than %(least)s",
            pairs=pairs,
            least=2 * players,
        )
    if players < 2:
        raise BadInput("players", "", "sampling needs two players or more")
    drawn = _draw(players, pairs, np.random.default_rng(seed))
    together = float(value(np.ones((1, players), bool))[0])
    half = drawn.astype(float)
    other = 1.0 - half
    half_values, other_values = value(drawn), value(~drawn)
    inverse = np.linalg.inv(half.T @ half + other.T @ other)
    free = inverse @ (half.T @ half_values + other.T @ other_values)
    toll = inverse.sum(axis=1) / inverse.sum()
    values = free + toll * (together - free.sum())
    pull = half * (half_values - half @ values)[:, None]
    pull += other * (other_values - other @ values)[:, None]
    spread = (inverse - np.outer(toll, inverse.sum(axis=0))) @ pull.T
    errors = np.sqrt((spread**2).sum(axis=1) * pairs / (pairs - players))
    return Estimate(values, errors, 2 * pairs + 1)


def _draw(players: int, pairs: int, chance: np.random.Generator) -> Members:
    """Coalitions of size s with a chance in proportion to 1 / (s (n - s)), the Shapley kernel."""
    sizes = np.arange(1, players)
    share = 1 / (sizes * (players - sizes))
    chosen = chance.choice(sizes, size=pairs, p=share / share.sum())
    order = chance.random((pairs, players)).argsort(axis=1).argsort(axis=1)
    return order < chosen[:, None]
