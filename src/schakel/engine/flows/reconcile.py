"""The smallest weighted change that makes every node balance.

Minimise sum((x - y)^2 / s^2) so that A x = 0. With S = A V A^T the answer is
x = y - V A^T S^-1 A y, its covariance V - V A^T S^-1 A V.

S is the Laplacian of the nodes, joined by the flows that are not exact: a group of nodes that no
such flow joins to the outside has one equation too many, which is checked against the exact values
and then left out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph
from scipy.sparse.linalg import cg, splu
from scipy.special import gammaincc, ndtri

from schakel.engine.errors import BadInput, Phrase
from schakel.engine.flows.network import OUTSIDE, Network, imbalances

FACTORED = 3_000
"""Above so many nodes a factor fills in; then conjugate gradients, and deviations on request."""
CHUNK = 256
CLOSE = 1e-9
SURE = 0.95

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Reconciled:
    """Values that balance, in tonnes a year.

    `deviations` are those after reconciling and `standardised` how many standard deviations each
    correction is; both are NaN where they were not asked for, and `standardised` is 0 where no
    balance checks the flow. `chi_square` has `freedom` degrees, `chance` is the chance of one as
    large without a gross error. `suspects` are the flows with the largest standardised correction:
    more than one where the balances cannot tell them apart, none where the test finds nothing.
    """

    values: Floats
    deviations: Floats
    standardised: Floats
    chi_square: float
    freedom: int
    chance: float
    suspects: tuple[int, ...]


def reconcile(network: Network, wanted: NDArray[np.int64] | None = None) -> Reconciled:
    """Reconcile; `wanted` are the flows whose deviation is calculated, without it all of them up to
    `FACTORED` nodes and none above.

    Raises BadInput, naming the node, where exact values contradict each other.
    """
    variance = network.deviations**2
    kept = _kept_nodes(network, variance > 0)
    rows = sparse.csr_matrix(_incidence(network)[kept])
    system = sparse.csc_matrix(rows @ sparse.diags(variance) @ rows.T)
    off = rows @ network.values
    large = len(kept) > FACTORED
    factor = None if large and wanted is None else _factor(system)
    multipliers = _gradients(system, off) if factor is None else factor(off)
    pull = rows.T @ multipliers
    values = network.values - variance * pull
    chosen = _chosen(network, wanted, large)
    deviations, standardised = _spread(rows, variance, pull, factor, chosen)
    chi_square = max(float(off @ multipliers), 0.0)
    freedom = len(kept)
    chance = float(gammaincc(freedom / 2, chi_square / 2)) if freedom else 1.0
    suspects = _suspects(standardised, chance)
    return Reconciled(values, deviations, standardised, chi_square, freedom, chance, suspects)


def _chosen(network: Network, wanted: NDArray[np.int64] | None, large: bool) -> NDArray[np.int64]:
    if wanted is not None:
        return wanted
    return np.arange(0 if large else len(network.names))


def _incidence(network: Network) -> sparse.csr_matrix:
    """A row per node: +1 for what comes in, -1 for what goes out."""
    flows = np.arange(len(network.names))
    comes, goes = network.target >= 0, network.source >= 0
    signs = np.concatenate([np.ones(comes.sum()), -np.ones(goes.sum())])
    rows = np.concatenate([network.target[comes], network.source[goes]])
    columns = np.concatenate([flows[comes], flows[goes]])
    shape = (len(network.nodes), len(flows))
    return sparse.csr_matrix((signs, (rows, columns)), shape=shape)


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


class _Factor:
    """A sparse factor of S; calling it solves."""

    def __init__(self, system: sparse.csc_matrix) -> None:
        options = {"SymmetricMode": True}
        self._solve = splu(
            system, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options=options
        ).solve

    def __call__(self, right: Floats) -> Floats:
        return self._solve(right)


def _factor(system: sparse.csc_matrix) -> _Factor | None:
    return _Factor(system) if system.shape[0] else None


def _gradients(system: sparse.csc_matrix, off: Floats) -> Floats:
    """Conjugate gradients, each unknown scaled by its diagonal (Jacobi)."""
    if not len(off):
        return off
    inverse = sparse.diags(1 / system.diagonal())
    found, stopped = cg(system, off, rtol=1e-10, maxiter=20_000, M=inverse)
    if stopped:
        raise BadInput(
            "flows",
            "standard deviation",
            "lie too far apart to calculate with; give very small ones as exact",
        )
    return found


def _spread(
    rows: sparse.csr_matrix,
    variance: Floats,
    pull: Floats,
    factor: _Factor | None,
    chosen: NDArray[np.int64],
) -> tuple[Floats, Floats]:
    """Standard deviations after reconciling, and standardised corrections, of the chosen flows."""
    deviations = np.full(len(variance), np.nan)
    standardised = np.full(len(variance), np.nan)
    columns = sparse.csc_matrix(rows)
    for start in range(0, len(chosen), CHUNK):
        some = chosen[start : start + CHUNK]
        part = columns[:, some].toarray()
        tied = (part * factor(part)).sum(axis=0) if factor else np.zeros(len(some))
        left = variance[some] - variance[some] ** 2 * tied
        deviations[some] = np.sqrt(np.maximum(left, 0.0))
        checked = variance[some] * tied > CLOSE
        root = np.sqrt(np.where(checked, tied, 1.0))
        standardised[some] = np.where(checked, -pull[some] / root, 0.0)
    return deviations, standardised


def _suspects(standardised: Floats, chance: float) -> tuple[int, ...]:
    """Judged at 95 % for all flows together (Sidak)."""
    size = np.abs(np.nan_to_num(standardised))
    tested = int((size > 0).sum())
    if chance >= 1 - SURE or not tested:
        return ()
    bound = float(ndtri(0.5 + 0.5 * SURE ** (1 / tested)))
    most = float(size.max())
    if most < bound:
        return ()
    return tuple(int(at) for at in np.flatnonzero(size >= most * (1 - 1e-6)))
