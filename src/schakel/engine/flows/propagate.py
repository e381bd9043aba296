"""What a change at the edge brings about further on, by fixed ratios of conversion.

A node passes on a share of all it takes in along each flow out of it; what is not passed on stays
or is lost. Then x = b + T x, as in input-output analysis (R.E. Miller and P.D. Blair,
*Input-Output Analysis*, 2nd edition, 2009, chapter 2).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import spsolve

from schakel.engine.errors import BadInput

LEAST_LEAK = 1e-9


@dataclass(frozen=True)
class Passing:
    """Of each tonne that comes into `source`, `ratio` tonnes go on to `target`."""

    source: str
    target: str
    ratio: float


def propagate(
    passings: Sequence[Passing],
    change: Mapping[str, float],
    co_inputs: frozenset[str] = frozenset(),
) -> dict[str, float]:
    """The change (tonnes a year) of what comes into each node, when `change` comes from outside.

    A node in `co_inputs` takes in something that is not in the network (water, a binder), and may
    give out more than it takes in. Raises BadInput for a yield above 1 elsewhere, and for a loop
    that gives back all it gets.
    """
    _check(passings, change, co_inputs)
    nodes = sorted({one.source for one in passings} | {one.target for one in passings})
    number = {node: at for at, node in enumerate(nodes)}
    for node in change:
        if node not in number:
            raise BadInput(node, "change", "is not a node of the network; use one of its names")
    table = sparse.csr_matrix(
        (
            [one.ratio for one in passings],
            (
                [number[one.target] for one in passings],
                [number[one.source] for one in passings],
            ),
        ),
        shape=(len(nodes), len(nodes)),
    )
    _check_loops(nodes, table)
    given = np.zeros(len(nodes))
    for node, tonnes in change.items():
        given[number[node]] = tonnes
    found = spsolve(sparse.csc_matrix(sparse.identity(len(nodes)) - table), given)
    return dict(zip(nodes, np.atleast_1d(found).tolist(), strict=True))


def _check(
    passings: Sequence[Passing], change: Mapping[str, float], co_inputs: frozenset[str]
) -> None:
    if not passings:
        raise BadInput("passings", "", "there are none; give at least one")
    totals: dict[str, float] = {}
    for one in passings:
        if not (np.isfinite(one.ratio) and one.ratio >= 0):
            raise BadInput(f"{one.source} - {one.target}", "ratio", "must be 0 or more")
        totals[one.source] = totals.get(one.source, 0.0) + one.ratio
    for node, total in totals.items():
        if total > 1 + LEAST_LEAK and node not in co_inputs:
            raise BadInput(
                node,
                "ratio",
                "gives out %(total)s t for each tonne it takes in; lower it, or name the "
                "co-input that makes up the difference",
                total=total,
            )
    for node, tonnes in change.items():
        if not np.isfinite(tonnes):
            raise BadInput(node, "change", "must be a number of tonnes a year")


def _check_loops(nodes: Sequence[str], table: sparse.csr_matrix) -> None:
    """A loop dies out exactly where (I - T) u = 1 has an answer above 0 (an M-matrix)."""
    count, loop = connected_components(table, directed=True, connection="strong")
    returns = (np.bincount(loop, minlength=count) > 1)[loop] | (table.diagonal() > 0)
    for one in np.unique(loop[returns]):
        inside = np.flatnonzero(loop == one)
        if not _dies_out(table[inside][:, inside].toarray()):
            raise BadInput(
                nodes[inside[0]],
                "ratio",
                "is in a loop that gives back as much as it gets or more; let some of it leave",
            )


def _dies_out(part: NDArray[np.float64]) -> bool:
    """Whether a tonne that comes in goes round a finite number of times, as far as can be told."""
    try:
        rounds = np.linalg.solve(np.identity(len(part)) - part, np.ones(len(part)))
    except np.linalg.LinAlgError:
        return False
    return bool((rounds > 0).all() and rounds.max() < 1 / LEAST_LEAK)
