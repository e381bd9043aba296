"""Making flows balance: `python -m benchmarks.reconcile`.

300 flows against scipy's SLSQP in the same run: as it comes (it finds derivatives by differences)
and set up with care (analytic derivatives, one matrix for the balances). What they minimise must
come out the same. Then 300,000 flows by themselves. Ends with 1 when a goal is missed.
"""

import sys
import tracemalloc
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.harness import Result, machine, run

GOAL = 500
SMALL, LARGE = 75, 75_000
RUNS, ROUNDS = 50, 3


def drawn(nodes: int, seed: int) -> Any:
    """Four flows a node: one in, one out of the network, two to nodes further on.

    The true flows balance; what is measured is off by a tenth of the flow and half a tonne.
    """
    from schakel.engine.flows import Flow

    chance = np.random.default_rng(seed)
    bought = chance.lognormal(3, 1, nodes)
    shares = chance.dirichlet(np.ones(3), nodes)
    further = chance.integers(np.arange(nodes)[:, None] + 1, nodes + 1, (nodes, 2))
    held, flows = bought.copy(), []
    for node in range(nodes):
        flows.append((f"in {node}", "outside", f"n{node}", bought[node]))
        targets = ["shops", *(f"n{n}" if n < nodes else "exports" for n in further[node])]
        for way, (target, share) in enumerate(zip(targets, shares[node], strict=True)):
            flows.append((f"{node}.{way}", f"n{node}", target, held[node] * share))
        for n, share in zip(further[node], shares[node, 1:], strict=True):
            if n < nodes:
                held[n] += held[node] * share
    true = np.array([flow[3] for flow in flows])
    deviations = 0.1 * true + 0.5
    measured = np.maximum(true + chance.normal(0, 1, len(true)) * deviations, 0.0)
    return [
        Flow(*flow[:3], value, deviation)
        for flow, value, deviation in zip(
            flows, measured.tolist(), deviations.tolist(), strict=True
        )
    ]


def slsqp(network: Any, *, careful: bool) -> Callable[[], Any]:
    """The same question to scipy; `careful` gives it what it would otherwise have to guess."""
    from scipy.optimize import minimize

    flows = np.arange(len(network.names))
    balances = np.zeros((len(network.nodes) + 1, len(flows)))
    np.add.at(balances, (network.target, flows), 1.0)
    np.add.at(balances, (network.source, flows), -1.0)
    balances = balances[:-1]
    measured, weights = network.values, network.deviations**-2.0
    equal: dict[str, Any] = {"type": "eq", "fun": lambda x: balances @ x}
    given: dict[str, Any] = {}
    if careful:
        equal["jac"] = lambda _x: balances
        given = {"jac": lambda x: 2 * weights * (x - measured), "options": {"maxiter": 1_000}}
    return lambda: minimize(
        lambda x: float(weights @ (x - measured) ** 2),
        measured,
        method="SLSQP",
        constraints=equal,
        **given,
    )


def best(work: Callable[[], Any], runs: int) -> tuple[float, Any]:
    times = []
    for _ in range(runs):
        start = perf_counter()
        found = work()
        times.append(perf_counter() - start)
    return median(times), found


def small_table() -> tuple[list[str], float]:
    from schakel.engine.flows import network_of, reconcile

    network = network_of(drawn(SMALL, 1))
    reconcile(network)
    mine, found = best(lambda: reconcile(network), RUNS)
    lines, ratio = [], 0.0
    for name, careful in (("as it comes", False), ("analytic derivatives", True)):
        theirs, peer = best(slsqp(network, careful=careful), ROUNDS)
        assert peer.success, peer.message
        assert np.isclose(peer.fun, found.chi_square, rtol=1e-5), (peer.fun, found.chi_square)
        lines.append(
            f"| SLSQP, {name} | {1e3 * theirs:.0f} | {theirs / mine:.0f} | {peer.fun:.5f} |"
        )
        ratio = ratio or theirs / mine
    return [
        f"{len(network.names)} flows between {len(network.nodes)} nodes; ours with the deviation "
        "of every flow and the test for a gross error, SLSQP the values only:",
        "",
        "| way | ms | times ours | sum of squares |",
        "|---|--:|--:|--:|",
        f"| `reconcile` | {1e3 * mine:.2f} | 1 | {found.chi_square:.5f} |",
        *lines,
    ], ratio


def large_lines() -> list[str]:
    from schakel.engine.flows import imbalances, network_of, reconcile

    flows = drawn(LARGE, 2)
    door, network = best(lambda: network_of(flows), 1)
    mine, found = best(lambda: reconcile(network), ROUNDS)
    off = float(np.abs(imbalances(network, found.values)).max())
    assert off <= 1e-6 * float(network.values.max())
    tracemalloc.start()
    reconcile(network)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return [
        f"{len(flows):,} flows between {len(network.nodes):,} nodes, without deviations per flow: "
        f"{mine:.2f} s and {most / 2**20:.0f} MiB at most, after checking the records in "
        f"{door:.2f} s. No balance is off by more than {off:.0e} t.",
    ]


def measure() -> Result:
    from importlib import import_module

    from threadpoolctl import threadpool_info, threadpool_limits

    import_module("scipy.optimize")  # only what is loaded by now is held to one core
    with threadpool_limits(1):
        assert all(one["num_threads"] == 1 for one in threadpool_info())
        table, ratio = small_table()
        large = large_lines()
    kept = ratio >= GOAL
    lines = [
        "## Making flows balance",
        "",
        f"Median of {RUNS} runs, of {ROUNDS} for SLSQP and the large network; the linear algebra "
        f"of all on one core ({machine()}).",
        "",
        *table,
        "",
        *large,
        "",
        f"Goal: at least {GOAL} times as fast as SLSQP as it comes: "
        f"{'kept' if kept else 'NOT KEPT'}.",
    ]
    return Result(lines, kept)


if __name__ == "__main__":
    sys.exit(run(measure))
