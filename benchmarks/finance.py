"""The business case: `python -m benchmarks.finance`.

A million draws of a chain of ten parties over twenty years, against the same model as a cube in
numpy and as a loop with numpy-financial; and 20,000 internal rates of return against
numpy-financial. All in the same run. Ends with 1 when a goal is missed.
"""

import random
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.harness import Result, machine, run

LOOP_GOAL, RATE_GOAL = 300, 300
DRAWS, LOOP_DRAWS, YEARS, PARTIES = 1_000_000, 2_000, 20, 10
SERIES, LOOP_SERIES = 20_000, 400
PRICE = VOLUME = (0.8, 1.0, 1.2)
COST = (0.7, 1.0, 1.3)
ROUNDS = 3
RATE = 0.06


def case() -> Any:
    """A price that wanders, a volume that changes each year, and costs of each party's own."""
    from schakel.engine.finance import Case, Course, Input, Line

    chance = np.random.default_rng(0)
    income, costs = chance.uniform(5, 20, PARTIES) * 8_000, chance.uniform(3, 12, PARTIES) * 8_000
    invested = chance.uniform(2e5, 1e6, PARTIES)
    parties = tuple(f"p{n}" for n in range(PARTIES))
    later = np.append(0.0, np.ones(YEARS))
    now = np.append(1.0, np.zeros(YEARS))
    lines = []
    for n, party in enumerate(parties):
        lines += [
            Line(f"invested {n}", party, -invested[n] * now),
            Line(f"income {n}", party, income[n] * later, ("price", "volume")),
            Line(f"costs {n}", party, -costs[n] * later, ("volume", f"cost {n}")),
        ]
    inputs = [
        Input("price", *PRICE, Course.ADDS_UP),
        Input("volume", *VOLUME, Course.EACH_YEAR),
        *(Input(f"cost {n}", *COST) for n in range(PARTIES)),
    ]
    return Case(parties, tuple(lines), RATE, tuple(inputs))


def amounts_of(one: Any) -> tuple[Any, Any, Any]:
    """Invested now, and income and costs a year, per party."""
    lines = np.array([line.amounts[[0, -1]] for line in one.lines]).reshape(PARTIES, 3, 2)
    return lines[:, 0, 0], lines[:, 1, 1], lines[:, 2, 1]


def loop(one: Any, draws: int) -> Any:
    """Draw by draw and party by party, each with numpy-financial's net present value."""
    import numpy_financial

    invested, income, costs = amounts_of(one)
    values = np.empty((draws, PARTIES))
    for draw in range(draws):
        price, prices, volumes = 1.0, [], []
        for _ in range(YEARS + 1):
            price *= random.triangular(PRICE[0], PRICE[2], PRICE[1])
            prices.append(price)
            volumes.append(random.triangular(VOLUME[0], VOLUME[2], VOLUME[1]))
        for n in range(PARTIES):
            cost = random.triangular(COST[0], COST[2], COST[1])
            flows = [invested[n]] + [
                volumes[year] * (income[n] * prices[year] + costs[n] * cost)
                for year in range(1, YEARS + 1)
            ]
            values[draw, n] = numpy_financial.npv(RATE, flows)
    return values


def cube(one: Any, draws: int, portion: int = 20_000) -> Any:
    """Every draw, party and year as one array in numpy, in portions that fit in memory."""
    invested, income, costs = amounts_of(one)
    chance = np.random.default_rng(1)
    discount = (1 + RATE) ** -np.arange(1, YEARS + 1)
    values = np.empty((draws, PARTIES))
    for begin in range(0, draws, portion):
        count = min(portion, draws - begin)
        prices = chance.triangular(*PRICE, (count, YEARS + 1)).cumprod(axis=1)[:, 1:]
        volumes = chance.triangular(*VOLUME, (count, YEARS))
        cost = chance.triangular(*COST, (count, PARTIES))
        yearly = income[None, :, None] * prices[:, None, :] + (costs * cost)[:, :, None]
        values[begin : begin + count] = (volumes[:, None, :] * yearly) @ discount + invested
    return values


def timed(*works: Callable[[], Any]) -> tuple[list[float], list[Any]]:
    """The best time of each, done in turns, and what each found."""
    times, found = [float("inf")] * len(works), [None] * len(works)
    for _ in range(ROUNDS):
        for n, work in enumerate(works):
            start = perf_counter()
            found[n] = work()
            times[n] = min(times[n], perf_counter() - start)
    return times, found


def agree(one: Any, other: Any) -> bool:
    """Means within five standard errors of their difference, and spreads within a third."""
    error = np.sqrt(one.var(axis=0) / len(one) + other.var(axis=0) / len(other))
    near = np.abs(one.mean(axis=0) - other.mean(axis=0)) <= 5 * error
    return bool(near.all() and (np.abs(one.std(axis=0) / other.std(axis=0) - 1) < 0.33).all())


def draws_table() -> tuple[list[str], float]:
    from schakel.engine.finance import simulate

    one = case()
    simulate(one, 1_000, 1)
    (mine, in_cube, measured), (chances, cubed, looped) = timed(
        lambda: simulate(one, DRAWS, 1), lambda: cube(one, DRAWS), lambda: loop(one, LOOP_DRAWS)
    )
    (quantiles,), _ = timed(lambda: chances.quantiles([0.05, 0.5, 0.95]))
    in_loop = measured * DRAWS / LOOP_DRAWS
    assert agree(chances.values, cubed)
    assert agree(chances.values, looped)
    return [
        f"{DRAWS:,} draws of {PARTIES} parties over {YEARS} years:",
        "",
        "| way | s | times ours |",
        "|---|--:|--:|",
        f"| `simulate` | {mine:.2f} | 1 |",
        f"| cube in numpy | {in_cube:.2f} | {in_cube / mine:.1f} |",
        f"| loop with numpy-financial, {LOOP_DRAWS} draws scaled to {DRAWS:,} "
        f"| {in_loop:.0f} | {in_loop / mine:.0f} |",
        "",
        f"Quantiles of all parties and the chain: {quantiles:.2f} s.",
    ], in_loop / mine


def rates_table() -> tuple[list[str], float]:
    import numpy_financial

    from schakel.engine.finance import internal_rate_each

    chance = np.random.default_rng(2)
    flows = np.column_stack(
        [-chance.uniform(5e5, 1e6, SERIES), chance.uniform(2e4, 2e5, (SERIES, YEARS))]
    )
    internal_rate_each(flows[:10])
    (mine, measured), ((rates, _counts), theirs) = timed(
        lambda: internal_rate_each(flows),
        lambda: [numpy_financial.irr(row) for row in flows[:LOOP_SERIES]],
    )
    assert np.allclose(rates[:LOOP_SERIES], theirs)
    scaled = measured * SERIES / LOOP_SERIES
    return [
        f"{SERIES:,} internal rates of return over {YEARS} years: {mine:.3f} s; numpy-financial "
        f"{scaled:.1f} s ({LOOP_SERIES} measured and scaled), {scaled / mine:.0f} times as long.",
    ], scaled / mine


def measure() -> Result:
    draws, draws_ratio = draws_table()
    rates, rates_ratio = rates_table()
    kept = draws_ratio >= LOOP_GOAL and rates_ratio >= RATE_GOAL
    lines = [
        "## The business case",
        "",
        f"The best of {ROUNDS} runs in turns, after compiling; results compared ({machine()}).",
        "",
        *draws,
        "",
        *rates,
        "",
        f"Goals: at least {LOOP_GOAL} times as fast as the loop, and {RATE_GOAL} times for rates: "
        f"{'kept' if kept else 'NOT KEPT'}.",
    ]
    return Result(lines, kept)


if __name__ == "__main__":
    sys.exit(run(measure))
