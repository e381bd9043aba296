"""The smallest weighted change that makes every node balance.

Minimise sum((x - y)^2 / s^2) over the measured flows so that A x = 0. With S = A V A^T the answer
is x = y - V A^T S^-1 A y, its covariance V - V A^T S^-1 A V.

Nodes joined by flows that were not measured are merged first, see `unmeasured`. S is the Laplacian
of the nodes that are left, joined by the flows that are not exact: a group of nodes that no such
flow joins to the outside has one equation too many, which is checked against the exact values and
then left out.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph
from scipy.special import gammaincc, ndtri

from schakel.engine.errors import BadInput, Phrase
from schakel.engine.flows.laplacian import (
    Balances,
    Factor,
    Floats,
    Gradients,
    Solver,
    far_apart,
    incidence,
)
from schakel.engine.flows.network import OUTSIDE, Network, imbalances
from schakel.engine.flows.unmeasured import Cuts, cuts, filled, merged

FACTORED = 3_000
"""Above so many nodes a factor asks too much; then gradients, and deviations on request."""
CHUNK = 256
CLOSE = 1e-9
ROUNDS, BALANCED = 4, 1e-9
"""So often is what rounding leaves solved again, until this part of the largest flow is left."""
SURE = 0.95


class Kind(IntEnum):
    """What the balances do with a flow."""

    EXACT = 0
    CHECKED = 1
    UNCHECKED = 2
    """Measured, but no balance says anything about it."""
    CALCULATED = 3
    UNKNOWN = 4
    """Not measured, and the balances leave it open."""


@dataclass(frozen=True)
class Reconciled:
    """Values that balance, in tonnes a year; NaN for a flow that stays unknown.

    `kinds` says what `Kind` each flow is. `deviations` are those after reconciling and
    `standardised` how many standard deviations each correction (reconciled minus measured) is; both
    are NaN where they were not asked for, and `standardised` is 0 where no balance checks the flow.
    `chi_square` has `freedom` degrees, `chance` is the chance of one as large without a gross
    error. `suspects` are the flows with the largest standardised correction, when that is above
    `bound`: more than one where the balances cannot tell them apart, none where the test finds
    nothing.
    """

    values: Floats
    deviations: Floats
    standardised: Floats
    kinds: NDArray[np.int8]
    chi_square: float
    freedom: int
    chance: float
    bound: float
    suspects: tuple[int, ...]


def reconcile(network: Network, wanted: NDArray[np.int64] | None = None) -> Reconciled:
    """Reconcile; `wanted` are the flows whose deviation is calculated, without it all of them up to
    `FACTORED` nodes and none above.

    Raises BadInput, naming the node, where exact values contradict each other.
    """
    joint = merged(network)
    balances = _balances(joint)
    found = cuts(network) if joint is not network else None
    large = len(network.nodes) > FACTORED
    solver: Solver = (Gradients if large else Factor)(balances)
    multipliers, measured = _solved(balances, solver, joint.values)
    pull = balances.pull(multipliers)
    kinds = _kinds(network, balances, found)
    if wanted is None:
        wanted = np.arange(0 if large else len(network.names))
    deviations, standardised = _spread(balances, solver, pull, kinds, wanted)
    if found:
        some = found.only(wanted)
        deviations[some.flows] = _spread_of_cuts(network, balances, solver, some)
    chi_square = max(float(balances.off(joint.values) @ multipliers), 0.0)
    chance = float(gammaincc(balances.count / 2, chi_square / 2)) if balances.count else 1.0
    bound, suspects = _suspects(standardised, chance)
    return Reconciled(
        filled(network, found, measured) if found else measured,
        deviations,
        standardised,
        kinds,
        chi_square,
        balances.count,
        chance,
        bound,
        suspects,
    )


def _balances(joint: Network) -> Balances:
    variance = joint.deviations**2
    kept = _kept_nodes(joint, variance > 0)
    row = np.full(len(joint.nodes) + 1, len(kept))
    row[kept] = np.arange(len(kept))
    return Balances(len(kept), row[joint.source], row[joint.target], variance)


def _kept_nodes(network: Network, free: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The nodes whose balance says something the others don't."""
    count = len(network.nodes)
    ends = [np.where(end == OUTSIDE, count, end) for end in (network.source, network.target)]
    joined = sparse.csr_matrix(
        (np.ones(free.sum()), (ends[0][free], ends[1][free])), shape=(count + 1, count + 1)
    )
    groups, group = csgraph.connected_components(joined, directed=False)
    inner, outside = group[:count], group[count]
    off = np.zeros(groups)
    np.add.at(off, inner, imbalances(network, np.where(free, 0.0, network.values)))
    scale = np.abs(network.values).max() + 1.0
    for one in np.flatnonzero(np.abs(off) > CLOSE * scale):
        if one != outside:
            _refuse(network, np.flatnonzero(inner == one), free, float(off[one]))
    first = np.unique(inner, return_index=True)[1]
    spare = first[inner[first] != outside]
    return np.setdiff1d(np.arange(count), spare)


def _refuse(
    network: Network, nodes: NDArray[np.int64], free: NDArray[np.bool_], off: float
) -> None:
    """Name the node of a group that has an exact flow across the group's edge."""
    crossing = ~free & (np.isin(network.source, nodes) != np.isin(network.target, nodes))
    ends = np.concatenate([network.source[crossing], network.target[crossing]])
    node = network.nodes[ends[np.isin(ends, nodes)][0]]
    more, less = Phrase("more comes in than goes out"), Phrase("more goes out than comes in")
    raise BadInput(
        node,
        "standard deviation",
        "its exact flows don't balance%(others)s: %(off)s t %(more)s; "
        "give one of them a standard deviation, or correct it",
        others=_joined(network, nodes, node),
        off=abs(off),
        more=more if off > 0 else less,
    )


def _joined(network: Network, nodes: NDArray[np.int64], but: str) -> str:
    names = [network.nodes[at] for at in nodes if network.nodes[at] != but]
    if not names:
        return ""
    few = ", ".join(names[:3])
    if len(names) > 3:
        return Phrase(" (with what it is joined to: %(names)s and others)", names=few)
    return Phrase(" (with what it is joined to: %(names)s)", names=few)


def _solved(balances: Balances, solver: Solver, values: Floats) -> tuple[Floats, Floats]:
    """Multipliers of the rows and values that balance; what rounding leaves is solved again."""
    multipliers = np.zeros(balances.count)
    if not balances.count:
        return multipliers, values
    for _ in range(ROUNDS):
        step = solver.solve(balances.off(values))
        multipliers = multipliers + step
        values = values - balances.variance * balances.pull(step)
        if np.abs(balances.off(values)).max() <= BALANCED * np.abs(values).max():
            return multipliers, values
    raise far_apart()


def _kinds(network: Network, balances: Balances, found: Cuts | None) -> NDArray[np.int8]:
    free, joins = balances.variance > 0, balances.source != balances.target
    kinds = np.where(joins, Kind.CHECKED, Kind.UNCHECKED).astype(np.int8)
    kinds[~free] = Kind.EXACT
    if found:
        kinds[np.isnan(network.values)] = Kind.UNKNOWN
        kinds[found.flows] = Kind.CALCULATED
    return kinds


def _spread(
    balances: Balances,
    solver: Solver,
    pull: Floats,
    kinds: NDArray[np.int8],
    wanted: NDArray[np.int64],
) -> tuple[Floats, Floats]:
    """Standard deviations after reconciling, and standardised corrections, of measured flows."""
    deviations, standardised = np.full((2, len(pull)), np.nan)
    some = wanted[kinds[wanted] <= Kind.UNCHECKED]
    variance = balances.variance[some]
    checked = kinds[some] == Kind.CHECKED
    tied = np.zeros(len(some))
    if checked.any():
        tied[checked] = solver.tied(some[checked])
    deviations[some] = np.sqrt(np.maximum(variance - variance**2 * tied, 0.0))
    sure = variance * tied > CLOSE
    root = np.sqrt(np.where(sure, tied, 1.0))
    standardised[some] = np.where(sure, -pull[some] / root, 0.0)
    return deviations, standardised


def _spread_of_cuts(network: Network, balances: Balances, solver: Solver, found: Cuts) -> Floats:
    """The deviations of flows that follow from the balances: they are sums of measured ones."""
    deviations = np.empty(len(found.flows))
    rows = balances.table()
    nodes = incidence(network.source, network.target, len(network.nodes))
    weight = sparse.diags(balances.variance)
    for start in range(0, len(deviations), CHUNK):
        some = slice(start, start + CHUNK)
        sums = sparse.csc_matrix(nodes.T @ found.members(some))
        spread = sparse.csc_matrix(weight @ sums)
        off = (rows @ spread).toarray()
        own = np.asarray(sums.multiply(spread).sum(axis=0)).ravel()
        tied = (off * solver.solve(off)).sum(axis=0) if balances.count else 0.0
        deviations[some] = np.sqrt(np.maximum(own - tied, 0.0))
    return deviations


def _suspects(standardised: Floats, chance: float) -> tuple[float, tuple[int, ...]]:
    """The bound, judged at 95 % for all flows together (Sidak), and the flows above it."""
    size = np.abs(np.nan_to_num(standardised))
    tested = int((size > 0).sum())
    bound = float(ndtri(0.5 + 0.5 * SURE ** (1 / tested))) if tested else np.nan
    most = float(size.max())
    if chance >= 1 - SURE or not most >= bound:
        return bound, ()
    return bound, tuple(int(at) for at in np.flatnonzero(size >= most * (1 - 1e-6)))
