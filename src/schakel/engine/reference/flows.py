"""Reconciliation and propagation in plain steps: one big system, solved by elimination."""

from collections.abc import Mapping, Sequence
from math import sqrt

SMALL = 1e-9

PlainFlow = tuple[str, str, float | None, float | None]


def reconcile(
    flows: Sequence[PlainFlow],
) -> tuple[list[float | None], list[list[float]], float, int]:
    """Values, their covariance, chi-square and its degrees, of (from, to, value, deviation) flows.

    A flow without a value was not measured; it stays None where the balances leave it open. The
    balances are swept by elimination: those without an unmeasured flow check the others, and one
    that holds a single unmeasured flow gives it.

    Values are linear in what was measured, so reconciling one tonne in each flow by turns gives the
    matrix that covariance follows from.
    """
    open_flows = [at for at, flow in enumerate(flows) if flow[2] is None]
    rows, place = eliminate(_balances(flows), open_flows)
    giving = {column: rows[row] for column, row in place.items() if _alone(rows[row], open_flows)}
    checks = [row for row in rows if not any(abs(row[at]) > SMALL for at in open_flows)]
    values = [flow[2] or 0.0 for flow in flows]
    variances = [(flow[3] or 0.0) ** 2 for flow in flows]
    every = range(len(flows))

    def reconciled(measured: list[float]) -> list[float]:
        found = _nearest(checks, measured, variances)
        return [
            -sum(giving[at][k] * found[k] for k in every if k != at) if at in giving else found[at]
            for at in every
        ]

    found = reconciled(values)
    units = [reconciled([float(i == j) for i in every]) for j in every]
    covariance = [
        [sum(units[k][i] * variances[k] * units[k][j] for k in every) for j in every] for i in every
    ]
    chi_square = sum(
        (x - y) ** 2 / s for x, y, s in zip(found, values, variances, strict=True) if s
    )
    known = [None if at in open_flows and at not in giving else found[at] for at in every]
    system = [[a * sqrt(s) for a, s in zip(row, variances, strict=True)] for row in checks]
    return known, covariance, chi_square, len(eliminate(system, every)[1])


def _alone(row: Sequence[float], columns: Sequence[int]) -> bool:
    return sum(abs(row[at]) > SMALL for at in columns) == 1


def _balances(flows: Sequence[PlainFlow]) -> list[list[float]]:
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
    """The answer by elimination; an equation that says nothing new leaves a 0."""
    size = len(matrix)
    rows, place = eliminate(
        [[*line, last] for line, last in zip(matrix, right, strict=True)], range(size)
    )
    return [rows[place[column]][-1] if column in place else 0.0 for column in range(size)]


def eliminate(
    matrix: Sequence[Sequence[float]], columns: Sequence[int]
) -> tuple[list[list[float]], dict[int, int]]:
    """Gauss-Jordan on these columns with the largest pivot: the rows, and which holds which."""
    rows = [list(row) for row in matrix]
    done, place = 0, {}
    for column in columns:
        best = max(range(done, len(rows)), key=lambda at: abs(rows[at][column]), default=None)
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
    return rows, place


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
