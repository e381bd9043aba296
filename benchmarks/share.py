"""Dividing the gain: `python -m benchmarks.share`.

The Shapley value of 22 parties and the nucleolus of 18 and 20, against coopgame-py (Rust) in the
same run on the same games, whose answers must agree. Ends with 1 when a goal is missed.
"""

import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.harness import Result, machine, run

SHAPLEY_GOAL, NUCLEOLUS_GOAL = 30, 8
RUNS = 5


def times_of(mine: Callable[[], Any], theirs: Callable[[], Any]) -> tuple[float, float]:
    """Median seconds of both, in turns, after each has run once."""
    works = (mine, theirs)
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(RUNS):
        for work, each in zip(works, times, strict=True):
            start = perf_counter()
            work()
            each.append(perf_counter() - start)
    return median(times[0]), median(times[1])


def drawn(players: int, seed: int) -> Any:
    """A game in which size pays and chance decides the rest."""
    from schakel.engine.share.game import coalition_sizes

    values = np.random.default_rng(seed).random(1 << players) * coalition_sizes(players)
    values[0], values[-1] = 0.0, 1.5 * values.max()
    return values


def matched(players: int, seed: int) -> Any:
    """Suppliers and buyers: each pair in a coalition saves its own amount, less a fixed cost."""
    suppliers = players // 2
    savings = np.random.default_rng(seed).random((suppliers, players - suppliers)) * 100
    coalitions = np.arange(1 << players)
    values = np.zeros(1 << players)
    for (i, j), saving in np.ndenumerate(savings):
        values += saving * ((coalitions >> i) & (coalitions >> (suppliers + j)) & 1)
    return np.maximum(values - 40.0 * players, 0.0)


def shapley_row(players: int) -> tuple[str, float]:
    import coopgame

    from schakel.engine.share import Game, shapley

    values = drawn(players, 22)
    game = Game(tuple(f"p{n}" for n in range(players)), values)
    theirs = coopgame.Game(values[1:].tolist())
    assert np.allclose(shapley(game), coopgame.shapley(theirs))
    return row(
        f"Shapley, {players} parties",
        *times_of(lambda: shapley(game), lambda: coopgame.shapley(theirs)),
    )


def nucleolus_row(name: str, values: Any) -> tuple[str, float]:
    import coopgame

    from schakel.engine.share import Game, largest_excess, nucleolus, shapley

    players = (len(values) - 1).bit_length()
    game = Game(tuple(f"p{n}" for n in range(players)), values)
    theirs = coopgame.Game(values[1:].tolist())
    found, peer = nucleolus(game), coopgame.nucleolus(theirs)["allocation"]
    scale = float(np.abs(values).max())
    assert np.abs(found - peer).max() <= 1e-5 * scale
    assert largest_excess(game, found) <= largest_excess(game, shapley(game)) + 1e-9 * scale
    return row(
        f"nucleolus, {players} parties, {name}",
        *times_of(lambda: nucleolus(game), lambda: coopgame.nucleolus(theirs)),
    )


def row(name: str, mine: float, theirs: float) -> tuple[str, float]:
    ratio = theirs / mine
    return f"| {name} | {mine * 1e3:.1f} | {theirs * 1e3:.1f} | {ratio:.1f} |", ratio


def measure() -> Result:
    shapley_line, shapley_ratio = shapley_row(22)
    rows = [
        nucleolus_row(name, game(players, seed=players))
        for players in (18, 20)
        for name, game in (("drawn", drawn), ("matched", matched))
    ]
    ratios = [ratio for _line, ratio in rows]
    kept = shapley_ratio >= SHAPLEY_GOAL and min(ratios) >= NUCLEOLUS_GOAL
    lines = [
        "## Dividing the gain",
        "",
        f"Median of {RUNS} runs in turns, the answers compared first ({machine()}). *Drawn*: "
        "values by chance, growing with size; *matched*: pairs of suppliers and buyers, less "
        "a fixed cost.",
        "",
        "| work | ms | coopgame-py, ms | ratio |",
        "|---|--:|--:|--:|",
        shapley_line,
        *(line for line, _ratio in rows),
        "",
        f"Goals: at least {SHAPLEY_GOAL} and {NUCLEOLUS_GOAL} times as fast: "
        f"{'kept' if kept else 'NOT KEPT'}.",
    ]
    return Result(lines, kept)


if __name__ == "__main__":
    sys.exit(run(measure))
