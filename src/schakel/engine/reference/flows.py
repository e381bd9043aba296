"""Reconciliation and propagation in plain steps: one big system, solved by elimination."""

from collections.abc import Mapping, Sequence

SMALL = 1e-9


def reconcile(
    flows: Sequence[tuple[str, str, float, float]],
) -> tuple[list[float], list[list[float]], float]:
    """Values, their covariance and chi-square of (from, to, value, deviation) flows.

    Values are linear in what was measured, so reconciling one tonne in each flow by turns gives the
    matrix that covariance follows from.
    """
    balances = _balances(flows)
    values = [flow[2] for flow in flows]
    variances = [flow[3] ** 2 for flow in flows]
    found = _nearest(balances, values, variances)
    every = range(len(flows))
    units = [_nearest(balances, [float(i == j) for i in every], variances) for j in every]
    covariance = [
        [sum(units[k][i] * variances[k] * units[k][j] for k in every) for j in every] for i in every
    ]
    chi_square = sum(
        (x - y) ** 2 / s for x, y, s in zip(found, values, variances, strict=True) if s
    )
    return found, covariance, chi_square


def _balances(flows: Sequence[tuple[str, str, float, float]]) -> list[list[float]]:
    nodes = sorted({flow[0] for flow in flows} & {flow[1] for flow in flows})
    return [[float(flow[1] == node) - float(flow[0] == node) for flow in flows] for node in nodes]


def _nearest(
    balances: list[list[float]], values: list[float], variances: list[float]
) -> list[float]:
    system = [
        [sum(a * s * b for a, s, b in zip(one, variances, two, strict=True)) for two in balances]
        for one in balances
    ]
    off = [sum(a * y for a, y in zip(one, values, strict=True)) for one in balances]
    pull = solve(system, off)
    return [
        y - s * sum(row[j] * p for row, p in zip(balances, pull, strict=True))
        for j, (y, s) in enumerate(zip(values, variances, strict=True))
    ]


def solve(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """Gauss-Jordan with the largest pivot; an equation that says nothing new leaves a 0."""
    rows = [[*line, last] for line, last in zip(matrix, right, strict=True)]
    size, done, place = len(rows), 0, {}
    for column in range(size):
        best = max(range(done, size), key=lambda at: abs(rows[at][column]), default=None)
        if best is None or abs(rows[best][column]) < SMALL:
            continue
        rows[done], rows[best] = rows[best], rows[done]
        head = [cell / rows[done][column] for cell in rows[done]]
        rows = [
            head if at == done else [c - line[column] * h for c, h in zip(line, head, strict=True)]
            for at, line in enumerate(rows)
        ]
        place[column] = done
        done += 1
    return [rows[place[column]][-1] if column in place else 0.0 for column in range(size)]


def propagate(
    passings: Sequence[tuple[str, str, float]], change: Mapping[str, float], rounds: int
) -> dict[str, float]:
    """Follow the change from node to node, round after round, until little is left."""
    total: dict[str, float] = {}
    wave = dict(change)
    for _ in range(rounds):
        for node, tonnes in wave.items():
            total[node] = total.get(node, 0.0) + tonnes
        following: dict[str, float] = {}
        for source, target, ratio in passings:
            following[target] = following.get(target, 0.0) + ratio * wave.get(source, 0.0)
        wave = following
    return total
